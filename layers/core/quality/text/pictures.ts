import { hashStart, hashStep } from './hash.ts';
import { isIgnorablePair } from './ignorable.ts';
import { isHigh, isLetterOrDigit, isLow } from './unit-kinds.ts';

const [dash, three, colon, less, equals] = [45, 51, 58, 60, 61];
/** Mouths of a smiley. A letter is one only where the word ends with it: not in "note:Dave". */
const mouths = new Set([...')(]['].map((mouth) => mouth.charCodeAt(0)));
const letterMouths = new Set([...'DPpOo3'].map((mouth) => mouth.charCodeAt(0)));

/** Where the smiley ends that begins with the eyes at this place, or the heart; 0 where none begins. */
export function smileyEnd(text: string, at: number): number {
  const nose = text.charCodeAt(at + 1) === dash ? 1 : 0;
  const mouth = text.charCodeAt(at + 1 + nose);
  const end = at + 2 + nose;
  if (text.charCodeAt(at) === less) return mouth === three ? end : 0;
  if (mouths.has(mouth)) return end;
  const isLast = end >= text.length || !isLetterOrDigit(text.charCodeAt(end));
  return letterMouths.has(mouth) && isLast ? end : 0;
}

/** The hash of a smiley's normal form, which has no nose. */
export function smileyHash(text: string, at: number, end: number): number {
  const eyes = text.charCodeAt(at);
  return hashStep(hashStep(hashStart, eyes === equals ? colon : eyes), text.charCodeAt(end - 1));
}

/** Do two units make one sign? */
export const isPair = (high: number, low: number): boolean => isHigh(high) && isLow(low);

/** Of a pair: the colour of a hand, which says no more than the hand does, or what is not seen. */
export const saysNothing = (high: number, low: number): boolean =>
  (high === 0xd83c && low >= 0xdffb && low <= 0xdfff) || isIgnorablePair(high, low);

/** The hash of an emoji: of its one unit, or of a pair. */
export const emojiHash = (unit: number, low?: number): number => {
  const hash = hashStep(hashStart, unit);
  return low === undefined ? hash : hashStep(hash, low);
};
