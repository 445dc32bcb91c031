/// <reference path="./webassembly.d.ts" />
import { once } from '../../once.ts';
import { bytesOfKernel } from './minhash-wasm.ts';
import { seeded } from './seeded.ts';

/** Permutations of a signature. */
export const permutations = 128;

/** Shingles that a kernel takes at once; longer texts take more than one call. */
export const shinglesAtOnce = 15_000;

/**
 * The inner loop: for each permutation the smallest of all `multiply * shingle + add`, in 32-bit integers that
 * wrap around (multiply-shift hashing, Dietzfelbinger et al. 1997). Smallest of signed numbers: any order will do.
 */
export interface MinHashKernel {
  /** To be filled, and told to `run` how far. */
  readonly shingles: Int32Array;
  /** The smallest so far, one for each permutation. */
  readonly minima: Int32Array;
  run(shingles: number): void;
}

/** What the permutations multiply by and add: part of the signature's version. */
function constants(): { multiply: Int32Array; add: Int32Array } {
  const next = seeded(0x5eed);
  const [multiply, add] = [new Int32Array(permutations), new Int32Array(permutations)];
  for (let i = 0; i < permutations; i++) {
    // An odd factor permutes the 32-bit numbers.
    multiply[i] = next() | 1;
    add[i] = next();
  }
  return { multiply, add };
}

/** In JavaScript alone. Four permutations at a time, so that their minima stay in registers. */
export function scriptKernel(): MinHashKernel {
  const { multiply, add } = constants();
  const [shingles, minima] = [new Int32Array(shinglesAtOnce), new Int32Array(permutations)];
  const run = (count: number) => {
    for (let p = 0; p < permutations; p += 4) {
      const [a0, a1, a2, a3] = [multiply[p] ?? 0, multiply[p + 1] ?? 0, multiply[p + 2] ?? 0, multiply[p + 3] ?? 0];
      const [b0, b1, b2, b3] = [add[p] ?? 0, add[p + 1] ?? 0, add[p + 2] ?? 0, add[p + 3] ?? 0];
      let [m0, m1, m2, m3] = [minima[p] ?? 0, minima[p + 1] ?? 0, minima[p + 2] ?? 0, minima[p + 3] ?? 0];
      for (let i = 0; i < count; i++) {
        const shingle = shingles[i] ?? 0;
        const v0 = (Math.imul(a0, shingle) + b0) | 0;
        const v1 = (Math.imul(a1, shingle) + b1) | 0;
        const v2 = (Math.imul(a2, shingle) + b2) | 0;
        const v3 = (Math.imul(a3, shingle) + b3) | 0;
        if (v0 < m0) m0 = v0;
        if (v1 < m1) m1 = v1;
        if (v2 < m2) m2 = v2;
        if (v3 < m3) m3 = v3;
      }
      minima[p] = m0;
      minima[p + 1] = m1;
      minima[p + 2] = m2;
      minima[p + 3] = m3;
    }
  };
  return { shingles, minima, run };
}

const compiled = once(() => new WebAssembly.Module(bytesOfKernel()));

/** The same, sixteen permutations at a time by the vector instructions of WebAssembly. @throws where there are none */
export function vectorKernel(): MinHashKernel {
  const { exports } = new WebAssembly.Instance(compiled());
  const { memory, run } = exports;
  if (!(memory instanceof WebAssembly.Memory) || typeof run !== 'function') throw new Error('not our module');
  const { multiply, add } = constants();
  new Int32Array(memory.buffer, 0, permutations).set(multiply);
  new Int32Array(memory.buffer, 512, permutations).set(add);
  return {
    minima: new Int32Array(memory.buffer, 1024, permutations),
    shingles: new Int32Array(memory.buffer, shinglesAt, shinglesAtOnce),
    run: (count) => run(shinglesAt, shinglesAt + 4 * count),
  };
}

const shinglesAt = 1536;

/** The fastest kernel that this machine can run; all give the same minima. */
export function fastestKernel(): MinHashKernel {
  try {
    return vectorKernel();
  } catch {
    return scriptKernel();
  }
}
