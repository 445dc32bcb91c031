import { redacted } from '../../../support/redacted.ts';

describe('a phone number written or said as no other number is', () => {
  it.each([
    ['cell 613 : 555 : 0148', 'cell [phone]'],
    ['my cell is 613+555+0148', 'my cell is [phone]'],
    ['my line: 613 : 555 : 0148', 'my line: [phone]'],
    ['reach me on 6-1-3-5-5-5-0-1-4-8', 'reach me on [phone]'],
    ['call 613…555…0148', 'call [phone]'],
    ['call 613 🌸 555 🌸 0148', 'call [phone]'],
    ['call me, 0491, 570, 158', 'call me, [phone]'],
    ['0491 FIVE SEVEN ZERO 158', '[phone]'],
    ["my number's 0 double 7 00 9 double 0 463", "my number's [phone]"],
    ['cell 6 1 3, 5 5 5, 0 1 4 8', 'cell [phone]'],
    ['num 0,4,9,1,5,7,0,1,5,6', 'num [phone]'],
    ['text 613 dash 555 dash 0148', 'text [phone]'],
    ['my number is 613 space 555 space 0148', 'my number is [phone]'],
    ['txt o49i 57o 156', 'txt [phone]'],
    ['appelle-moi zéro six onze vingt-deux trente-trois quarante-quatre', 'appelle-moi [phone]'],
    ['mi número es seis once veintidós treinta y tres cuarenta y cuatro', 'mi número es [phone]'],
  ])('is found after its word: %s', (text, expected) => expect(redacted(text)).toBe(expected));

  it.each([
    'call at 10:30; 11:30; 12:45',
    'text me: 5+5+5+5+5',
    'the number is 12;15;18;21;24',
    'no 1,2,3,4,5,6,7,8,9,10 countdown',
    'vingt-deux, trente-trois, quarante-quatre, cinquante, soixante',
    '05, 10, 15, 20 reps',
    '0.5 then one two three',
    'the scheme on the line: 6-6-6-4-4-4-2-2-2',
    'my line: 1-1-1-2-2-2-3-3-3',
    '10 dash 12 dash 15',
  ])('and what is counted stays: %s', (text) => expect(redacted(text)).toBe(text));
});
