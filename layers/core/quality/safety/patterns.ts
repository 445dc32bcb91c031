import { mostSkipped, type Step } from './pattern.ts';
import { asked, type LaidStep, type Requirements } from './requirements.ts';
import { layWordSets, mostNumbered, type WordSet, WordSets, type WordSetsData } from './word-sets.ts';

/** What a step is besides its words, as bits above its gap. */
export const isOptional = 1 << 8;
export const isNegated = 1 << 9;
export const mayBegin = 1 << 10;
export const mayEnd = 1 << 11;
export const gapBits = mostSkipped;
/** An anchor's offset, below the number of its pattern. */
const offsetBits = 4;

/** Who looks for a pattern: the rules for what a person says, those for the companion, excuses. */
export const groups = { user: 0, ai: 1, excuse: 2 } as const;
export type Group = keyof typeof groups;
const groupCount = Object.keys(groups).length;

/** A candidate: a pattern and offset, then requirements of the words around it. */
export const candidateInts = 1 + asked;

/** A pattern to be laid in the tables. */
interface NewPattern {
  readonly groups: readonly Group[];
  readonly steps: readonly LaidStep[];
  /** The step that the pattern is looked for at, and where: ids of words, and how many words before each it begins. */
  readonly anchor: number;
  readonly eachPlace: (found: (id: number, offset: number) => void) => void;
}

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
  /** Bits of kinds, `kindInts` for each mask. */
  readonly masks: Int32Array;
  /** By word and group: the list of its candidates, 0 where it has none. */
  readonly lists: Uint16Array;
  /** By list: where it begins in `candidates`; the next list's place ends it. */
  readonly first: Int32Array;
  readonly candidates: Int32Array;
}

/**
 * Lays patterns in flat tables.
 *
 * @param kinds by word: its kind
 */
export function layPatterns(
  patterns: readonly NewPattern[],
  sets: readonly WordSet[],
  kinds: Uint8Array,
  requirements: Requirements,
): PatternsData {
  if (Math.max(sets.length, kinds.length) >= mostNumbered)
    throw new Error('Safety lexicon: more words than can be numbered.');
  const steps = patterns.flatMap((pattern) => pattern.steps);
  const from = new Int32Array(patterns.length + 1);
  const anchors = new Int32Array(patterns.length);
  patterns.forEach(({ steps, anchor }, pattern) => {
    const first = from[pattern] ?? 0;
    from[pattern + 1] = first + steps.length;
    anchors[pattern] = first + anchor;
  });
  return {
    sets: layWordSets(sets),
    stepSets: Int32Array.from(steps, ({ set }) => set),
    shapes: Int32Array.from(steps, shape),
    from,
    anchors,
    kinds,
    ...layCandidates(patterns, kinds.length, requirements),
    masks: Int32Array.from(requirements.masks),
  };
}

/** Patterns over sets of words, ready to match. */
export interface Patterns extends Omit<PatternsData, 'sets'> {
  readonly sets: WordSets;
}
export const readyPatterns = (data: PatternsData): Patterns => ({ ...data, sets: new WordSets(data.sets) });

/** The list of the candidates of a word. */
export const listOf = ({ lists }: Patterns, group: number, id: number): number => lists[id * groupCount + group] ?? 0;

export const patternOf = (candidate: number): number => candidate >>> offsetBits;
export const offsetOf = (candidate: number): number => candidate & ((1 << offsetBits) - 1);

/** The candidates by word and group, those of one word in the order of the patterns; each place of a pattern once. */
function layCandidates(
  patterns: readonly NewPattern[],
  words: number,
  requirements: Requirements,
): Pick<PatternsData, 'lists' | 'first' | 'candidates'> {
  const rows = new Array<number[] | undefined>(words * groupCount).fill(undefined);
  patterns.forEach(({ steps, anchor, eachPlace, groups: of }, number) => {
    const around = requirements.around(steps, anchor);
    const own = new Set<number>();
    eachPlace((id, offset) => {
      const key = (id << offsetBits) | offset;
      if (offset >>> offsetBits !== 0)
        throw new Error(`Safety lexicon: a phrase of more than ${1 << offsetBits} words.`);
      if (own.has(key)) return;
      own.add(key);
      const asked = around(id, offset);
      const candidate = [(number << offsetBits) | offset, ...asked];
      for (const group of of) {
        const row = id * groupCount + groups[group];
        const list = rows[row];
        if (list) list.push(...candidate);
        else rows[row] = [...candidate];
      }
    });
  });
  const lists = new Uint16Array(rows.length);
  const first = [0, 0];
  const candidates: number[] = [];
  const known = new Map<string, number>();
  rows.forEach((list, row) => {
    if (list === undefined) return;
    // Most forms of a word have the same.
    const key = list.join();
    const number = known.get(key) ?? first.length - 1;
    if (number === first.length - 1) {
      known.set(key, number);
      for (const int of list) candidates.push(int);
      first.push(candidates.length);
    }
    lists[row] = number;
  });
  return { lists, first: Int32Array.from(first), candidates: Int32Array.from(candidates) };
}
