import { readFileSync } from 'node:fs';
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
    'Meryl Streep makes me cry',
    'Messi walks like me',
    'actor Gary Oldman is back',
    'my dad loves Clint Eastwood',
    "read Viktor Frankl's book to my son",
  ])('stays: %s', (text) => expect(redacted(text)).toBe(text));

  it.each([
    ["I'm Serena Williams, no, not that one", "I'm NAME, no, not that one"],
    ['my name is Tom Hanks', 'my name is NAME'],
    ['my neighbour Tom Hanks lifts', 'my neighbour NAME lifts'],
    ['Hi Tom Hanks, how was your run?', 'Hi NAME, how was your run?'],
    ['my mother Teresa lifts', 'my mother NAME lifts'],
    ['Tom told me to rest', 'NAME told me to rest'],
    ['Serena Williams Kowalski told me', 'NAME told me'],
    ['Martin Luther Schmidt told me', 'NAME told me'],
    ['Jamie Lee Curtis Brown told me', 'NAME told me'],
    ['Taylor Swift is my girlfriend', 'NAME is my girlfriend'],
    ['Taylor Swift, my girlfriend, hits me', 'NAME, my girlfriend, hits me'],
    ['my mum, Viola Davis, died', 'my mum, NAME, died'],
    ['Coach Tom Hanks texted me at 2am', 'Coach NAME texted me at 2am'],
    ['Taylor Swift raped me', 'NAME raped me'],
    ['I live with Gary Oldman in Leeds', 'I live with NAME in Leeds'],
    ['I slept with Gary Oldman', 'I slept with NAME'],
    ['Ask Gary Oldman about the key', 'Ask NAME about the key'],
    ['Gary Oldman 07700 900123', 'NAME [phone]'],
    ['Text Gary Oldman at g.oldman@example.com', 'Text NAME at [email]'],
    ['Gary Oldman always yells at my son', 'NAME always yells at my son'],
    ['Gary Oldman Petersen acts well', 'NAME acts well'],
    ['Mr. Schopenhauer fired me', 'Mr. NAME fired me'],
    ['Dr. Huberman says rest', 'Dr. NAME says rest'],
    ['Gary Oldman and I broke up', 'NAME and I broke up'],
    ['Gary Oldman from my gym', 'NAME from my gym'],
    ['Gary Oldman lives next door', 'NAME lives next door'],
    ['Kevin Hart told me to rest', 'NAME told me to rest'],
    ['met Mary Berry at the pool', 'met NAME at the pool'],
  ])('may be of a friend: %s', (text, expected) => expect(redacted(text)).toBe(expected));
});

describe('public-names.txt', () => {
  const linesOf = (name: string) => readFileSync(`layers/policy/privacy/${name}`, 'utf8').trim().split('\n');
  const wordsOf = (name: string) => new Set(linesOf(name).filter((line) => !line.startsWith('#')));
  const lines = linesOf('public-names.txt');
  const famous = lines.findIndex((line) => line.startsWith('# More famous than all'));
  const sold = lines.findIndex((line) => line.startsWith('# Sold'));

  it('names nobody whose name many private people bear, but for the most famous', () => {
    const given = wordsOf('first-names.txt');
    const family = wordsOf('surnames.txt');
    const isShared = (name: string): boolean => {
      const [first = '', second, ...more] = name.split(' ');
      if (second === undefined) return given.has(first) || family.has(first);
      return more.length === 0 && given.has(first) && family.has(second);
    };
    expect(famous).toBeGreaterThan(0);
    expect(lines.slice(0, famous).filter((line) => !line.startsWith('#') && isShared(line))).toEqual([]);
    expect(sold - famous - 1).toBeLessThan(150);
  });
});

describe('a name under which something is sold, and which anybody may bear', () => {
  it.each([
    'had a Tom Collins at the wedding',
    'how sweet is a Tom Collins',
    'Marc Jacobs is $300',
    'my Marc Jacobs tote is new',
    'Jimmy Dean breakfast bowl, 300 cal',
    'Arnold Palmer is 90 calories?',
  ])('stays where it is a thing: %s', (text) => expect(redacted(text)).toBe(text));

  it.each([
    ['Tom Collins says hi', 'NAME says hi'],
    ['lunch with Marc Jacobs', 'lunch with NAME'],
    ['Tom Collins is 14 and likes judo', 'NAME is 14 and likes judo'],
    ['Marc Jacobs has 3 kids', 'NAME has 3 kids'],
    ['Jimmy Dean is 82 kg', 'NAME is 82 kg'],
    ['Dr. Tom Collins is 60', 'Dr. NAME is 60'],
    ['met a Tom Collins at the pool', 'met a NAME at the pool'],
    ['there is a Tom Collins on my team', 'there is a NAME on my team'],
    ['a Tom Collins from my gym', 'a NAME from my gym'],
    ['my cousin Jimmy Dean lifts', 'my cousin NAME lifts'],
  ])('and is somebody elsewhere: %s', (text, expected) => expect(redacted(text)).toBe(expected));
});

describe('sayings and awards that bear names', () => {
  it.each(["Pandora's box of snacks", 'a Ted talk on sleep', 'Holy Moses, that was heavy', 'Bobby pins in my gym bag'])(
    'stay: %s',
    (text) => expect(redacted(text)).toBe(text),
  );
});
