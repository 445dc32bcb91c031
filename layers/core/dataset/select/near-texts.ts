import { nobody, starClusters } from '../near/clusters.ts';

/** What Join and Match found to be near, by the places of the candidates among all. */
export interface NearTexts {
  /** Pairs of places, one after the other: candidates of one signature, found within a range or across them. */
  readonly same: Uint32Array;
  /** Pairs of places: candidates that are near. */
  readonly pairs: Uint32Array;
  /** Places of candidates that are near to a text of a held-out user. */
  readonly heldOut: Uint32Array;
}

export interface Clusters {
  /** For each candidate the one that stands for its text: candidates of one signature are one text. */
  readonly text: Uint32Array;
  /** For each candidate the one that stands for its cluster. */
  readonly centre: Uint32Array;
  /** For each that stands for a cluster whether any member is near to a held-out text. */
  readonly touched: Uint8Array;
}

/** For each candidate the first of all that have its signature. */
function textsOf(count: number, same: Uint32Array): Uint32Array {
  const text = Uint32Array.from({ length: count }, (_, i) => i);
  const first = (candidate: number): number => {
    let at = candidate;
    for (let next = text[at] ?? at; next !== at; next = text[at] ?? at) {
      text[at] = text[next] ?? next;
      at = next;
    }
    return at;
  };
  for (let i = 0; i < same.length; i += 2) {
    const [one, other] = [first(same[i] ?? 0), first(same[i + 1] ?? 0)];
    text[Math.max(one, other)] = Math.min(one, other);
  }
  for (const candidate of text.keys()) text[candidate] = first(candidate);
  return text;
}

const everySecond = (pairs: Uint32Array, from: number, of: Uint32Array) =>
  Uint32Array.from({ length: pairs.length / 2 }, (_, i) => of[pairs[2 * i + from] ?? 0] ?? 0);

/** The pairs of texts that are near, as two lists. */
export const edgesOf = ({ pairs }: Pick<NearTexts, 'pairs'>, text: Uint32Array) => ({
  from: everySecond(pairs, 0, text),
  to: everySecond(pairs, 1, text),
});

/**
 * @param count of all candidates
 * @param bestFirst those that make clusters, the best first
 */
export function clustersOf(count: number, bestFirst: Uint32Array, near: NearTexts): Clusters {
  const { same, heldOut } = near;
  // The best candidate of a text gives it its place in the order.
  const text = textsOf(count, same);
  const known = new Uint8Array(count);
  const textsInOrder = bestFirst
    .map((candidate) => text[candidate] ?? 0)
    .filter((each) => {
      const isNew = known[each] === 0;
      known[each] = 1;
      return isNew;
    });
  const centres = starClusters(count, textsInOrder, edgesOf(near, text));
  const centre = text.map((each) => centres[each] ?? nobody);
  const touched = new Uint8Array(count);
  for (const candidate of heldOut) if (known[text[candidate] ?? 0] === 1) touched[centre[candidate] ?? 0] = 1;
  return { text, centre, touched };
}
