/** The first 64 bits of a hash in hex digits, as two numbers of 32 bits without sign. */
export const halvesOf = (hex: string): readonly [number, number] => [
  Number.parseInt(hex.slice(0, 8), 16),
  Number.parseInt(hex.slice(8, 16), 16),
];

/**
 * Remembers for 64-bit hashes the number they were first seen with, in 12 bytes a slot: a Map of strings takes
 * ten times that. Two different texts share a hash once in 2^64 pairs.
 */
export class FirstSeen {
  #slots = 1024;
  #high = new Uint32Array(this.#slots);
  #low = new Uint32Array(this.#slots);
  /** What it was seen with, plus one: 0 is an empty slot. */
  #seen = new Uint32Array(this.#slots);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  #find(high: number, low: number): number {
    let slot = low & (this.#slots - 1);
    while (this.#seen[slot] !== 0 && (this.#high[slot] !== high || this.#low[slot] !== low)) {
      slot = (slot + 1) & (this.#slots - 1);
    }
    return slot;
  }

  #put(slot: number, high: number, low: number, seen: number): void {
    this.#high[slot] = high;
    this.#low[slot] = low;
    this.#seen[slot] = seen;
  }

  #grow(): void {
    const [high, low, seen, slots] = [this.#high, this.#low, this.#seen, this.#slots];
    this.#slots *= 2;
    this.#high = new Uint32Array(this.#slots);
    this.#low = new Uint32Array(this.#slots);
    this.#seen = new Uint32Array(this.#slots);
    for (let i = 0; i < slots; i++) {
      const [h, l, s] = [high[i] ?? 0, low[i] ?? 0, seen[i] ?? 0];
      if (s !== 0) this.#put(this.#find(h, l), h, l, s);
    }
  }

  /**
   * @param hash at least 16 hex digits; the first 16 count
   * @param now 0 or more: what is remembered when the hash is new
   * @returns what it was first seen with, or undefined when it is new
   */
  add(hash: string, now: number): number | undefined {
    return this.addHalves(...halvesOf(hash), now);
  }

  /** The same for a hash that is known as two numbers of 32 bits, without sign. */
  addHalves(high: number, low: number, now: number): number | undefined {
    const slot = this.#find(high, low);
    const seen = this.#seen[slot] ?? 0;
    if (seen !== 0) return seen - 1;
    this.#put(slot, high, low, now + 1);
    this.#size++;
    if (this.#size * 2 > this.#slots) this.#grow();
    return undefined;
  }

  has(hash: string): boolean {
    return this.numberOf(...halvesOf(hash)) !== undefined;
  }

  /** What a hash was first seen with, or undefined when it was not seen. */
  numberOf(high: number, low: number): number | undefined {
    const seen = this.#seen[this.#find(high, low)] ?? 0;
    return seen === 0 ? undefined : seen - 1;
  }
}
