import { redacted } from '../../../support/redacted.ts';

describe('a number after a street', () => {
  it.each([
    ['We moved to 31 Mill Lane, 20 minutes by bike', 'We moved to [address], 20 minutes by bike'],
    ['She ran from 4 Cedar Court, 12 km in all', 'She ran from [address], 12 km in all'],
    ['past 90 Ash Street, 1500 m to go', 'past [address], 1500 m to go'],
    ['garage gym at 6 Birch Avenue, 140 kg on the bar', 'garage gym at [address], 140 kg on the bar'],
    ['hill sprints at 77 Grove Road, 8 reps', 'hill sprints at [address], 8 reps'],
    ['from 77 Grove Road, 10k at an easy pace', 'from [address], 10k at an easy pace'],
    ['I live at 77 Grove Road, 6,500 steps from work', 'I live at [address], 6,500 steps from work'],
    ['I live at 77 Grove Road, 4 of us share it', 'I live at [address], 4 of us share it'],
    ['from 77 Grove Road, 10k', 'from [address], 10k'],
    ['I live at 77 Grove Road 15 mins from you', 'I live at [address] 15 mins from you'],
    ['8 Gartenstraße, 25 Minuten', '[address], 25 Minuten'],
    ['14 rue Voltaire, 40 minutes à pied', '[address], 40 minutes à pied'],
  ])('counts something: %s', (text, expected) => expect(redacted(text)).toBe(expected));

  it.each([
    ['homes: 5 Ash Street, 61 Fern Road and 8 Holly Drive', 'homes: [address], [address] and [address]'],
    ['we saw 3 Park Lane, 1450 Mill Road, 77 Cedar Close', 'we saw [address], [address], [address]'],
    ['I lived at 5 Ash Street, Leeds, 61 Fern Road', 'I lived at [address], [address]'],
  ])('is the house of the next street: %s', (text, expected) => expect(redacted(text)).toBe(expected));

  it.each([
    'I live at 31 Mill Lane, 60614',
    'I live at 31 Mill Lane, 5th floor',
    'I live at 31 Mill Lane, 7C',
    'I live at 31 Mill Lane, 2nd floor, Boston',
    'I live at 31 Mill Lane, 7C, Bristol',
    'I live at 31 Mill Lane, 7, Bristol',
    'I live at 31 Mill Lane, Apt 9, Portland 97201',
    'I live at 31 Mill Lane, Dublin 4, Ireland',
    'I live at 31 Mill Lane, Perth 6000',
    'I live at 31 mill lane, dayton, 45402',
  ])('is a unit or a postcode: %s', (text) => expect(redacted(text)).toBe('I live at [address]'));

  it('is the number of a try or of a numbered street', () => {
    expect(redacted('ran to 31 Mill Lane, 3rd attempt')).toBe('ran to [address], 3rd attempt');
    expect(redacted('past 31 Mill Lane, 5th Avenue and back')).toBe('past [address], 5th Avenue and back');
  });

  it('leaves what is counted near no street alone', () => {
    for (const text of ['it is 30 min from the box', '20 mins from the office', '5 km from home'])
      expect(redacted(text)).toBe(text);
  });
});

describe('a street without its number', () => {
  it.each('Street Road Avenue Lane Drive Court Boulevard Terrace Crescent St Rd Ave Ln Dr Blvd'.split(' '))(
    'is told by where somebody lives: %s',
    (kind) =>
      expect(redacted(`they moved to Parkinson Haven ${kind}, I think`)).toBe('they moved to [address], I think'),
  );
});

