import type { CorpusLine } from '../corpus.ts';
import type { SafetyLexicon } from '../lexicon.ts';
import { Reading } from '../reading.ts';
import type { Vocabulary } from '../vocabulary.ts';
import { Features } from './features.ts';
import type { Example } from './fit.ts';

/**
 * The lines of the corpus as numbers. A harmless line of several sentences is an example in each of them too: a reader that weighs
 * sentence by sentence must learn that none of them is harm. Of a harmful line nobody said which sentence it is.
 *
 * @param meaningOf a line's vector, where meaning is to be learned
 */
export function examplesOf(
  lines: readonly CorpusLine[],
  vocabulary: Vocabulary,
  characters: SafetyLexicon['characters'],
  meaningOf?: (text: string) => Float32Array | undefined,
): Example[] {
  const reading = new Reading(vocabulary, characters);
  const features = new Features(vocabulary);
  return lines.flatMap(({ text, sender, label, template }) => {
    reading.read(text);
    features.cut(reading);
    const vector = meaningOf?.(text);
    const common = { sender, label, template, ...(vector && { vector }) };
    const pieces = Array.from({ length: features.pieces }, (_, piece) => {
      features.read(reading, features.pieceFrom[piece] ?? 0, features.pieceFrom[piece + 1] ?? 0, sender);
      const { words } = features;
      return { ...common, buckets: bucketsOf(features), words };
    });
    const whole = { ...common, buckets: joined(pieces.map(({ buckets }) => buckets)), words: reading.count };
    return label === 'none' && pieces.length > 1 ? [whole, ...pieces] : [whole];
  });
}

/** Single words twice: so they count. */
const bucketsOf = ({ buckets, words, count }: Features): Int32Array =>
  joined([buckets.subarray(0, words), buckets.subarray(0, count)]);

function joined(parts: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let from = 0;
  for (const part of parts) {
    all.set(part, from);
    from += part.length;
  }
  return all;
}
