/** Pairs of texts that are near, as two lists of the same length. */
export interface Edges {
  readonly from: Uint32Array;
  readonly to: Uint32Array;
}

/** The neighbours of each text, one after the other: those of `i` stand from `starts[i]` on. */
interface Neighbours {
  readonly starts: Uint32Array;
  readonly others: Uint32Array;
}

function neighbours(texts: number, { from, to }: Edges): Neighbours {
  const starts = new Uint32Array(texts + 1);
  const count = (text: number) => {
    starts[text + 1] = (starts[text + 1] ?? 0) + 1;
  };
  from.forEach(count);
  to.forEach(count);
  for (let i = 1; i <= texts; i++) starts[i] = (starts[i] ?? 0) + (starts[i - 1] ?? 0);
  const next = starts.slice();
  const others = new Uint32Array(2 * from.length);
  const put = (text: number, other: number) => {
    const place = next[text] ?? 0;
    others[place] = other;
    next[text] = place + 1;
  };
  for (let i = 0; i < from.length; i++) {
    put(from[i] ?? 0, to[i] ?? 0);
    put(to[i] ?? 0, from[i] ?? 0);
  }
  return { starts, others };
}

/** The cluster of a text that takes no part. */
export const nobody = 0xffffffff;

/**
 * Star clusters: each text that becomes a centre takes all texts that are near to it and in no other cluster. Each
 * member is near to the centre itself; a chain of texts, each near to the next, does not become one cluster.
 * Memory: 8 bytes a pair and 12 a text.
 */
export class Stars {
  readonly #near: Neighbours;
  /** For each text the centre of its cluster; `nobody` while it is in none. */
  readonly centres: Uint32Array;

  /** @param texts how many there are; they are known by the numbers from 0 on */
  constructor(texts: number, edges: Edges) {
    this.#near = neighbours(texts, edges);
    this.centres = new Uint32Array(texts).fill(nobody);
  }

  #take(text: number, centre: number): void {
    if (this.centres[text] === nobody) this.centres[text] = centre;
  }

  /** Makes a text a centre. */
  open(centre: number): void {
    this.#take(centre, centre);
    const { starts, others } = this.#near;
    const stop = starts[centre + 1] ?? 0;
    for (let i = starts[centre] ?? 0; i < stop; i++) this.#take(others[i] ?? 0, centre);
  }
}

/**
 * The clusters where the best text becomes a centre, then the best of the rest does, and so on.
 *
 * @param texts how many there are
 * @param bestFirst those that take part, each once
 * @returns for each text the best one of its cluster
 */
export function starClusters(texts: number, bestFirst: Uint32Array, edges: Edges): Uint32Array {
  const stars = new Stars(texts, edges);
  for (const text of bestFirst) if (stars.centres[text] === nobody) stars.open(text);
  return stars.centres;
}
