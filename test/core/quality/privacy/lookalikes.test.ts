import { redacted } from '../../../support/redacted.ts';

describe('what is found at a site', () => {
  it.each([
    'look at runnersworld.com',
    'I read it at healthline.com',
    'a coupon at myprotein.com',
    'shopping at decathlon.co.uk',
  ])('is no mailbox: %s', (text) => expect(redacted(text)).toBe(text));

  it.each([
    ['jane at runlab.io', '[email]'],
    ['my mail is info at runlab.io', 'my mail is [email]'],
    ['run at gmail.com', '[email]'],
    ['coach99 at runlab.io', '[email]'],
    ['jane.doe at the rate runlab.io', '[email]'],
    ['jane.doe@ runlab.io', '[email]'],
    ['jane.doe @runlab.io', '[email]'],
  ])('is one by a name, a word of mail or a provider: %s', (text, expected) => expect(redacted(text)).toBe(expected));
});

describe("somebody's own site", () => {
  it.each([
    ['check my site www.jane-doe-fitness.example', 'check my site [url_id]'],
    ['my blog is runs-with-dogs.com', 'my blog is [url_id]'],
    ['https://www.anna-kowalski.com/', '[url_id]'],
    ['results: https://results.example.com/bib/4432/jane-doe', 'results: [url_id]'],
  ])('is found: %s', (text, expected) => expect(redacted(text)).toBe(expected));

  it.each(['my site is down', 'strength-coach.com is a good site', 'the site examine.com is good'])(
    'is none: %s',
    (text) => expect(redacted(text)).toBe(text),
  );
});

describe('a page on a site with people on it', () => {
  it.each([
    'https://www.youtube.com/watch?v=dQw4w9WgXcQ',
    'https://www.reddit.com/r/Fitness/comments/abc123/my_first_5k/',
    'https://www.strava.com/segments/229781',
    'https://www.linkedin.com/company/nike',
    'https://www.facebook.com/events/123456',
    'https://www.eventbrite.com/e/yoga-in-the-park-tickets-1234567890',
    'https://pubmed.ncbi.nlm.nih.gov/12345678/',
    'https://www.bbc.co.uk/sport/athletics/67012345',
    'https://www.decathlon.co.uk/p/yoga-mat/_/R-p-12345',
    'https://docs.python.org/3/library/re.html',
    'https://example.com/10-best-stretches-for-runners',
    'https://example.com/diseases/17763-runners-knee',
    'https://example.com/gear/a20865710/best-running-shoes/',
    'https://example.com/workouts/5-day-split',
    'https://example.com/products/emma-mattress',
    'https://example.com/races/london-marathon',
    'https://en.wikipedia.org/wiki/Adam_Smith',
    'https://www.nature.com/articles/s41598-020-12345-6',
    'https://support.garmin.com/en-US/?faq=abc123',
  ])("stays where it is nobody's: %s", (text) => expect(redacted(text)).toBe(text));

  it.each([
    ['my last video: https://www.youtube.com/watch?v=dQw4w9WgXcQ', 'my last video: [url_id]'],
    ['https://youtu.be/dQw4w9WgXcQ?si=1fb439c8', '[url_id]'],
    ['https://www.youtube.com/@janedoefit', '[url_id]'],
    ['https://www.reddit.com/user/janedoe', '[url_id]'],
    ['https://docs.google.com/spreadsheets/d/1A2b3C4d5E6f', '[url_id]'],
    ['https://www.amazon.com/my/orders/12345678', '[url_id]'],
    ['https://janedoe.github.io', '[url_id]'],
    ['https://example.com/team/jane-doe', '[url_id]'],
    ['https://example.com/staff/dr-jane-doe', '[url_id]'],
    ['https://example.com/report/8f3a-22bc', '[url_id]'],
    ['https://example.com/workouts/99812', '[url_id]'],
    ['m.me/jane.doe.33', '[url_id]'],
  ])("goes where it is somebody's: %s", (text, expected) => expect(redacted(text)).toBe(expected));
});

describe('four numbers', () => {
  it.each([
    ['my ip is 203-0-113-42', 'my ip is [ip]'],
    ['IP:86.12.44.7 blocked', 'IP:[ip] blocked'],
    ['ip=::ffff:192.0.2.128', 'ip=[ip]'],
    ['ip 203,0,113,42', 'ip [ip]'],
  ])('are an address of the net by its word: %s', (text, expected) => expect(redacted(text)).toBe(expected));

  it.each(['lap splits 1.12.44.90', 'firmware is 4.2.0.19', 'hip 10 20 30 40'])('are none: %s', (text) =>
    expect(redacted(text)).toBe(text),
  );
});

describe('illnesses, places, sayings and food that bear names', () => {
  it.each([
    "Morton's neuroma hurts",
    "my son has Sever's disease",
    'Ran along the Charles River',
    'We climbed in Joshua Tree',
    'The Chester half is hilly',
    "St George's park intervals",
    "Saint Patrick's Day 5k",
    'Ran from Chelsea to Battersea',
    'Charlotte has great gyms',
    'Austin is too hot to run',
    'Lazy Susan on the table',
    'Average Joe gym',
    'Frank talk about burnout',
    'Rosemary on the potatoes',
    'Mac and cheese, 900 kcal',
    'Reuben sandwich as a cheat meal',
    "Patience isn't my strength",
    'Joy is such a weird feeling',
    'the Mel Robbins podcast helped',
    'David Lloyd has a spa',
    'Emma mattress hurts my back',
    'Lorraine quiche, 500 kcal',
    'Henry hoover counts as cardio',
    'Bob Ross voice for my meditations',
    'Granny Smith apples before the run',
    'King Edward potatoes, 200 g',
    "my Adam's apple feels tight",
  ])('stay: %s', (text) => expect(redacted(text)).toBe(text));

  it.each([
    ["Morton's knee hurts", "NAME's knee hurts"],
    ['Charles told me to rest', 'NAME told me to rest'],
    ['Charlotte has great advice for me, she says', 'NAME has great advice for me, she says'],
    ['Frank told me to rest', 'NAME told me to rest'],
    ['Rosemary told me to rest', 'NAME told me to rest'],
    ['Patience is my sister', 'NAME is my sister'],
    ['I got a letter from Chelsea to read', 'I got a letter from NAME to read'],
    ["Mel Robbins's daughter told me", "NAME's daughter told me"],
    ['miss u Lolo', 'miss u NAME'],
    ['my Granny Smith says hi', 'my Granny NAME says hi'],
    ['Emma is on my mattress', 'NAME is on my mattress'],
    ["Emma's mattress hurts my back", "NAME's mattress hurts my back"],
  ])('are people elsewhere: %s', (text, expected) => expect(redacted(text)).toBe(expected));
});
