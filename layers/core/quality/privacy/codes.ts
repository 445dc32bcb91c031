import { luhn, nationalChecks } from './checks.ts';
import { isInLink } from './links.ts';
import { matchesOf } from './matches.ts';
import type { NumberCues } from './number-cues.ts';
import { type Reading, take } from './reading.ts';
import type { PersonalKind } from './span.ts';

const compact = (code: string): string => code.replace(/[\s./-]/g, '').toUpperCase();

/** Numbers with letters in them that show by their form what they are. */
const forms: readonly { kind: PersonalKind; form: RegExp; holds?: (code: string) => boolean }[] = [
  { kind: 'national_id', form: /^[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]$/ }, // United Kingdom, national insurance
  { kind: 'national_id', form: /^(?:\d{8}|[XYZ]\d{7})[A-HJ-NP-TV-Z]$/, holds: nationalChecks.dni }, // Spain, DNI and NIE
  { kind: 'national_id', form: /^[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]$/ }, // Italy, codice fiscale
  { kind: 'national_id', form: /^[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z]$/ }, // India, PAN
  { kind: 'national_id', form: /^\d{2}(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2}[A-Z]\d{3}$/ }, // Germany, pension insurance
  { kind: 'national_id', form: /^[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z\d]\d$/ }, // Mexico, CURP
  { kind: 'national_id', form: /^[A-Z]{1,5}9{0,4}\d[0156]\d(?:0[1-9]|[12]\d|3[01])\d[A-Z9]{2}\d[A-Z]{2}$/ }, // United Kingdom, driving licence
  { kind: 'national_id', form: /^\d{17}X$/, holds: nationalChecks.chinese },
  { kind: 'national_id', form: /^[A-Z](?:\d{8}|\d{12})$/ }, // United States, passports and driving licences
  {
    kind: 'health_id',
    form: /^[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y\d]\d[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y\d]\d[AC-HJKMNP-RT-Y]{2}\d{2}$/,
  }, // United States, Medicare
  { kind: 'health_id', form: /^[1-9]\d{9}[A-Z]{2}$/, holds: (code) => luhn(code.slice(0, 10)) }, // Ontario, health card
];

/** With what stands before its first digit, from which it is looked for: letters stand everywhere. */
const code =
  /\d(?<=(?<![\p{L}\p{N}])([A-Za-z]{1,6}[-/]?|[a-z]{2} (?=\d\d ?\d\d ?\d\d ?[a-d](?![\p{L}\p{N}]))|(?!I |A )[A-Z]{1,2} )?\d)[A-Za-z\d]{0,24}(?:[-/. \n]{1,2}(?:[A-Za-z]{0,3}\d[A-Za-z\d]{0,20}|[A-Z]{1,3}(?![a-z])|(?<=-)[a-z]{2}(?![\p{L}\p{N}])|[a-z](?=[ -]\d))){0,7}(?![\p{L}\p{N}])/gu;

/** Codes of letters and digits: by their form, or by the word beside them. */
export function findCodes(reading: Reading, cues: NumberCues): void {
  for (const match of matchesOf(code, reading.text)) {
    const [rest, lead = ''] = match;
    const start = match.index - lead.length;
    const whole = lead + rest;
    if (!/[A-Za-z]/.test(whole) || whole.length < 6) continue;
    const cue = cues.about(reading, start, start + whole.length);
    if (cue === 'health' && isInLink(reading, start)) continue;
    if (cue !== 'none' && cue !== 'health' && !isInPath(reading, start, whole) && takeForm(reading, start, whole))
      continue;
    if (whole.replace(/\D/g, '').length < 4) continue;
    if (cue === 'health' || (cue !== 'national' && /^[A-Za-z]{2}/.test(whole) && cues.isHealthCode(reading, start)))
      take(reading, 'health_id', start, start + whole.length);
    if (cue === 'national') take(reading, 'national_id', start, start + whole.length);
  }
}

/** "site.com/a1234567/": a part of a link's path. */
const isInPath = ({ text }: Reading, start: number, whole: string): boolean =>
  text[start - 1] === '/' &&
  /[/?\s]|^$/.test(text[start + whole.length] ?? '') &&
  /\p{L}\/$/u.test(text.slice(Math.max(0, start - 2), start));

function takeForm(reading: Reading, start: number, whole: string): boolean {
  const bare = compact(whole);
  const found = forms.find(({ form, holds }) => form.test(bare) && (holds?.(bare) ?? true));
  if (found) take(reading, found.kind, start, start + whole.length);
  return found !== undefined;
}
