import { redacted } from '../../../support/redacted.ts';

describe('a name in public life', () => {
  it.each([
    'Katie Ledecky swims twice a day',
    'reading a book by Viktor Frankl',
    'Dr. Gabor Maté says it starts early',
    "this is not Marie Kondo's idea of tidy",
    'serena williams is back',
    'played by Meryl Streep, Tom Hanks and Viola Davis',
    'Messi walks, then sprints',
    'watched Gary Oldman and forgot my rest day',
    'Mother Teresa over here',
    'Dua Lipa Workout Mix',
    'Earl Grey before bed',
    'who is J. K. Rowling?',
    'I feel like Bridget Jones today',
    'trained like Björn Borg did',
  ])('stays: %s', (text) => expect(redacted(text)).toBe(text));

  it.each([
    ["I'm Serena Williams, no, not that one", "I'm NAME, no, not that one"],
    ['my name is Tom Hanks', 'my name is NAME'],
    ['my neighbour Tom Hanks lifts', 'my neighbour NAME lifts'],
    ['Hi Tom Hanks, how was your run?', 'Hi NAME, how was your run?'],
    ['my mother Teresa lifts', 'my mother NAME lifts'],
    ['Tom told me to rest', 'NAME told me to rest'],
  ])('may be of a friend: %s', (text, expected) => expect(redacted(text)).toBe(expected));
});
