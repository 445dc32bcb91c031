import type { Tier } from '../quality/judgement.ts';
import type { Category, Source } from '../quality/selection.ts';
import { categories, sources } from '../quality/selection.ts';
import { halvesOf } from './hash-set.ts';
import { type Split, splits } from './split.ts';
import { Words } from './words.ts';

/** What Select must know of a candidate: numbers alone, 24 bytes, so that millions fit into one memory. */
export interface Candidate {
  readonly split: Split;
  readonly category: Category;
  readonly source: Source;
  readonly tier: Tier;
  /** The order among all; higher is better. See `rankOf`. */
  readonly rank: number;
  /** 16 hex digits: see `textKey`. */
  readonly text: string;
  readonly pseudonym: string;
}

const columnWords = 6;

const float = new Float32Array(1);
const floatBits = new Uint32Array(float.buffer);

/** Candidates as they are written, one after the other. */
export class ColumnWriter {
  readonly words = new Words();

  add({ split, category, source, tier, rank, text, pseudonym }: Candidate): void {
    float[0] = rank;
    for (const word of [floatBits[0] ?? 0, ...halvesOf(text), ...halvesOf(pseudonym)]) this.words.add(word);
    this.words.add(
      splits.indexOf(split) |
        (categories.indexOf(category) << 2) |
        (sources.indexOf(source) << 4) |
        ((tier === 'gold' ? 1 : 0) << 6),
    );
  }
}

/** Candidates as they are read: each by its place among all of a run, in the order of their ids. */
export class Columns {
  readonly #words: Uint32Array;
  readonly count: number;

  constructor(words: Uint32Array) {
    this.#words = words;
    this.count = words.length / columnWords;
  }

  #at(candidate: number, column: number): number {
    return this.#words[candidate * columnWords + column] ?? 0;
  }

  /** All ranks, as floats. */
  ranks(): Float32Array {
    return new Float32Array(Uint32Array.from({ length: this.count }, (_, i) => this.#at(i, 0)).buffer);
  }

  text(candidate: number): readonly [number, number] {
    return [this.#at(candidate, 1), this.#at(candidate, 2)];
  }

  user(candidate: number): readonly [number, number] {
    return [this.#at(candidate, 3), this.#at(candidate, 4)];
  }

  /** Indexes into `splits`, `categories` and `sources`. */
  split(candidate: number): number {
    return this.#at(candidate, 5) & 3;
  }
  category(candidate: number): number {
    return (this.#at(candidate, 5) >>> 2) & 3;
  }
  source(candidate: number): number {
    return (this.#at(candidate, 5) >>> 4) & 3;
  }
  isGold(candidate: number): boolean {
    return ((this.#at(candidate, 5) >>> 6) & 1) === 1;
  }
}

/** Whether a candidate is to be learned from. */
export const isTrain = (columns: Columns, candidate: number): boolean => splits[columns.split(candidate)] === 'train';

/** Whether a candidate is of a held-out user. */
export const isHoldout = (columns: Columns, candidate: number): boolean =>
  splits[columns.split(candidate)] === 'holdout';
