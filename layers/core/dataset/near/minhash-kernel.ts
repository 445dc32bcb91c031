/// <reference path="./webassembly.d.ts" />
import { once } from '../../once.ts';
import { seeded } from '../../seeded.ts';
import { bytesOfKernel } from './minhash-wasm.ts';

/** Permutations of a signature. */
export const permutations = 128;

/** Shingles that the kernel takes at once; longer texts take more than one call. */
export const shinglesAtOnce = 15_000;

const compiled = once(() => new WebAssembly.Module(bytesOfKernel()));

/**
 * The inner loop: for each permutation the smallest of all `multiply * shingle + add`, in 32-bit integers that
 * wrap around (multiply-shift hashing, Dietzfelbinger et al. 1997). Smallest of signed numbers: any order will do.
 * Sixteen permutations at a time, by the vector instructions of WebAssembly.
 */
export function minHashKernel() {
  const { memory, run } = new WebAssembly.Instance(compiled()).exports;
  if (!(memory instanceof WebAssembly.Memory) || typeof run !== 'function') throw new Error('not our module');
  const multiply = new Int32Array(memory.buffer, 0, permutations);
  const add = new Int32Array(memory.buffer, 512, permutations);
  // Part of the signature's version.
  const next = seeded(0x5eed);
  for (let i = 0; i < permutations; i++) {
    // An odd factor permutes the 32-bit numbers.
    multiply[i] = next() | 1;
    add[i] = next();
  }
  const shinglesAt = 1536;
  return {
    /** The smallest so far, one for each permutation. */
    minima: new Int32Array(memory.buffer, 1024, permutations),
    /** To be filled, and told to `run` how far. */
    shingles: new Int32Array(memory.buffer, shinglesAt, shinglesAtOnce),
    run(count: number): void {
      run(shinglesAt, shinglesAt + 4 * count);
    },
  };
}
