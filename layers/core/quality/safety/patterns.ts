import type { Step } from './pattern.ts';
import { layWordSets, mostNumbered, type WordSet, WordSets, type WordSetsData } from './word-sets.ts';

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
export const kinds = 256;
const kindInts = kinds / 32;
/** What is near an anchor: how far left and right a neighbour may be, 0 where none must stand; their kinds. */
export const reachLeft = 0;
export const reachRight = 1;
export const kindsLeft = 2;
export const kindsRight = kindsLeft + kindInts;
export const nearInts = kindsRight + kindInts;

/** A pattern to be laid in the tables. */
export interface NewPattern {
  readonly groups: readonly Group[];
  readonly steps: readonly (Omit<Step, 'entries'> & { readonly set: number })[];
  /** The step that the pattern is looked for at, and where: ids of words, and how many words before each it begins. */
  readonly anchor: number;
  readonly eachPlace: (found: (id: number, offset: number) => void) => void;
}

/** Calls back for each word that a set can begin (side 1) or end (side -1) with; for some more than once. */
export type EachEdge = (set: number, side: 1 | -1, found: (id: number) => void) => void;

const shape = ({ gap, optional, negated, edge }: Omit<Step, 'entries'>): number =>
  gap |
  (optional ? isOptional : 0) |
  (negated ? isNegated : 0) |
  (edge === 'begin' ? mayBegin : 0) |
  (edge === 'end' ? mayEnd : 0);

/** Patterns as plain data. */
export interface PatternsData {
  readonly sets: WordSetsData;
  /** By step: its set, and its gap and kind as bits. The steps of a pattern lie side by side. */
  readonly stepSets: Int32Array;
  readonly shapes: Int32Array;
  /** By pattern: its first step; the next pattern's ends them. Its anchor. */
  readonly from: Int32Array;
  readonly anchors: Int32Array;
  /** By word: its kind, below `kinds`. */
  readonly kinds: Uint8Array;
  /** By pattern: `nearInts` numbers. */
  readonly near: Int32Array;
  /** By word and group: where its candidates begin in `candidates`; a pattern and offset for each. */
  readonly first: Int32Array;
  readonly candidates: Int32Array;
}

/**
 * Lays patterns in flat tables.
 *
 * @param kindOf by word: its kind, below `kinds`
 */
export function layPatterns(
  patterns: readonly NewPattern[],
  sets: readonly WordSet[],
  kindOf: Uint8Array,
  eachEdge: EachEdge,
): PatternsData {
  if (Math.max(sets.length, kindOf.length) >= mostNumbered)
    throw new Error('Safety lexicon: more words than can be numbered.');
  const laid = layWordSets(sets);
  const steps = patterns.flatMap((pattern) => pattern.steps);
  const from = new Int32Array(patterns.length + 1);
  const anchors = new Int32Array(patterns.length);
  const near = new Int32Array(patterns.length * nearInts);
  const putKinds = (at: number, set: number, side: 1 | -1) =>
    eachEdge(set, side, (id) => {
      const kind = kindOf[id] ?? 0;
      near[at + (kind >>> 5)] = (near[at + (kind >>> 5)] ?? 0) | (1 << (kind & 31));
    });
  patterns.forEach(({ steps, anchor }, pattern) => {
    const first = from[pattern] ?? 0;
    from[pattern + 1] = first + steps.length;
    anchors[pattern] = first + anchor;
    const [left, middle, right] = [steps[anchor - 1], steps[anchor], steps[anchor + 1]];
    const record = pattern * nearInts;
    if (mustStand(left)) {
      near[record + reachLeft] = 1 + (middle?.gap ?? 0);
      putKinds(record + kindsLeft, left.set, -1);
    }
    if (mustStand(right)) {
      near[record + reachRight] = (laid.longest[middle?.set ?? 0] ?? 1) + right.gap;
      putKinds(record + kindsRight, right.set, 1);
    }
  });
  return {
    sets: laid,
    stepSets: Int32Array.from(steps, ({ set }) => set),
    shapes: Int32Array.from(steps, shape),
    from,
    anchors,
    kinds: kindOf,
    near,
    ...byWord(patterns, kindOf.length),
  };
}

/** Patterns over sets of words, ready to match: see `PatternsData`. */
export class Patterns {
  readonly sets: WordSets;
  readonly stepSets: Int32Array;
  readonly shapes: Int32Array;
  readonly from: Int32Array;
  readonly anchors: Int32Array;
  readonly kinds: Uint8Array;
  readonly near: Int32Array;
  /** By word and group: where its candidates begin in `candidates`; a pattern and offset for each. */
  readonly first: Int32Array;
  readonly candidates: Int32Array;

  constructor({ sets, stepSets, shapes, from, anchors, kinds, near, first, candidates }: PatternsData) {
    this.sets = new WordSets(sets);
    this.stepSets = stepSets;
    this.shapes = shapes;
    this.from = from;
    this.anchors = anchors;
    this.kinds = kinds;
    this.near = near;
    this.first = first;
    this.candidates = candidates;
  }

  /** Where in `first` a word is. */
  rowOf(group: number, id: number): number {
    return id * groupCount + group;
  }
}

export const patternOf = (candidate: number): number => candidate >>> offsetBits;
export const offsetOf = (candidate: number): number => candidate & ((1 << offsetBits) - 1);

const mustStand = (step: NewPattern['steps'][number] | undefined): step is NewPattern['steps'][number] =>
  step !== undefined && !step.optional && !step.negated && !step.edge;

/** The candidates by group and word, those of one word in the order of the patterns; each place of a pattern once. */
function byWord(patterns: readonly NewPattern[], words: number): Pick<PatternsData, 'first' | 'candidates'> {
  const found: number[] = [];
  const first = new Int32Array(words * groupCount + 1);
  patterns.forEach(({ eachPlace, groups: of }, number) => {
    const own = new Set<number>();
    eachPlace((id, offset) => {
      const key = (id << offsetBits) | offset;
      if (offset >>> offsetBits !== 0)
        throw new Error(`Safety lexicon: a phrase of more than ${1 << offsetBits} words.`);
      if (own.has(key)) return;
      own.add(key);
      for (const group of of) {
        const row = id * groupCount + groups[group];
        found.push(row, (number << offsetBits) | offset);
        first[row + 1] = (first[row + 1] ?? 0) + 1;
      }
    });
  });
  for (let row = 1; row < first.length; row++) first[row] = (first[row] ?? 0) + (first[row - 1] ?? 0);
  const next = first.slice();
  const candidates = new Int32Array(found.length / 2);
  for (let at = 0; at < found.length; at += 2) {
    const [row = 0, candidate = 0] = [found[at], found[at + 1]];
    const place = next[row] ?? 0;
    next[row] = place + 1;
    candidates[place] = candidate;
  }
  return { first, candidates };
}
