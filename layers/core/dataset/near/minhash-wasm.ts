/**
 * Writes the WebAssembly module of the MinHash kernel, a few hundred bytes, from its instructions. Memory (one page):
 * 128 factors at 0, 128 addends at 512, 128 minima at 1024, shingles from 1536 on, all of them 32-bit integers.
 * The module exports `memory` and `run(from, to)`: byte addresses of the first shingle and of the end.
 *
 * @see https://webassembly.github.io/spec/core/binary/ for the format and the numbers
 */
export function bytesOfKernel(): Uint8Array<ArrayBuffer> {
  const [from, to, place, shingle] = [0, 1, 2, 3];
  const vectors = [0, 1, 2, 3];
  const factor = (i: number) => 4 + i;
  const addend = (i: number) => 8 + i;
  const minimum = (i: number) => 12 + i;
  const spread = 16;

  const overShingles = [
    ...get(shingle),
    ...loadSplat,
    ...set(spread),
    ...vectors.flatMap((i) => [
      ...get(minimum(i)),
      ...[...get(factor(i)), ...get(spread), ...multiply],
      ...[...get(addend(i)), ...plus],
      ...smaller,
      ...set(minimum(i)),
    ]),
    ...[...get(shingle), ...constant(4), i32Add, ...tee(shingle), ...get(to), i32Less, ...again],
  ];
  const overPermutations = [
    ...vectors.flatMap((i) => [...get(place), ...load(16 * i), ...set(factor(i))]),
    ...vectors.flatMap((i) => [...get(place), ...load(512 + 16 * i), ...set(addend(i))]),
    ...vectors.flatMap((i) => [...get(place), ...load(1024 + 16 * i), ...set(minimum(i))]),
    ...[...get(from), ...set(shingle), ...loop(overShingles)],
    ...vectors.flatMap((i) => [...get(place), ...get(minimum(i)), ...store(1024 + 16 * i)]),
    ...[...get(place), ...constant(64), i32Add, ...tee(place), ...constant(512), i32Less, ...again],
  ];
  const locals = [...vector([2, i32], [13, v128])];
  const code = [...locals, ...loop(overPermutations), end];

  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, vector([0x60, ...vector([i32], [i32]), ...vector()])),
    ...section(3, vector([0])),
    ...section(5, vector([0x00, 1])),
    ...section(7, vector([...name('memory'), 0x02, 0], [...name('run'), 0x00, 0])),
    ...section(10, vector([...unsigned(code.length), ...code])),
  ]);
}

const [i32, v128] = [0x7f, 0x7b];
const [end, i32Add, i32Less] = [0x0b, 0x6a, 0x49];
const again = [0x0d, 0];

/** LEB128, the way in which the format writes whole numbers. */
const unsigned = (value: number): number[] =>
  value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
/** The same for constants, which have a sign: the bit 0x40 of the last byte. */
const signed = (value: number): number[] => (value < 0x40 ? [value] : [(value & 0x7f) | 0x80, ...signed(value >>> 7)]);

const vector = (...items: number[][]): number[] => [...unsigned(items.length), ...items.flat()];
const section = (id: number, content: number[]): number[] => [id, ...unsigned(content.length), ...content];
const name = (text: string): number[] => vector(...[...text].map((letter) => [letter.charCodeAt(0)]));

const get = (local: number) => [0x20, local];
const set = (local: number) => [0x21, local];
const tee = (local: number) => [0x22, local];
const constant = (value: number) => [0x41, ...signed(value)];
const loop = (body: number[]) => [0x03, 0x40, ...body, end];

const simd = (operation: number, ...rest: number[]) => [0xfd, ...unsigned(operation), ...rest];
/** Addresses are multiples of 2 to the power of `alignment`. */
const at = (alignment: number, offset: number) => [alignment, ...unsigned(offset)];
const load = (offset: number) => simd(0x00, ...at(4, offset));
const store = (offset: number) => simd(0x0b, ...at(4, offset));
const loadSplat = simd(0x09, ...at(2, 0));
const plus = simd(0xae);
const multiply = simd(0xb5);
const smaller = simd(0xb6);
