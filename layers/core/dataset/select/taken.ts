import { type Columns, isHoldout } from '../columns.ts';
import type { Edges } from '../near/clusters.ts';
import { outcome } from './outcome.ts';

/**
 * Counts what is taken of each cluster. All that is learned of one goes to the file of its best, to train or to
 * validate: a loss that is measured on what is near to the training lines shows nothing.
 */
export class Taken {
  readonly #columns: Columns;
  readonly #perCluster: number;
  readonly #count: Uint32Array;
  /** Of each cluster the split of its best, plus one: 0 is none yet. */
  readonly #split: Uint8Array;

  constructor(columns: Columns, perCluster: number) {
    this.#columns = columns;
    this.#perCluster = perCluster;
    this.#count = new Uint32Array(columns.count);
    this.#split = new Uint8Array(columns.count);
  }

  hasRoom(candidate: number, cluster: number): boolean {
    if ((this.#count[cluster] ?? 0) >= this.#perCluster) return false;
    const owner = this.#split[cluster] ?? 0;
    return isHoldout(this.#columns, candidate) || owner === 0 || owner === this.#columns.split(candidate) + 1;
  }

  /** Takes one that there is room for. Candidates come the best first. */
  take(candidate: number, cluster: number): void {
    if (!isHoldout(this.#columns, candidate)) this.#split[cluster] = this.#columns.split(candidate) + 1;
    this.#count[cluster] = (this.#count[cluster] ?? 0) + 1;
  }
}

/**
 * Where clusters keep more than their best, members of two of them may be near to one another too: of two that would
 * part into the files to train and to validate, the worse one goes.
 *
 * @param bestFirst all candidates that may be kept
 * @param standsFor the text of each, by which `edges` name it
 * @param reason why it goes
 */
export function keepApart(
  columns: Columns,
  bestFirst: Uint32Array,
  edges: Edges,
  standsFor: (candidate: number) => number,
  reason: number,
  outcomes: Uint8Array,
): void {
  const learned = bestFirst.filter((each) => outcomes[each] === outcome.kept && !isHoldout(columns, each));
  /** Of each text the place of its best in the order, plus one, and its split. */
  const [place, split] = [new Uint32Array(columns.count), new Uint8Array(columns.count)];
  for (const [at, candidate] of learned.entries()) {
    const text = standsFor(candidate);
    if (place[text] !== 0) continue;
    place[text] = at + 1;
    split[text] = columns.split(candidate);
  }
  const goes = new Uint8Array(columns.count);
  for (const [i, one] of edges.from.entries()) {
    const other = edges.to[i] ?? 0;
    const [a, b] = [place[one] ?? 0, place[other] ?? 0];
    if (a !== 0 && b !== 0 && split[one] !== split[other]) goes[a < b ? other : one] = 1;
  }
  for (const candidate of learned) if (goes[standsFor(candidate)] === 1) outcomes[candidate] = reason;
}
