import { fastestKernel, type MinHashKernel, permutations, shinglesAtOnce } from './minhash-kernel.ts';
import { Shingles } from './shingles.ts';

/** Signatures of another version are never compared with these: other words, other permutations, other numbers. */
export const signatureVersion = 'minhash-w3-128-1';

/** Two texts become candidates when they agree in all rows of one band. */
export const bands = 14;
const rows = 8;

/** A signature is kept as one byte of each minimum: as 32 numbers of 32 bits. */
export const sketchWords = permutations / 4;

/** Texts of which three quarters of the shingles are the same are one example: see `similarity`. */
export const nearDuplicateFrom = 0.7;

/** Chance makes two bytes equal once in this many times. */
const bytes = 256;

/** How many of two sketches' 128 bytes are equal. */
function equalBytes(a: Uint32Array, fromA: number, b: Uint32Array, fromB: number): number {
  let equal = 0;
  for (let i = 0; i < sketchWords; i++) {
    const difference = (a[fromA + i] ?? 0) ^ (b[fromB + i] ?? 0);
    // The highest bit of each byte that is zero, see Hacker's Delight 6-1; then the sum of the four.
    const zero = ~(((difference & 0x7f7f7f7f) + 0x7f7f7f7f) | difference | 0x7f7f7f7f);
    equal += Math.imul(zero >>> 7, 0x01010101) >>> 24;
  }
  return equal;
}

/**
 * The estimated share of shingles that two texts have in common (Jaccard), 0..1, with a standard deviation of 0.04
 * at 0.7: of 128 bytes, corrected for those that are equal by chance.
 *
 * @see Li and König, b-Bit Minwise Hashing, 2010
 */
export const similarity = (a: Uint32Array, fromA: number, b: Uint32Array, fromB: number): number =>
  Math.max(0, (equalBytes(a, fromA, b, fromB) / permutations - 1 / bytes) / (1 - 1 / bytes));

/** From here on, `similarity` is `nearDuplicateFrom` or more. */
const enoughBytes = Math.ceil(permutations * (nearDuplicateFrom * (1 - 1 / bytes) + 1 / bytes));

export const areNear = (a: Uint32Array, fromA: number, b: Uint32Array, fromB: number): boolean =>
  equalBytes(a, fromA, b, fromB) >= enoughBytes;

/** What is compared of a text: filled anew by each `sign`. */
export interface Signature {
  readonly minima: Int32Array;
  readonly sketch: Uint32Array;
  /** Two halves of a 64-bit key for each band. */
  readonly bandKeys: Uint32Array;
}

/** MinHash over shingles of three words, see `signatureVersion`. */
export class Signer implements Signature {
  readonly #kernel: MinHashKernel;
  readonly #shingles = new Shingles();
  #waiting = 0;
  readonly sketch = new Uint32Array(sketchWords);
  readonly bandKeys = new Uint32Array(2 * bands);

  constructor(kernel: MinHashKernel = fastestKernel()) {
    this.#kernel = kernel;
  }

  get minima(): Int32Array {
    return this.#kernel.minima;
  }

  #take = (shingle: number): void => {
    this.#kernel.shingles[this.#waiting++] = shingle;
    if (this.#waiting === shinglesAtOnce) this.#run();
  };

  #run(): void {
    if (this.#waiting > 0) this.#kernel.run(this.#waiting);
    this.#waiting = 0;
  }

  #sketch(): void {
    const { minima } = this.#kernel;
    // The minima are all near the lowest number; multiplied, their last bits decide on the first.
    const byte = (i: number) => Math.imul(minima[i] ?? 0, 0x9e3779b1) >>> 24;
    for (let word = 0; word < sketchWords; word++) {
      const i = 4 * word;
      this.sketch[word] = byte(i) | (byte(i + 1) << 8) | (byte(i + 2) << 16) | (byte(i + 3) << 24);
    }
  }

  #bands(): void {
    const { minima } = this.#kernel;
    for (let band = 0; band < bands; band++) {
      let [high, low] = [0x9e3779b9 + band, 0x85ebca6b ^ band];
      for (let i = band * rows; i < (band + 1) * rows; i++) {
        const minimum = minima[i] ?? 0;
        high = Math.imul(high ^ minimum, 0xcc9e2d51);
        high ^= high >>> 15;
        low = Math.imul(low + minimum, 0x1b873593);
        low ^= low >>> 13;
      }
      this.bandKeys[2 * band] = high;
      this.bandKeys[2 * band + 1] = low;
    }
  }

  /** @param parts such as what the user said and the reply */
  sign(parts: readonly string[]): Signature {
    this.#kernel.minima.fill(0x7fffffff);
    this.#shingles.of(parts, this.#take);
    this.#run();
    this.#sketch();
    this.#bands();
    return this;
  }
}
