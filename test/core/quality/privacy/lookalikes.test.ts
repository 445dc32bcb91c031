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

describe('four numbers', () => {
  it.each([
    ['my ip is 203-0-113-42', 'my ip is [ip]'],
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
  ])('are people elsewhere: %s', (text, expected) => expect(redacted(text)).toBe(expected));
});
