import { minHashKernel, permutations, shinglesAtOnce } from './minhash-kernel.ts';
import { Shingles } from './shingles.ts';

/** Signatures of another version are never compared with these: other words, other permutations, other numbers. */
export const signatureVersion = 'minhash-w3-128-1';

/** Two texts become candidates when they agree in all rows of one band. */
export const bands = 14;
const rows = 8;

/** A signature is kept as half a byte of each minimum: as 16 numbers of 32 bits. */
export const sketchWords = permutations / 8;

/** Texts that have this share of their shingles in common are one example told twice: see `similarity`. */
const nearDuplicateFrom = 0.7;

/** Chance makes two half bytes equal once in this many times. */
const values = 16;

/** How many of two sketches' 128 half bytes are equal. */
function equalHalves(a: Uint32Array, fromA: number, b: Uint32Array, fromB: number): number {
  let equal = permutations;
  for (let i = 0; i < sketchWords; i++) {
    let difference = (a[fromA + i] ?? 0) ^ (b[fromB + i] ?? 0);
    // The lowest bit of each half byte says whether any of its four was set; then the sum of the eight.
    difference |= difference >>> 2;
    difference |= difference >>> 1;
    equal -= Math.imul(difference & 0x11111111, 0x11111111) >>> 28;
  }
  return equal;
}

/**
 * The estimated share of shingles that two texts have in common (Jaccard), 0..1, with a standard deviation of 0.04
 * at 0.7: of 128 half bytes, corrected for those that are equal by chance.
 *
 * @see Li and König, b-Bit Minwise Hashing, 2010
 */
export const similarity = (a: Uint32Array, fromA: number, b: Uint32Array, fromB: number): number =>
  Math.max(0, (equalHalves(a, fromA, b, fromB) / permutations - 1 / values) / (1 - 1 / values));

export const areNear = (...sketches: Parameters<typeof similarity>): boolean =>
  similarity(...sketches) >= nearDuplicateFrom;

/** What is compared of a text: filled anew by each `sign`. */
export interface Signature {
  readonly minima: Int32Array;
  readonly sketch: Uint32Array;
  /** Two halves of a 64-bit key for each band. */
  readonly bandKeys: Uint32Array;
  /** Two halves of a 64-bit hash of all minima: the same shingles have the same. */
  readonly fingerprint: Uint32Array;
}

/** The halves of the keys: what they begin with, and what each minimum makes of them. */
const [highSeed, lowSeed] = [0x9e3779b9 | 0, 0x85ebca6b | 0];
function mixHigh(high: number, minimum: number): number {
  const mixed = Math.imul(high ^ minimum, 0xcc9e2d51);
  return mixed ^ (mixed >>> 15);
}
function mixLow(low: number, minimum: number): number {
  const mixed = Math.imul(low + minimum, 0x1b873593);
  return mixed ^ (mixed >>> 13);
}

/** MinHash over shingles of three words, see `signatureVersion`. */
export class Signer implements Signature {
  readonly #kernel = minHashKernel();
  readonly #shingles = new Shingles();
  #waiting = 0;
  readonly sketch = new Uint32Array(sketchWords);
  readonly bandKeys = new Uint32Array(2 * bands);
  readonly fingerprint = new Uint32Array(2);

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
    for (let word = 0; word < sketchWords; word++) {
      let packed = 0;
      // The minima are all near the lowest number; multiplied, their last bits decide on the first.
      for (let i = 8 * word; i < 8 * word + 8; i++) {
        packed = (packed << 4) | (Math.imul(minima[i] ?? 0, 0x9e3779b1) >>> 28);
      }
      this.sketch[word] = packed;
    }
  }

  /** Hashes the minima of each band, and in the same go all of them: each hash waits for its last step anyway. */
  #hash(): void {
    const { minima } = this.#kernel;
    const { bandKeys, fingerprint } = this;
    let [high, low] = [highSeed, lowSeed];
    for (let band = 0; band < bands; band++) {
      const at = 2 * band;
      let [bandHigh, bandLow] = [highSeed + at, lowSeed ^ at];
      for (let i = band * rows; i < (band + 1) * rows; i++) {
        const minimum = minima[i] ?? 0;
        high = mixHigh(high, minimum);
        low = mixLow(low, minimum);
        bandHigh = mixHigh(bandHigh, minimum);
        bandLow = mixLow(bandLow, minimum);
      }
      bandKeys[at] = bandHigh;
      bandKeys[at + 1] = bandLow;
    }
    for (let i = bands * rows; i < permutations; i++) {
      const minimum = minima[i] ?? 0;
      high = mixHigh(high, minimum);
      low = mixLow(low, minimum);
    }
    fingerprint[0] = high;
    fingerprint[1] = low;
  }

  /** @param parts such as what the user said and the reply */
  sign(parts: readonly string[]): Signature {
    this.#kernel.minima.fill(0x7fffffff);
    this.#shingles.of(parts, this.#take);
    this.#run();
    this.#sketch();
    this.#hash();
    return this;
  }
}
