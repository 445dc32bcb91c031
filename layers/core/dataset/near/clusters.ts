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
 * Star clusters: the best text takes all texts that are near to it, then the best of the rest does, and so on. Each
 * member is near to the centre itself; a chain of texts, each near to the next, does not become one cluster.
 * Memory: 8 bytes a pair and 12 a text.
 *
 * @param texts how many there are; they are known by the numbers from 0 on
 * @param bestFirst those that take part, each once
 * @returns for each text the best one of its cluster
 */
export function starClusters(texts: number, bestFirst: Uint32Array, edges: Edges): Uint32Array {
  const { starts, others } = neighbours(texts, edges);
  const centres = new Uint32Array(texts).fill(nobody);
  for (const text of bestFirst) {
    if (centres[text] !== nobody) continue;
    centres[text] = text;
    const stop = starts[text + 1] ?? 0;
    for (let i = starts[text] ?? 0; i < stop; i++) {
      const other = others[i] ?? 0;
      if (centres[other] === nobody) centres[other] = text;
    }
  }
  return centres;
}
