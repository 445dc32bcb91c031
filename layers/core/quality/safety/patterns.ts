import type { Step } from './pattern.ts';
import { mostNumbered, type WordSet, WordSets } from './word-sets.ts';

/** What a step is besides its words, as bits above its gap. */
export const isOptional = 1 << 8;
export const isNegated = 1 << 9;
export const mayBegin = 1 << 10;
export const mayEnd = 1 << 11;
export const gapBits = 255;
/** An anchor's offset, below the number of its pattern. */
const offsetBits = 4;

/** Who looks for a pattern: the rules for what a person says, those for the companion, excuses. */
export const groups = { user: 0, ai: 1, excuse: 2 } as const;
export type Group = keyof typeof groups;
const groupCount = Object.keys(groups).length;

/** Words are of so many kinds: what may stand beside an anchor is told by a bit for each kind, and then exactly. */
export const kinds = 128;
const kindInts = kinds / 32;
/** A candidate: pattern and offset; how far left and right a neighbour may be, 0 where none must stand; their kinds. */
export const reachLeft = 1;
export const reachRight = 2;
export const kindsLeft = 3;
export const kindsRight = kindsLeft + kindInts;
export const candidateInts = kindsRight + kindInts;

/** A pattern to be laid in the tables. */
export interface NewPattern {
  readonly groups: readonly Group[];
  readonly steps: readonly (Omit<Step, 'entries'> & { readonly set: number })[];
  /** The step that the pattern is looked for at, and where: ids of words, and how many words before each it begins. */
  readonly anchor: number;
  readonly places: Iterable<readonly [id: number, offset: number]>;
}

const shape = ({ gap, optional, negated, edge }: Omit<Step, 'entries'>): number =>
  gap |
  (optional ? isOptional : 0) |
  (negated ? isNegated : 0) |
  (edge === 'begin' ? mayBegin : 0) |
  (edge === 'end' ? mayEnd : 0);

/** Patterns over sets of words, in flat tables. */
export class Patterns {
  readonly sets: WordSets;
  /** By step: its set, and its gap and kind as bits. The steps of a pattern lie side by side. */
  readonly stepSets: Int32Array;
  readonly shapes: Int32Array;
  /** By pattern: its first step; the next pattern's ends them. Its anchor. */
  readonly from: Int32Array;
  readonly anchors: Int32Array;
  /** By group and word: where its candidates begin in `candidates`, patterns that can be anchored there. */
  readonly first: Int32Array;
  /** `candidateInts` numbers each; those of one word side by side. */
  readonly candidates: Int32Array;
  /** By word: its kind, below `kinds`. */
  readonly kinds: Uint8Array;

  /**
   * @param kindOf by word: its kind, below `kinds`
   * @param edgesOf the words that a set can begin (1) or end (-1) with
   */
  constructor(
    patterns: readonly NewPattern[],
    sets: readonly WordSet[],
    kindOf: Uint8Array,
    edgesOf: (set: number, side: 1 | -1) => Iterable<number>,
  ) {
    if (Math.max(sets.length, kindOf.length) >= mostNumbered)
      throw new Error('Safety lexicon: more words than can be numbered.');
    this.sets = new WordSets(sets);
    this.kinds = kindOf;
    const steps = patterns.flatMap((pattern) => pattern.steps);
    this.stepSets = Int32Array.from(steps, ({ set }) => set);
    this.shapes = Int32Array.from(steps, shape);
    this.from = new Int32Array(patterns.length + 1);
    this.anchors = new Int32Array(patterns.length);
    const near = new Int32Array(patterns.length * candidateInts);
    const putKinds = (at: number, ids: Iterable<number>) => {
      for (const id of ids) {
        const kind = kindOf[id] ?? 0;
        near[at + (kind >>> 5)] = (near[at + (kind >>> 5)] ?? 0) | (1 << (kind & 31));
      }
    };
    patterns.forEach(({ steps, anchor }, pattern) => {
      const from = this.from[pattern] ?? 0;
      this.from[pattern + 1] = from + steps.length;
      this.anchors[pattern] = from + anchor;
      const [left, middle, right] = [steps[anchor - 1], steps[anchor], steps[anchor + 1]];
      const record = pattern * candidateInts;
      if (mustStand(left)) {
        near[record + reachLeft] = 1 + (middle?.gap ?? 0);
        putKinds(record + kindsLeft, edgesOf(left.set, -1));
      }
      if (mustStand(right)) {
        near[record + reachRight] = (this.sets.longest[middle?.set ?? 0] ?? 1) + right.gap;
        putKinds(record + kindsRight, edgesOf(right.set, 1));
      }
    });
    [this.first, this.candidates] = byWord(patterns, kindOf.length, near);
  }

  /** Where in `first` a word is. */
  rowOf(group: number, id: number): number {
    return group * (this.kinds.length + 1) + id;
  }
}

export const patternOf = (candidate: number): number => candidate >>> offsetBits;
export const offsetOf = (candidate: number): number => candidate & ((1 << offsetBits) - 1);

const mustStand = (step: NewPattern['steps'][number] | undefined): step is NewPattern['steps'][number] =>
  step !== undefined && !step.optional && !step.negated && !step.edge;

/** The candidates by group and word, those of one word in the order of the patterns; each place of a pattern once. */
function byWord(
  patterns: readonly NewPattern[],
  words: number,
  near: Int32Array,
): [first: Int32Array, candidates: Int32Array] {
  const found: number[] = [];
  const first = new Int32Array((words + 1) * groupCount + 1);
  patterns.forEach(({ places, groups: of }, number) => {
    const own = new Set<number>();
    for (const [id, offset] of places) {
      const key = (id << offsetBits) | offset;
      if (offset >>> offsetBits !== 0)
        throw new Error(`Safety lexicon: a phrase of more than ${1 << offsetBits} words.`);
      if (own.has(key)) continue;
      own.add(key);
      for (const group of of) {
        const row = groups[group] * (words + 1) + id;
        found.push(row, (number << offsetBits) | offset);
        first[row + 1] = (first[row + 1] ?? 0) + 1;
      }
    }
  });
  for (let row = 1; row < first.length; row++) first[row] = (first[row] ?? 0) + (first[row - 1] ?? 0);
  const next = first.slice();
  const candidates = new Int32Array((found.length / 2) * candidateInts);
  for (let at = 0; at < found.length; at += 2) {
    const [row = 0, candidate = 0] = [found[at], found[at + 1]];
    const place = next[row] ?? 0;
    next[row] = place + 1;
    const record = patternOf(candidate) * candidateInts;
    candidates.set(near.subarray(record, record + candidateInts), place * candidateInts);
    candidates[place * candidateInts] = candidate;
  }
  return [first.map((place) => place * candidateInts), candidates];
}
