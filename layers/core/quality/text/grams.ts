import { hashStart, hashStep } from './hash.ts';
import type { Tokens } from './tokens.ts';

/** Grams are counted in 2^15 buckets; two that share one share their weight. */
export const gramBuckets = 2 ** 15;
const mask = gramBuckets - 1;
const bucketOf = (hash: number): number => (hash ^ (hash >>> 15)) & mask;
const [wordSalt, charSalt] = [0x5bd1e995, 0x27d4eb2f];

const gap = 32;
/** Letters in lower case and digits; all else ASCII parts words. */
const folded = Uint8Array.from({ length: 128 }, (_, unit) => {
  if (unit >= 65 && unit <= 90) return unit + 32;
  return (unit >= 97 && unit <= 122) || (unit >= 48 && unit <= 57) ? unit : gap;
});

/** At most so many units are read. */
const longestRead = 16_384;

/** What runs of characters are made of: letters and digits, and one gap between words and behind the last. */
function unitsOfRuns(text: string): number[] {
  const units: number[] = [];
  let last = gap;
  for (let at = 0; at <= text.length && units.length < longestRead; at++) {
    const raw = at < text.length ? text.charCodeAt(at) : gap;
    const unit = raw < 128 ? (folded[raw] ?? gap) : raw;
    if (unit !== gap || last !== gap) units.push(unit);
    last = unit;
  }
  return units;
}

/**
 * Visits the words, pairs of words (by stem, signs too) and runs of 3 and 4 characters of a text.
 * Of each kind the weights make the root of its sum of squares about 1, however long the text is; words count twice.
 */
export function eachGram(text: string, tokens: Tokens, visit: (bucket: number, value: number) => void): void {
  const ofWords = 2 / Math.sqrt(Math.max(1, 2 * tokens.count - 1));
  let last = 0;
  for (let at = 0; at < tokens.count; at++) {
    const stem = tokens.stem[at] ?? 0;
    visit(bucketOf(Math.imul(stem, wordSalt)), ofWords);
    if (at > 0) visit(bucketOf(Math.imul(last, 31) ^ Math.imul(stem, wordSalt)), ofWords);
    last = stem;
  }
  const runs = unitsOfRuns(text);
  const ofRuns = 1 / Math.sqrt(Math.max(1, 2 * (runs.length - 1)));
  let [third, second, first] = [gap, gap, gap];
  for (const unit of runs) {
    const run = hashStep(hashStep(hashStep(hashStart, second), first), unit);
    visit(bucketOf(Math.imul(run, charSalt)), ofRuns);
    visit(bucketOf(Math.imul(hashStep(run, third), charSalt)), ofRuns);
    third = second;
    second = first;
    first = unit;
  }
}
