/**
 * How many letters must be changed, added, left out or swapped with their neighbour to turn one word into the other.
 *
 * @see optimal string alignment distance (Damerau, 1964)
 */
function editDistance(a: string, b: string): number {
  const rows: number[][] = Array.from({ length: a.length + 1 }, (_, i) => [i]);
  const at = (i: number, j: number) => rows[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let j = 1; j <= b.length; j++) rows[0]?.push(j);
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const change = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      rows[i]?.push(Math.min(change, at(i - 1, j) + 1, at(i, j - 1) + 1, swapped ? at(i - 2, j - 2) + 1 : change));
    }
  }
  return at(a.length, b.length);
}

const plain = (word: string) => word.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

/** Whether all letters of `short` stand in `long`, in this order: `maxcost` in `maximumcostusd`. */
const abbreviates = (short: string, long: string): boolean => {
  let found = 0;
  for (const letter of long) if (letter === short[found]) found++;
  return short.length > 2 && found === short.length;
};

/**
 * The known words, the one that was probably meant first: `dry_run` for `dryRun`, `model` for `baseModel`, `maxCost`
 * for `maximumCostUsd`. Case and punctuation do not count; a word that leaves letters out is as near as two mistakes.
 *
 * @param most mistakes, where a word that is farther off is better not named
 */
export function nearestFirst(word: string, known: readonly string[], most = Number.POSITIVE_INFINITY): string[] {
  const meant = plain(word);
  const distance = (candidate: string) => {
    const name = plain(candidate);
    const shortened = abbreviates(meant, name) || abbreviates(name, meant);
    return Math.min(editDistance(meant, name), shortened ? 2 : Number.POSITIVE_INFINITY);
  };
  return known.filter((each) => distance(each) <= most).toSorted((a, b) => distance(a) - distance(b));
}

/** The first of these; undefined when nothing is known, or near enough. */
export const nearest = (word: string, known: readonly string[], most?: number): string | undefined =>
  nearestFirst(word, known, most)[0];
