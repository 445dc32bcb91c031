/** Fewer are sorted sooner than the digits are counted. */
const worthCounting = 4096;

function compare(keys: readonly Uint32Array[], a: number, b: number): number {
  for (let i = keys.length - 1; i >= 0; i--) {
    const difference = (keys[i]?.[a] ?? 0) - (keys[i]?.[b] ?? 0);
    if (difference !== 0) return difference;
  }
  return a - b;
}

/**
 * Sorts the numbers 0 to n-1 by one key each, or by two keys with the first deciding; equal ones stay in order.
 * Radix sort, 16 bits at a time: time and memory grow with n alone.
 *
 * @param keys the deciding key last: 32-bit numbers without sign
 */
export function sortedBy(...keys: readonly Uint32Array[]): Uint32Array {
  const n = keys[0]?.length ?? 0;
  let order = Uint32Array.from({ length: n }, (_, i) => i);
  if (n < worthCounting) return order.sort((a, b) => compare(keys, a, b));
  let other = new Uint32Array(n);
  const starts = new Uint32Array(2 ** 16 + 1);
  for (const key of keys) {
    for (const shift of [0, 16]) {
      starts.fill(0);
      for (let i = 0; i < n; i++) {
        const digit = (((key[i] ?? 0) >>> shift) & 0xffff) + 1;
        starts[digit] = (starts[digit] ?? 0) + 1;
      }
      for (let digit = 1; digit < starts.length; digit++) {
        starts[digit] = (starts[digit] ?? 0) + (starts[digit - 1] ?? 0);
      }
      for (let i = 0; i < n; i++) {
        const item = order[i] ?? 0;
        const digit = ((key[item] ?? 0) >>> shift) & 0xffff;
        const place = starts[digit] ?? 0;
        other[place] = item;
        starts[digit] = place + 1;
      }
      [order, other] = [other, order];
    }
  }
  return order;
}

/** Numbers without sign that are in the opposite order of these floats: the highest float has the smallest. */
export function descending(floats: Float32Array): Uint32Array {
  const bits = new Uint32Array(floats.buffer, floats.byteOffset, floats.length);
  // Of a positive float all other bits are turned, of a negative one none: then they compare as whole numbers.
  return bits.map((each) => (each >>> 31 === 1 ? each : ~each & 0x7fffffff));
}
