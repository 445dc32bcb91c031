import { redacted } from '../../../support/redacted.ts';

describe('a workout that bears a name', () => {
  it.each([
    'did Jackie in 9:12',
    'Michael took me 25 minutes',
    'my time for Michael was 22:10',
    'new PR on Michael, 21:48',
    'my box programmed Michael for Saturday',
    'how should I pace Michael',
    'attempting Michael tomorrow',
    'Daniel with a vest was a mistake',
    'Mary got me 9 rounds',
    'the WODs Michael, Daniel and Jackie',
    'benchmarks this month: Fran, Jackie, Michael',
    'first Murph, then Chad, next Daniel',
    'Did Eva and thought I would die',
    'Did Wittman today',
    'Christine, 3 rounds, 13:10',
  ])('stays: %s', (text) => expect(redacted(text)).toBe(text));

  it.each([
    ["I did Michael's program for a month", "I did NAME's program for a month"],
    ['Michael told me to pace it', 'NAME told me to pace it'],
    ['Did Murph with Tommy', 'Did Murph with NAME'],
    ['did Cindy with Garrett at the box', 'did Cindy with NAME at the box'],
    ['partnered with Daniel for the WOD', 'partnered with NAME for the WOD'],
    ['my friends Grace, Daniel and Kelly', 'my friends NAME, NAME and NAME'],
    ['dinner with Helen, Michael and Jackie', 'dinner with NAME, NAME and NAME'],
  ])('is a person elsewhere: %s', (text, expected) => expect(redacted(text)).toBe(expected));
});

describe('what is sold or lifted under a name', () => {
  it.each([
    'I wear a Garmin Fenix',
    'my Hoka Clifton 9 wore out',
    'Brooks Ghost or Brooks Glycerin?',
    'Max out on Friday',
    'Max reps at 60 kg',
    'Max HR was 191',
    'Anderson squats from pins',
    'McKenzie extensions helped',
    "Jacob's Ladder is evil",
    'Nathan vest for long runs',
  ])('stays: %s', (text) => expect(redacted(text)).toBe(text));

  it.each([
    ['my Garmin Sarah gave me died', 'my Garmin NAME gave me died'],
    ['Max and I ran', 'NAME and I ran'],
    ['Max told me to rest', 'NAME told me to rest'],
    ["Anderson's squats are deep, Anderson said", "NAME's squats are deep, NAME said"],
  ])('is a person elsewhere: %s', (text, expected) => expect(redacted(text)).toBe(expected));
});
