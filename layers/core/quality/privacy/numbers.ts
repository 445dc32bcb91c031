import { ibanLengths, luhn, mod97, nationalChecks } from './checks.ts';
import { spokenNumbers } from './digit-words.ts';
import { isInLink } from './links.ts';
import { matchesOf } from './matches.ts';
import type { NumberCue, NumberCues } from './number-cues.ts';
import { type NumberRun, numberRuns, partOf } from './number-runs.ts';
import { looksLikePhone } from './phones.ts';
import { isTaken, type Reading, take } from './reading.ts';
import type { PersonalKind } from './span.ts';

/** Cards, accounts, national and health numbers, phones: whatever is told by its digits and the word beside it. */
export function findNumbers(reading: Reading, cues: NumberCues): void {
  for (const run of numberRuns(reading.text, 5)) findIn(reading, run, cues);
}

/** A nought first, as one dials within a country. */
const dialled = /^0[1-9]\d{7,9}$/;
/** Numbers said in words: phone numbers, unless a word beside them says otherwise. */
export function findSpokenNumbers(reading: Reading, cues: NumberCues): void {
  for (const { start, end, digits, paired, sure } of spokenNumbers(reading.lower)) {
    const cue = cues.about(reading, start, end) ?? (paired || !(sure || dialled.test(digits)) ? 'none' : 'phone');
    const kind = kindOf({ start, end, digits, groups: [digits.length], places: [[start, end]], plus: false }, cue);
    if (kind) take(reading, kind, start, end);
  }
}

/** The longest part of a run that is something, then what is left of it. */
function findIn(reading: Reading, run: NumberRun, cues: NumberCues): void {
  const count = run.groups.length;
  const list = isList(run);
  let from = 0;
  while (from < count) {
    let next = from + 1;
    for (let to = count; to > from; to--) {
      const part = partOf(run, from, to);
      if (part.digits.length < 7 && !(part.digits.length >= 5 && to === count && from === 0)) break;
      if (part.digits.length > 20 || isTaken(reading, part.start, part.end)) continue;
      const kind = kindOf(part, cueOf(reading, part, cues), list);
      if (!kind || (kind !== 'card' && isInLink(reading, part.start))) continue;
      if (kind === 'phone' && part !== run && isOfMany(reading, part, cues)) continue;
      take(reading, kind, part.start, closing(reading, part));
      next = to;
      break;
    }
    from = next;
  }
}

/** What a number is said to be beside it; "prescription 4482913" only if the word is right before it and the number long. */
function cueOf(reading: Reading, { start, end, digits }: NumberRun, cues: NumberCues): NumberCue | undefined {
  const told = cues.about(reading, start, end);
  return told === undefined && digits.length >= 6 && cues.isHealthCode(reading, start) ? 'health' : told;
}

/** A bracket that was opened in the number is closed in it. */
const closing = ({ text }: Reading, { start, end }: NumberRun): number =>
  text[end] === ')' && text.slice(start, end).lastIndexOf('(') > text.slice(start, end).lastIndexOf(')')
    ? end + 1
    : end;

/** What the first digits of a card's number may be, by its length (issuers' ranges). */
const cardStarts: Readonly<Record<number, RegExp>> = {
  13: /^4/,
  14: /^3(?:0[0-5]|[689])/,
  15: /^(?:3[47]|1800|2131)/,
  16: /^(?:4|5[0-8]|2[2-7]|3[0-9]|6)/,
  17: /^(?:5|6)/,
  18: /^(?:5|6)/,
  19: /^(?:4|5|6)/,
};

/**
 * What was counted or lifted, one after the other: four numbers or more of as many digits each, or five or more of two
 * or three digits; none has a zero first.
 */
function isList({ digits, groups }: NumberRun): boolean {
  const [first = 0] = groups;
  const even = groups.length >= 4 && first >= 3 && groups.every((size) => size === first);
  if (!even && (groups.length < 5 || groups.some((size) => size < 2 || size > 3))) return false;
  let at = 0;
  for (const size of groups) {
    if (digits[at] === '0') return false;
    at += size;
  }
  return true;
}

