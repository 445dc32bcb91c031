import { seeded } from '../../seeded.ts';
import type { Meaning } from './meaning.ts';

/** Vectors and bands of another version are never compared with these: other rounding, planes or bands. */
export const meaningVersion = 'int8-simhash-256x2-1';

/** Planes through the middle of the space, drawn by a seed: a vector lies on one side of each. */
const planes = 256;
/** One bit a plane: the share of bits in which two vectors differ is the angle between them over 180°. */
export const turnWords = planes / 32;

/** Bands of a meaning; each has eight bits of the user's turn and eight of the reply. */
export const meaningBands = 32;

/** Bits of a band that two texts must share to be compared at all; where many do, more bits part them. */
const leastBits = 8;

/** Dimensions whose signs make one byte of a plane: a table knows the sum of each of the 256 ways to add them up. */
const together = 8;

/** Planes for vectors of one length. */
class Planes {
  readonly #groups: number;
  /** For each plane and group of dimensions the signs of the vector that stands upright on it (Achlioptas 2003). */
  readonly #signs: Uint8Array;
  readonly #sums: Int32Array;

  constructor(dimensions: number) {
    const next = seeded(0x9a7a);
    this.#groups = Math.ceil(dimensions / together);
    this.#signs = Uint8Array.from({ length: planes * this.#groups }, () => next() >>> 24);
    this.#sums = new Int32Array(this.#groups * 2 ** together);
  }

  #addUp(vector: Int8Array): void {
    const sums = this.#sums;
    for (let group = 0; group < this.#groups; group++) {
      const [from, at] = [group * together, group << together];
      let none = 0;
      for (let i = 0; i < together; i++) none -= vector[from + i] ?? 0;
      sums[at] = none;
      for (let i = 0, size = 1; i < together; i++, size *= 2) {
        const turned = 2 * (vector[from + i] ?? 0);
        for (let j = 0; j < size; j++) sums[at + size + j] = (sums[at + j] ?? 0) + turned;
      }
    }
  }

  sketch(vector: Int8Array, into: Uint32Array, at: number): void {
    this.#addUp(vector);
    const [groups, signs, sums] = [this.#groups, this.#signs, this.#sums];
    for (let word = 0; word < turnWords; word++) {
      let bits = 0;
      for (let bit = 0; bit < 32; bit++) {
        const plane = (32 * word + bit) * groups;
        let sum = 0;
        for (let group = 0; group < groups; group++)
          sum += sums[(group << together) | (signs[plane + group] ?? 0)] ?? 0;
        if (sum > 0) bits |= 1 << bit;
      }
      into[at + word] = bits;
    }
  }
}

const planesOf = new Map<number, Planes>();

/**
 * On which side of each plane a vector lies (random hyperplanes, Charikar 2002).
 *
 * @param into `turnWords` words from `at` on
 */
export function sketchTurn(vector: Int8Array, into: Uint32Array, at = 0): void {
  const drawn = planesOf.get(vector.length) ?? new Planes(vector.length);
  planesOf.set(vector.length, drawn);
  drawn.sketch(vector, into, at);
}

/** In how many bits two sketches of a turn differ, 0..256. */
export function differingBits(a: Uint32Array, fromA: number, b: Uint32Array, fromB: number): number {
  // Four counts in one number, a byte each: eight words of at most eight bits a byte fit.
  let counts = 0;
  for (let i = 0; i < turnWords; i++) {
    let bits = (a[fromA + i] ?? 0) ^ (b[fromB + i] ?? 0);
    bits -= (bits >>> 1) & 0x55555555;
    bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
    counts += (bits + (bits >>> 4)) & 0x0f0f0f0f;
  }
  counts = (counts & 0x00ff00ff) + ((counts >>> 8) & 0x00ff00ff);
  return (counts & 0xffff) + (counts >>> 16);
}

/** The cosine that so many differing bits stand for; half of them is a right angle. */
export const cosineOfBits = (differing: number): number => Math.cos((Math.PI * differing) / planes);

/** How many bits differ, on average, between two vectors of this cosine, and how far chance moves that. */
export function bitsOfCosine(cosine: number): { readonly mean: number; readonly deviation: number } {
  const share = Math.acos(cosine) / Math.PI;
  return { mean: planes * share, deviation: Math.sqrt(planes * share * (1 - share)) };
}

/** Puts the lowest eight bits of two numbers in turns: the first of one, the first of the other, and so on. */
function interleaved(one: number, other: number): number {
  let bits = 0;
  for (let i = 7; i >= 0; i--) bits = (bits << 2) | (((one >>> i) & 1) << 1) | ((other >>> i) & 1);
  return bits;
}

/** As match.ts wants it: see `Signature`. Filled anew by each `sign`. */
export class MeaningSigner {
  /** The user's turn, then the reply. */
  readonly sketch = new Uint32Array(2 * turnWords);
  readonly bandKeys = new Uint32Array(2 * meaningBands);

  #bits(band: number): number {
    const [word, shift] = [(band >>> 2) & (turnWords - 1), 8 * (band & 3)];
    return interleaved((this.sketch[word] ?? 0) >>> shift, (this.sketch[turnWords + word] ?? 0) >>> shift);
  }

  sign({ user, reply }: Meaning): this {
    sketchTurn(user, this.sketch);
    sketchTurn(reply, this.sketch, turnWords);
    for (let band = 0; band < meaningBands; band++) {
      // The band's own sixteen bits, and those of the next one to part crowds by.
      const bits = ((this.#bits(band) << 16) | this.#bits(band + 1)) >>> 0;
      const shared = (band << leastBits) | (bits >>> (32 - leastBits));
      // Spread, for buckets are ranges of the first half. The second keeps its order: near keys stand together.
      this.bandKeys[2 * band] = Math.imul(shared ^ (shared >>> 7), 0x9e3779b1) ^ Math.imul(shared + 1, 0x85ebca6b);
      this.bandKeys[2 * band + 1] = bits << leastBits;
    }
    return this;
  }
}
