import type { CorpusLine } from '../corpus.ts';
import type { SafetyLexicon } from '../lexicon.ts';
import { UndisguisedReading } from '../reading.ts';
import type { Vocabulary } from '../vocabulary.ts';
import { bucketsOf, piecesOf } from './features.ts';
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
  const reading = new UndisguisedReading(vocabulary, characters);
  const { words } = reading;
  const hashes = vocabulary.hashes();
  return lines.flatMap(({ text, sender, label, template }) => {
    reading.read(text);
    const places = piecesOf(words);
    const vector = meaningOf?.(text);
    const common = { sender, label, template, ...(vector && { vector }) };
    const pieces = places.slice(1).map((to, piece) => {
      const from = places[piece] ?? 0;
      const { single, others } = bucketsOf(words, [from, to], sender, hashes);
      // Single words twice: so they count.
      return { ...common, buckets: [...single, ...single, ...others], words: to - from };
    });
    const whole = { ...common, buckets: pieces.flatMap(({ buckets }) => buckets), words: words.count };
    return label === 'none' && pieces.length > 1 ? [whole, ...pieces] : [whole];
  });
}
