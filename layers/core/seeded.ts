/** Numbers of 32 bits from a seed, the same everywhere (mulberry32): a signature's version and the safety corpus rest on them. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return mixed ^ (mixed >>> 14);
  };
}

/** The same as numbers from 0 to below 1. */
export function seededShares(seed: number): () => number {
  const next = seeded(seed);
  return () => (next() >>> 0) / 2 ** 32;
}
