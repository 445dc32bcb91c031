/** Spreads keys over 32 bits: the highest of them are a place in a table. */
export const scatter = (key: number): number => Math.imul(key, 0x9e3779b1) >>> 0;
/** How many places a table needs for so many things: a power of two, a third of it free. */
export const roomFor = (count: number): number => Math.max(2, 2 ** Math.ceil(Math.log2(count * 1.5 + 1)));

const shiftOf = (slots: Int32Array): number => 32 - Math.log2(slots.length / 2);

/** Lays whole numbers from 0 on by keys of 32 bits in a flat table: pairs of a key and its number plus 1, by hash. */
export function layNumbers(numbers: ReadonlyMap<number, number>): Int32Array {
  const size = roomFor(numbers.size);
  const slots = new Int32Array(size * 2);
  const shift = shiftOf(slots);
  for (const [key, number] of numbers) {
    let slot = scatter(key) >>> shift;
    while (slots[2 * slot + 1] !== 0) slot = (slot + 1) & (size - 1);
    slots[2 * slot] = key;
    slots[2 * slot + 1] = number + 1;
  }
  return slots;
}

/** Finds what `layNumbers` laid. */
export class NumberTable {
  readonly #slots: Int32Array;
  readonly #shift: number;
  readonly #last: number;

  constructor(slots: Int32Array) {
    this.#slots = slots;
    this.#shift = shiftOf(slots);
    this.#last = (slots.length >>> 1) - 1;
  }

  /** The number of a key, or -1. */
  find(key: number): number {
    const slots = this.#slots;
    for (let slot = scatter(key) >>> this.#shift; ; slot = (slot + 1) & this.#last) {
      const number = slots[2 * slot + 1] ?? 0;
      if (number === 0 || slots[2 * slot] === key) return number - 1;
    }
  }
}
