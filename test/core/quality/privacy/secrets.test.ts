import { redacted } from '../../../support/redacted.ts';

describe('what only one may know or has', () => {
  it.each([
    ['my bank account number is 12345678', 'my bank account number is [national_id]'],
    ['account: 98765432 / sort code: 04-00-04', 'account: [national_id] / sort code: [national_id]'],
    ['sort 30-96-26 acc 87654321', 'sort [national_id] acc [national_id]'],
    ['BSB 062-000 account 10234567', 'BSB [national_id] account [national_id]'],
    ['Konto 1234567890', 'Konto [national_id]'],
    ['membership no. 1234567', 'membership no. [national_id]'],
    ['my membership number: 99812', 'my membership number: [national_id]'],
    ['membership card no. 6338 2210', 'membership card no. [national_id]'],
    ['Membership No PG-448210', 'Membership No [national_id]'],
    ['my password is hunter2', 'my password is [national_id]'],
    ['my wifi password is bluehouse77.', 'my wifi password is [national_id].'],
    ['my password is letmeinplz', 'my password is [national_id]'],
    ['new password: banana', 'new password: [national_id]'],
    ['the wifi pw is summer2019!', 'the wifi pw is [national_id]'],
    ['mot de passe: chat1987', 'mot de passe: [national_id]'],
    ['your verification code is 482913', 'your verification code is [national_id]'],
    ['OTP 552817', 'OTP [national_id]'],
    ['2fa code 331-820', '2fa code [national_id]'],
    ['G-593021 is your Google verification code', 'G-[national_id] is your Google verification code'],
    ['the code they sent me is 448120', 'the code they sent me is [national_id]'],
  ])('is found: %s', (text, expected) => expect(redacted(text)).toBe(expected));

  it.each([
    'my password is too long to remember',
    'the password is wrong',
    'password must be 8 characters',
    'i changed my password 3 times',
    'password: required',
    'my account has 12345 points',
    'on account of my knee, 10000 steps',
    'membership is 1200 a year',
    'membership since 2019',
    'error code 40412',
    'the code they gave me for 10% off is SAVE10',
    'security at the gym since 2019',
    '3x pw 20km',
  ])('is not: %s', (text) => expect(redacted(text)).toBe(text));
});

describe('latitude and longitude', () => {
  it.each([
    ['lat 51.50412, long -0.11934', 'lat [address]'],
    ["I'm at lat 40.7128 lon -74.0060", "I'm at lat [address]"],
    ['latitude is 1.35210 and longitude is 103.81980', 'latitude is [address]'],
    ['lat/long 37.77493, -122.41942', 'lat/long [address]'],
    ['my coords are 59.91387, 10.75225', 'my coords are [address]'],
  ])('are of a person: %s', (text, expected) => expect(redacted(text)).toBe(expected));

  it.each([
    'course starts lat 46.53710, lon 8.12610',
    'trailhead at lat 37.7459 long -119.5332',
    'lat 42.5 long 45.5',
    'lat pulldown 55.5, row 42.25',
  ])('are of a place or none: %s', (text) => expect(redacted(text)).toBe(text));
});

describe('a number beneath a headline', () => {
  it.each([
    ['see https://my.example.org/health/jane-marie-doe-12345678', 'see [url_id]'],
    ['www.example.org/story/emily-rose-smith-773829', '[url_id]'],
    ['/health/jane-marie-doe-12345678', '[url_id]'],
  ])('is of whom it names: %s', (text, expected) => expect(redacted(text)).toBe(expected));

  it.each([
    'https://www.example.com/health/ten-best-stretches-12345678',
    'https://www.example.com/health/iron-deficiency-anemia-20355034',
    'https://example.org/story/grace-under-pressure-12345',
    'read /training/couch-to-5k',
    'sets/reps/rest',
  ])('is of an article: %s', (text) => expect(redacted(text)).toBe(text));
});
