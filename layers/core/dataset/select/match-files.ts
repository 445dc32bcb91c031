import { readHeldOutMeanings } from '../curated-files.ts';
import type { JoinCounts } from '../joined.ts';
import type { Edges } from '../near/clusters.ts';
import { type MatchCounts, readMatchCounts } from '../near/match-bucket.ts';
import type { MeaningFiles } from '../near/meaning-entries.ts';
import type { ObjectStore } from '../object-store.ts';
import { heldTextPlace, kindOf, kinds, placeOf } from '../ranges.ts';
import { readWords, type Slice, Words } from '../words.ts';
import type { NearTexts } from './near-texts.ts';
import { verified } from './paraphrases.ts';

/** What Match found in a run. */
interface MatchedRun {
  readonly store: ObjectStore;
  readonly runId: string;
  readonly partitions: number;
  readonly buckets: number;
}

/** Where each of some sizes starts, when they stand one after the other. */
export const startsOf = (sizes: readonly number[], first = 0): number[] => {
  let start = first;
  return sizes.map((size) => {
    start += size;
    return start - size;
  });
};

/** Turns the names that candidates have across ranges into their places among all. */
const placesIn = (starts: readonly number[]) => (reference: number) => {
  const { range, index } = placeOf(reference);
  return (starts[range] ?? 0) + index;
};

const isRated = (reference: number) => kindOf(reference) === kinds.rated;

/** The indexes of some references, in their order, by range. */
function byRange(references: Iterable<number>): Map<number, number[]> {
  const all = new Map<number, number[]>();
  for (const reference of references) {
    const { range, index } = placeOf(reference);
    const indexes = all.get(range) ?? [];
    indexes.push(index);
    all.set(range, indexes);
  }
  return all;
}

/** What was found to be near, and may be a paraphrase, by the places of the candidates among all. */
export class MatchFiles {
  readonly #work: MatchedRun;
  readonly #ranges: readonly JoinCounts[];
  readonly #buckets: readonly MatchCounts[];
  readonly #place: (reference: number) => number;

  private constructor(work: MatchedRun, ranges: readonly JoinCounts[], buckets: readonly MatchCounts[]) {
    this.#work = work;
    this.#ranges = ranges;
    this.#buckets = buckets;
    this.#place = placesIn(startsOf(ranges.map(({ candidates }) => candidates)));
  }

  /** @throws WorkMissing */
  static async open(work: MatchedRun, ranges: readonly JoinCounts[]): Promise<MatchFiles> {
    return new MatchFiles(work, ranges, await readMatchCounts(work.store, work.runId, work.buckets));
  }

  /** What is near, and of each range the numbers of the rated texts that are near to one of a held-out user. */
  async near(): Promise<NearTexts & { readonly rated: ReadonlyMap<number, readonly number[]> }> {
    const read = (slices: readonly Slice[]) => readWords(this.#work.store, slices);
    const found = await read(this.#buckets.map((bucket) => bucket.heldOut));
    const paraphrased = await this.#paraphrasesOfHeldOut();
    const heldOut = new Words();
    heldOut.addAll(found.filter((text) => !isRated(text)).map(this.#place));
    heldOut.addAll(paraphrased.candidates);
    const rated = new Set([...found.filter(isRated), ...paraphrased.rated]);
    return {
      same: (await read([...this.#ranges, ...this.#buckets].map(({ same }) => same))).map(this.#place),
      pairs: (await read(this.#buckets.map(({ pairs }) => pairs))).map(this.#place),
      heldOut: heldOut.all,
      rated: byRange(rated),
    };
  }

  get #meanings(): MeaningFiles[] {
    return this.#ranges.flatMap(({ meanings }) => meanings ?? []);
  }

  /** Places of candidates, and references of rated texts, that say in other words what a held-out user said. */
  async #paraphrasesOfHeldOut(): Promise<{ candidates: Uint32Array; rated: Uint32Array }> {
    const { store, runId, partitions } = this.#work;
    const slices = this.#buckets.flatMap(({ paraphrases }) => paraphrases?.heldOut ?? []);
    if (slices.every(({ start, end }) => start === end)) {
      return { candidates: new Uint32Array(), rated: new Uint32Array() };
    }
    const heldOut = await readHeldOutMeanings(store, runId, partitions);
    const candidates = this.#ranges.reduce((sum, range) => sum + range.candidates, 0);
    const rows = ({ vectors: { start, end }, rowBytes }: MeaningFiles) =>
      rowBytes === 0 ? 0 : (end - start) / rowBytes;
    const starts = startsOf(heldOut.map(rows), candidates);
    const [certain, open, rated] = [new Words(), new Words(), new Words()];
    for (const slice of slices) {
      const words = await readWords(store, [slice]);
      for (let i = 0; i < words.length; i += 2) {
        const [found, text] = [words[i] ?? 0, heldTextPlace(words[i + 1] ?? 0)];
        const candidate = this.#place(found);
        // Of a text that has no place the bits decide: rather one example too few than one that was held out.
        if (isRated(found)) rated.add(found);
        else if (text === undefined) certain.add(candidate);
        else open.addAll(Uint32Array.of(candidate, (starts[text.partition] ?? 0) + text.index));
      }
    }
    certain.addAll((await verified(store, [...this.#meanings, ...heldOut], open.all)).from);
    return { candidates: certain.all, rated: rated.all };
  }

  /** Whether meanings were compared. */
  get comparesMeanings(): boolean {
    return this.#meanings.length > 0;
  }

  /** Pairs of candidates that say the same in other words. @param takesPart of these candidates only */
  async paraphrases(takesPart: (candidate: number) => boolean): Promise<Edges> {
    const pairs = new Words();
    for (const { paraphrases } of this.#buckets) {
      if (paraphrases === null) continue;
      const words = (await readWords(this.#work.store, [paraphrases.pairs])).map(this.#place);
      for (let i = 0; i < words.length; i += 2) {
        if (takesPart(words[i] ?? 0) && takesPart(words[i + 1] ?? 0)) pairs.addAll(words.subarray(i, i + 2));
      }
    }
    return verified(this.#work.store, this.#meanings, pairs.all);
  }
}