describe('houses and plots', () => {
  it.each([
    'I live at C-42, Green Gardens, Newtown 110016',
    'I live at B-12, Green Park, New Delhi 110016',
    'I live at via dei Pini 3',
    'I live at H.No. 12-4-88/B, Lake Colony, Oldtown - 500025',
    'I live at D.No. 45-2-19, Hill Nagar, Farville 520003',
    'I live at #17, 3rd Cross, Midnagar, Bigtown 560 038',
    'I live at Blk 412, North Ave 2, #08-115, Singapore 460412',
    'I live at R.R. 2, Box 114',
    'I live at 2204 Coyote Bluff Trl, Amarillo',
    'I live at 18 Wattle Grv, Fremantle WA 6160',
    'I live at 41 Abercorn Loan, Leith',
    'I live at Via dei Cedri 18/B, 40139 Bologna',
  ])('are found whole: %s', (text) => expect(redacted(text)).toBe('I live at [address]'));

  it.each([
    'B-12, Vitamin D, Magnesium 400 mg',
    'Burned 2500, Goal 3000, Steps 110034',
    'our team came 3rd, Bulldogs scored 110 034 points',
    '10 Mountain Climbers, 20 Box Jumps',
    'unit 3, 12 reps each side',
    'B-12, Iron, Zinc 100000',
    'I took vitamin B-12, Magnesium, Iron 100000 units',
    'I took vitamin B-12, Magnesium, Iron 125500 IU',
    'D-3, Omega Three, Magnesium 500000',
    'T-3, Leg Press, Squat 100000',
    'D-3, Leg Day, Steps 110034',
    'Sono passato via dei Boschi 12 volte',
    'Ho corso in via dei Pini 3 volte',
  ])('are none: %s', (text) => expect(redacted(text)).toBe(text));
});

describe('a town with a number', () => {
  it.each([
    'ran the Regensburg 42 last year',
    'Did the Magdeburg 21 for fun',
    'Wolfsburg 12 with friends',
    'Ran Wolfsburg 12 with my running club',
    'Wolfsburg 12 mit Freunden',
    'Ran Hamburg 10 with friends',
    'Bielefeld 10 vs last year',
    'Freiburg 5 in the rain',
    'Augsburg 10 for charity',
  ])('is a distance where one tells of a run: %s', (text) => expect(redacted(text)).toBe(text));

  it.each([
    ['I live at Wolfsburg 12 with friends', 'I live at [address] with friends'],
    ['Auf dem Kirchfeld 7 mit Freunden', '[address] mit Freunden'],
    ['meet me at Lindenhof 12 with the keys', 'meet me at [address] with the keys'],
    ['Blumenfeld 12 with a garden', '[address] with a garden'],
    ['Lindenhof 12 with friends', '[address] with friends'],
    ['Wolfsburg 12', '[address]'],
    ['I live at Lindenburg 12 with Tom', 'I live at [address] with NAME'],
  ])('is a street elsewhere: %s', (text, expected) => expect(redacted(text)).toBe(expected));

  it.each([
    ['Did the Magdeburg 21 with Tom', 'Did the Magdeburg 21 with NAME'],
    ['Ran Wolfsburg 12 with Anna', 'Ran Wolfsburg 12 with NAME'],
  ])('is a distance, whoever ran it too: %s', (text, expected) => expect(redacted(text)).toBe(expected));
});

describe('addresses of more countries', () => {
  it.each([
    ['ship to 212 rue des pins est laval qc h7n 2k4', 'ship to [address]'],
    ['212 rue sainte-anne laval qc h7n 2k4 please', '[address] please'],
    ['3-8-2 Ebisu, Shibuya-ku, Tokyo', '[address]'],
    ['House 7, Road 11, Banani, Dhaka 1213', '[address]'],
    ['Flat 7, Block 2, Dhanmondi', '[address]'],
    ['House 7, Road 11, Green View', '[address]'],
    ['Hämeentie 24 B 7, Helsinki', '[address]'],
    ['str. Mihai Eminescu 9, Iași', '[address]'],
    ['address: Jirón Puno 318, Lima', 'address: [address]'],
  ])('are found: %s', (text, expected) => expect(redacted(text)).toBe(expected));

  it.each([
    '3-8-2 tempo squats, twice',
    'la rue est longue',
    'House 7, Road 1 in chess terms?',
    'soi-disant 5 reps',
    'Flat 20, Zone 3, Thursday Intervals',
    'flat 8, block 2, Easy Pace',
  ])('and what is none stays: %s', (text) => expect(redacted(text)).toBe(text));
});
