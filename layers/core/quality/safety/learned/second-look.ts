import type { Turn } from '../../../conversation/message.ts';
import { cosine } from '../../embedder.ts';
import type { SafetyLexicon } from '../lexicon.ts';
import type { Reports } from '../reports.ts';
import type { RuleBook } from '../rule-book.ts';
import { numberWord, unknownWord } from '../vocabulary.ts';
import { LearnedReader } from './learned-reader.ts';
import type { LearnedWeights } from './weights.ts';

/** What a rule is told to have seen, and where, in UTF-16 units of the turn's text. */
export type Tell = (rule: string, start: number, end: number) => void;

/** Where fewer of a text's words were met, or it has fewer, what was learned says little of it: another language, slang. */
const [fewestKnown, fewestWords] = [0.9, 5];

const plainWord = /^[a-z'’]+$/i;

/**
 * Looks at a turn again after the rules: by what was learned from the corpus it reports what no rule was written for, and
 * takes back what rules report of words that people use harmlessly.
 */
export class SecondLook {
  readonly #rules: RuleBook;
  readonly #reports: Reports;
  readonly #weights: LearnedWeights;
  readonly #limits: SafetyLexicon['learned'];
  readonly #reader: LearnedReader;

  constructor(rules: RuleBook, reports: Reports, weights: LearnedWeights, limits: SafetyLexicon['learned']) {
    this.#rules = rules;
    this.#reports = reports;
    this.#weights = weights;
    this.#limits = limits;
    this.#reader = new LearnedReader(rules.vocabulary);
  }

  /**
   * What is to be reported of the turn that the rules saw last, as bits of `Reports`. Signs stay as they are.
   *
   * @param seen what the rules report of it
   * @param meaning the turn's vector; without it, or without weights for it, words alone decide
   * @param tell called when this look changes something, and when it takes rules back
   */
  look({ sender, text }: Turn, seen: number, tell?: Tell, meaning?: Float32Array): number {
    const { reading } = this.#rules;
    const { allCategories } = this.#reports;
    const { words, meaning: weights, categories } = this.#weights;
    const limits = this.#limits;
    const byMeaning = weights !== undefined && meaning !== undefined;
    const meant = byMeaning
      ? this.#reader.weigh(reading, sender, weights) + cosine(weights.direction[sender], meaning)
      : Number.NaN;
    const said = this.#reader.weigh(reading, sender, words);
    const isSeen = (seen & allCategories) !== 0;
    if (isSeen) {
      const isHarmless = byMeaning
        ? meant < limits.meaning[sender].clear && said < limits.meaning[sender].clearWords
        : said < limits.words[sender].clear;
      if (!isHarmless || !this.#isPlain(text, sender)) return seen;
    } else if (!(said > limits.words[sender].hold || meant > limits.meaning[sender].hold)) return seen;
    const { from, to } = this.#reader.heaviest;
    const category = isSeen ? undefined : this.#reader.category(reading, sender, categories);
    tell?.(`learned_${category ?? 'harmless'}`, reading.starts[from] ?? 0, reading.ends[to - 1] ?? 0);
    return category === undefined ? seen & ~allCategories : seen | this.#reports.bit(category);
  }

  /**
   * Whether what was learned speaks for this text: enough words, met in the corpus, and none seen through a disguise. Only
   * then may rules be taken back.
   */
  #isPlain(text: string, sender: Turn['sender']): boolean {
    const { reading } = this.#rules;
    if (reading.count < fewestWords || this.#reader.known(reading, sender, this.#weights.words) < fewestKnown)
      return false;
    for (let at = 0; at < reading.count; at++) {
      const id = reading.ids[at] ?? unknownWord;
      const isWord = id !== unknownWord && id !== numberWord;
      if (isWord && !plainWord.test(text.slice(reading.starts[at], reading.ends[at]))) return false;
    }
    return true;
  }
}
