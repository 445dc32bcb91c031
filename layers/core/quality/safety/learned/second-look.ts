import type { Turn } from '../../../conversation/message.ts';
import { cosine } from '../../embedder.ts';
import type { SafetyCategory } from '../../judgement.ts';
import type { SafetyLexicon } from '../lexicon.ts';
import type { Reports } from '../reports.ts';
import type { Learned, RuleBook } from '../rule-book.ts';
import { LearnedReader } from './learned-reader.ts';
import type { LearnedWeights } from './weights.ts';

/** What a rule is told to have seen, and where, in UTF-16 units of the turn's text. */
export type Tell = (rule: string, start: number, end: number) => void;

/** What must not wait for the threshold of all others: a life may hang on it. */
const urgentCategories: ReadonlySet<SafetyCategory> = new Set(['crisis_suicide', 'self_harm']);

/**
 * Looks again at a turn of which no rule reports anything: what was learned from the corpus may report it. It takes nothing
 * back: a harmless sentence behind a harm moves what the whole turn means, and must not let it pass.
 */
export class SecondLook {
  readonly #rules: RuleBook;
  readonly #reports: Reports;
  readonly #weights: LearnedWeights;
  readonly #limits: SafetyLexicon['learned'];
  readonly #reader: LearnedReader;
  readonly #learned: Readonly<Record<Turn['sender'], Learned>>;

  constructor(rules: RuleBook, reports: Reports, weights: LearnedWeights, limits: SafetyLexicon['learned']) {
    this.#rules = rules;
    this.#reports = reports;
    this.#weights = weights;
    this.#limits = limits;
    this.#reader = new LearnedReader(rules.vocabulary);
    const learnedOf = (sender: Turn['sender']): Learned => ({
      weigh: () => this.#weigh(sender),
      weighAround: (hit) => this.#reader.weighAround(this.#rules.words, sender, this.#weights.words, hit),
      doubted: weights.doubted,
      believedFrom: limits.words[sender].believed,
    });
    this.#learned = { user: learnedOf('user'), ai: learnedOf('ai') };
  }

  /** What the rules may ask of the turn that they are reading. */
  learnedOf(sender: Turn['sender']): Learned {
    return this.#learned[sender];
  }

  /** How the words that the rules read last weigh, in log-odds of harm. */
  #weigh(sender: Turn['sender']): number {
    return this.#reader.weigh(this.#rules.words, sender, this.#weights.words);
  }

  /**
   * What is to be reported of the turn that the rules saw last, as bits of `Reports`. Signs stay as they are.
   *
   * @param seen what the rules report of it
   * @param meaning the turn's vector; without it, or without weights for it, words alone decide
   * @param tell called when this look adds something
   */
  look({ sender }: Turn, seen: number, tell?: Tell, meaning?: Float32Array): number {
    if ((seen & this.#reports.allCategories) !== 0) return seen;
    const read = this.#rules.words;
    const { meaning: weights, categories } = this.#weights;
    const limits = this.#limits;
    const meant =
      weights !== undefined && meaning !== undefined
        ? this.#reader.weigh(read, sender, weights) + cosine(weights.direction[sender], meaning)
        : Number.NaN;
    const said = this.#weigh(sender);
    const { hold, urgent = hold } = limits.meaning[sender];
    const isHeld = said > limits.words[sender].hold || meant > hold;
    if (!isHeld && !(meant > urgent)) return seen;
    const { from, to } = this.#reader.heaviest;
    const kinds = this.#reader.kinds(read, sender, categories);
    if (!isHeld && !kinds.slice(0, 1).some((kind) => urgentCategories.has(kind))) return seen;
    const [start, end] = [read.starts[from] ?? 0, read.ends[to - 1] ?? 0];
    return kinds.reduce((all, kind) => {
      tell?.(`learned_${kind}`, start, end);
      return all | this.#reports.bit(kind);
    }, seen);
  }
}