/** "4 8 15 16 23 42", "12/05 14/05 16/05 18/05": pairs out of a longer row of them, and no word says what they are. */
const isOfMany = (reading: Reading, part: NumberRun, cues: NumberCues): boolean => {
  if (part.plus || part.groups.some((size) => size > 2) || cueOf(reading, part, cues) === 'phone') return false;
  return !part.digits.startsWith('0') || /\/.* | .*\//.test(reading.text.slice(part.start, part.end));
};

/** @param list the number is one of many of its length: without a word beside it, it is nobody's */
function kindOf(run: NumberRun, cue: NumberCue | undefined, list = false): PersonalKind | undefined {
  const { digits, groups } = run;
  const length = digits.length;
  const grouped = /^(?:4-4-4-4|4-6-5)$/.test(groups.join('-'));
  if (length >= 13 && length <= 19 && !run.plus && (grouped || (cue !== 'none' && cue !== 'national'))) {
    const told = cue === 'card' || ((cue !== 'health' || grouped) && luhn(digits) && cardStarts[length]?.test(digits));
    if (told) return 'card';
  }
  if (cue === 'none' || isDate(run)) return undefined;
  if (cue === 'health' && length >= 5) return 'health_id';
  if (cue === 'national' && length >= 6) return 'national_id';
  if (run.plus) return length >= 8 && length <= 15 ? 'phone' : undefined;
  if (cue === 'phone' && length >= 7 && length <= 15) return 'phone';
  if (list) return undefined;
  if (looksNational(digits, groups.join('-'))) return 'national_id';
  return looksLikePhone(run) || isLocal(run) ? 'phone' : undefined;
}

/** "555-0139": no count begins with a nought, and 555 begins what Americans make up. */
const isLocal = ({ digits, groups }: NumberRun): boolean =>
  groups.join('-') === '3-4' && /^(?:555|[2-9]\d\d0)\d/.test(digits) && !/0{2}$/.test(digits);

/** Without a word beside it a number must be grouped as its kind is written, or hold a strong check. */
function looksNational(digits: string, grouping: string): boolean {
  switch (grouping) {
    case '3-2-4':
      return nationalChecks.ssn(digits);
    case '3-3-3-2':
      return nationalChecks.cpf(digits);
    case '4-4-4':
      return nationalChecks.aadhaar(digits);
    case '2-3-3-3':
      return nationalChecks.steuer(digits);
    case '3-3-3':
      return luhn(digits) && digits[0] !== '0';
    case '1-2-2-2-3-3-2':
    case '15':
    case '13-2':
      return nationalChecks.nir(digits);
    case '11':
      return nationalChecks.pesel(digits) || nationalChecks.cpf(digits);
    default:
      return false;
  }
}

const account = /(?<![A-Za-z0-9])[A-Za-z]{2}[ -]{0,2}\d[ -]?\d(?=[ .\n-]{0,3}[A-Za-z0-9])/g;
const accountSign = /[A-Za-z0-9]/;

/** IBANs: the country says the length, and the whole must leave 1 when divided by 97. */
export function findAccounts(reading: Reading): void {
  const { text } = reading;
  for (const match of matchesOf(account, text)) {
    const length = ibanLengths.get(match[0].slice(0, 2).toUpperCase());
    if (!length) continue;
    let code = '';
    let index = match.index;
    let gap = 0;
    for (; index < text.length && code.length < length; index++) {
      const sign = text[index] ?? '';
      if (accountSign.test(sign)) {
        code += sign.toUpperCase();
        gap = 0;
      } else if (!/[ .\n\t-]/.test(sign) || ++gap > 3) break;
    }
    if (code.length !== length || accountSign.test(text[index] ?? '')) continue;
    if (mod97(code.slice(4) + code.slice(0, 4)) === 1) take(reading, 'iban', match.index, index);
  }
}

/** A date, with or without an hour after it: 2026-04-18 07, 18.04.2026 10. */
function isDate({ digits, groups, plus }: NumberRun): boolean {
  if (plus || groups.length < 3) return false;
  const [first = 0, second = 0, third = 0] = groups;
  if (first === 4 && second <= 2 && third <= 2) return /^(?:19|20)\d\d(?:0?[1-9]|1[0-2])/.test(digits);
  return first <= 2 && second <= 2 && third === 4 && /^\d{2,4}(?:19|20)\d\d/.test(digits);
}
