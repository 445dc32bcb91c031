import { isIgnorable } from './ignorable.ts';

/** What a UTF-16 unit is to the reader of words. */
export const kind = {
  gap: 0,
  letter: 1,
  capital: 2,
  digit: 3,
  apostrophe: 4,
  question: 5,
  exclamation: 6,
  stop: 7,
  smile: 8,
  line: 9,
};
/** The kinds of ASCII, by unit. */
export const ascii = new Uint8Array(128);
for (let unit = 0; unit < 128; unit++) {
  if (unit >= 97 && unit <= 122) ascii[unit] = kind.letter;
  else if (unit >= 65 && unit <= 90) ascii[unit] = kind.capital;
  else if (unit >= 48 && unit <= 57) ascii[unit] = kind.digit;
}
for (const [characters, what] of [
  ["'", kind.apostrophe],
  ['?', kind.question],
  ['!', kind.exclamation],
  ['.', kind.stop],
  ['\n', kind.line],
  [':;=<', kind.smile],
] as const) {
  for (const character of characters) ascii[character.charCodeAt(0)] = what;
}

/** What a UTF-16 unit beyond ASCII is: white space and punctuation part words, signs and emoji stand alone. */
export const beyondAscii = (unit: number): number => {
  // Within a word both are passed over.
  if (unit === 0x2019 || unit === 0x02bc || isIgnorable(unit)) return kind.apostrophe;
  if (unit === 0xff1f || unit === 0x061f) return kind.question;
  if (unit === 0x2026 || unit === 0x3002 || unit === 0x2028) return kind.stop;
  if (unit <= 0xbf || (unit >= 0x2000 && unit <= 0x206f) || (unit >= 0x3000 && unit <= 0x303f)) return kind.gap;
  return kind.letter;
};
/**
 * Curly apostrophes, dashes, emoji and what is not seen: what English is written with beyond ASCII. Nothing in them can
 * be folded.
 */
export const isOfEnglish = (unit: number): boolean =>
  (unit >= 0x2010 && unit <= 0x2027) ||
  (unit >= 0xd83c && unit <= 0xd83e) ||
  (unit >= 0xdb40 && unit <= 0xdb43) ||
  isLow(unit) ||
  isIgnorable(unit);
/** Arrows, signs of currencies and of mathematics, shapes and small pictures; not letters and numbers in circles. */
export const isPictorial = (unit: number): boolean =>
  (unit >= 0x20a0 && unit <= 0x20cf) ||
  (unit >= 0x2190 && unit <= 0x2bff && !(unit >= 0x2460 && unit <= 0x24ff)) ||
  unit === 0x2122;
export const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
export const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

export const isLetterOrDigit = (unit: number): boolean => {
  const what = unit < 128 ? (ascii[unit] ?? 0) : beyondAscii(unit);
  return what >= kind.letter && what <= kind.digit;
};
const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57;
/** What a point of a list begins with, before a blank: a dash, a star, a bullet. */
const bullets = new Set([...'-*+•–·'].map((bullet) => bullet.charCodeAt(0)));
/** A point of a list has no longer number. */
const longestPoint = 3;

/** Whether there is a word at this place that goes on with a sentence: no sign, and no point of a list. */
export function isWordStart(units: Uint16Array, at: number, length: number): boolean {
  const unit = units[at] ?? 0;
  if (bullets.has(unit)) return false;
  let end = at;
  while (end < length && end - at < longestPoint && isDigit(units[end] ?? 0)) end++;
  if (end > at) return end >= length || (units[end] !== 46 && units[end] !== 41);
  return !isPictorial(unit) && !isHigh(unit) && unit !== 10 && unit !== 35 && unit !== 62;
}

/** Whether a number is digits alone: "5", not "5k". */
export function isBare(units: Uint16Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (!isDigit(units[at] ?? 0)) return false;
  return true;
}

/** It is passed over within a word. */
export const apostrophe = 39;
/** By unit: the lower-case letter or digit of ASCII it is within a word, `apostrophe`, or 0 for all else. */
export const folded = new Uint8Array(2 ** 16);
for (let unit = 0; unit < 128; unit++) {
  const what = ascii[unit];
  if (what === kind.capital) folded[unit] = unit + 32;
  else if (what === kind.letter || what === kind.digit) folded[unit] = unit;
  else if (what === kind.apostrophe) folded[unit] = apostrophe;
}
/** The same beyond ASCII, where capitals stay as they are. */
export const foldBeyondAscii = (unit: number): number => {
  const what = beyondAscii(unit);
  if (what === kind.apostrophe) return apostrophe;
  if (what !== kind.letter || isHigh(unit) || isLow(unit) || isPictorial(unit)) return 0;
  return unit;
};
