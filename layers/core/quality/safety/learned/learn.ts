import type { CorpusLine } from '../corpus.ts';
import type { SafetyLexicon } from '../lexicon.ts';
import { compileRules } from '../rule-book.ts';
import { Vocabulary } from '../vocabulary.ts';
import { doubtedOf } from './doubted.ts';
import { examplesOf } from './examples.ts';
import { fitCategories, fitMeaning, fitWords } from './fit.ts';
import type { LearnedWeights } from './weights.ts';

/** What the lines mean, and to whom. */
interface LineMeanings {
  readonly embedder: string;
  /** The vector of a line. */
  of(text: string): Float32Array | undefined;
}

/**
 * Learns from the corpus all that the second look weighs by. Deterministic: the same lines and lexicon give the same weights.
 *
 * @param lexicon whose disguises the reader sees through
 * @param meanings without them only words are learned
 */
export function learnFrom(
  lines: readonly CorpusLine[],
  lexicon: SafetyLexicon,
  meanings?: LineMeanings,
  compiled = compileRules(lexicon),
): LearnedWeights {
  const vocabulary = new Vocabulary(compiled.vocabulary);
  const examples = examplesOf(lines, vocabulary, lexicon.characters, meanings && ((text) => meanings.of(text)));
  const words = fitWords(examples);
  const learned = { words, categories: fitCategories(examples), doubted: doubtedOf(lines, lexicon, compiled, words) };
  return meanings ? { ...learned, meaning: fitMeaning(examples, meanings.embedder) } : learned;
}
