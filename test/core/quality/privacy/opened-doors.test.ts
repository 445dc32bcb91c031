import { redacted } from '../../../support/redacted.ts';

describe('what opens doors, phones and accounts, and what cars and cards are known by', () => {
  it.each([
    ['the PIN for shed 3 was 7316', 'the PIN for shed 3 was [national_id]'],
    ['shed PIN 7316', 'shed PIN [national_id]'],
    ['our lobby code is 90215#', 'our lobby code is [national_id]'],
    ['the code to his flat is 3302', 'the code to his flat is [national_id]'],
    ['locker combo 31-7-22', 'locker combo [national_id]'],
    ['intercom: 5563*', 'intercom: [national_id]'],
    ['enter 5563 at the gate', 'enter [national_id] at the gate'],
    ['8190 unlocks the shed', '[national_id] unlocks the shed'],
    ['630 217 is my login code', '[national_id] is my login code'],
    ['my pass is Winter!77x', 'my pass is [national_id]'],
    ['pw = tr0mbone!', 'pw = [national_id]'],
    ['token: zq4fK29LmWx81PbT0aa', 'token: [national_id]'],
    ['car reg LB70 OXF', 'car reg [national_id]'],
    ['the reg is WN19 KPL', 'the reg is [national_id]'],
    ['OY71 FGH is our number plate', '[national_id] is our number plate'],
    ['rego 442 XKC', 'rego [national_id]'],
    ['my visa ending in 7730', 'my visa ending in [card]'],
    ['last 4 digits are 7730', 'last 4 digits are [card]'],
    ['last four of my social: 7730', 'last four of my social: [national_id]'],
    ['last four of my debit card: 7730', 'last four of my debit card: [card]'],
  ])('is found: %s', (text, expected) => expect(redacted(text)).toBe(expected));

  it.each([
    ['student number 20417733', 'student number [national_id]'],
    ['staff id 664021', 'staff id [national_id]'],
    ['IRD number 38-115-204', 'IRD number [national_id]'],
    ['Bupa record number 55120934', 'Bupa record number [health_id]'],
    ['call 0491🏀570🏀158', 'call [phone]'],
    ['0491,570,158 is me', '[phone] is me'],
    ['011 44 20 7946 0991', '[phone]'],
    ['655 402 118 mi móvil', '[phone] mi móvil'],
    ['www.oakbarrow.net is my blog', '[url_id] is my blog'],
  ])('so are numbers and sites by the words about them: %s', (text, expected) => expect(redacted(text)).toBe(expected));

  it.each([
    'the error code for the rower is 4042',
    'the code for the sale is 2026',
    'the plate is 20 kg',
    'registration fee 1200 for the season',
    'press 60 at the gym',
    'pin 7 on the stack',
    'my pass is expired',
    'token effort today, 20 minutes',
    'cards: 52 burpees',
    'last 4 rounds 2000 m',
    '2,000,000 steps',
    '10🔥12🔥15 reps',
    'runnersworld.com is my favourite',
  ])('and stays elsewhere: %s', (text) => expect(redacted(text)).toBe(text));
});
