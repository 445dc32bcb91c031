import { pairWords } from './digit-words.ts';
import { matchesOf } from './matches.ts';
import { isTaken, type Reading, take } from './reading.ts';
import { sign } from './signs.ts';

const start = '(?<![\\p{L}\\p{N}])';
/** What a number is called, or what one does with it. */
const called =
  "(?:phone|cell|cellphone|mobile|mob|call|text|txt|ring|tel|num|number|whats ?app|digits|(?<=(?:my|direct|land) ?)line|reach(?= (?:me|us|him|her)))(?:'s)?(?: (?:me|us|him|her|is|on|at|it's|number|num|no|now|back)){0,4}[ :=]{1,3}";
/** Groups of figures with any marks between: "504 : 555 : 0126", "0-7-7-0-0". */
const marked = new RegExp(
  `${start}${called}["'(]?(\\d{1,5}(?:[^\\p{L}\\p{N}\\n]{1,5}\\d{1,5}){2,14})(?![\\p{L}\\p{N}]|[.,:/-]\\d)`,
  'dgu',
);

const calledAbroad =
  '(?:appelle(?:z)?(?:[ -]moi)?(?: au)?|(?:mon |mi |il mio |meu |o meu )?(?:num[eé]ro|número)(?: est| es| è| é)?(?: le| el| il| o)?|portable|tél|tel|llámame(?: al)?|cel|celular|móvil|ligue(?: para)?|chiamami(?: al)?|cellulare|telefone|whats ?app)[ :]{1,3}';
const said = [...pairWords].join('|');
/** "zéro six douze trente-quatre": said in pairs, as French and Spanish ones mostly are. */
const inPairs = new RegExp(
  `${start}${calledAbroad}((?:${said})(?:[ ,.-]{1,3}(?:(?:et|y|e) )?(?:${said}|\\d{1,2})){4,16})(?![\\p{L}\\p{N}])`,
  'dgu',
);

/** Phone numbers that are written or said as no other number is, after a word for them. */
export function findDressedNumbers(reading: Reading, signs: number): void {
  if (signs & sign.number) findAll(reading, marked, isWhole);
  if (signs & sign.spokenCode) findAll(reading, inPairs, () => true);
}

function findAll(reading: Reading, form: RegExp, holds: (number: string) => boolean): void {
  for (const match of matchesOf(form, reading.lower)) {
    const [first, last] = match.indices?.[1] ?? [0, 0];
    if (last > first && holds(match[1] ?? '') && !isTaken(reading, first, last)) take(reading, 'phone', first, last);
  }
}

/** Nine digits to thirteen: one by one, as Americans write theirs, or after a nought and no hours. */
function isWhole(number: string): boolean {
  const groups = number.split(/[^\p{N}]+/u);
  const digits = groups.join('');
  if (digits.length < 9 || digits.length > 13) return false;
  // Four single figures in a row were joined: "9 1 7, 5 5 5, 0139".
  if (groups.filter((group) => group.length === 1).length >= 6) return !isLadder(groups.map(Number));
  if (/^(?:1-)?3-3-4$/.test(groups.map((group) => group.length).join('-'))) return true;
  return digits.startsWith('0') && groups.some((group) => group.length > 2);
}
/** "5-5-5-3-3-3-1-1-1": what is counted up or down. */
const isLadder = (steps: readonly number[]): boolean =>
  steps.every((step, at) => step >= (steps[at - 1] ?? step)) ||
  steps.every((step, at) => step <= (steps[at - 1] ?? step));
