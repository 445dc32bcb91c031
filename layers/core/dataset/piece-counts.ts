import type { PieceText } from './token-pieces.ts';

/** Longer pieces are rare, and counted anew each time. */
const longest = 40;
const slots = 1 << 15;
/** The table stays half empty, so that a piece is found at the first or second look. */
const most = slots / 2;
const unitsOfAll = most * 12;

/** Places of an entry: the piece's hash, where its units stand, its length, its tokens. */
const stride = 4;

const placeOf = (hash: number): number => ((hash ^ (hash >>> 15)) & (slots - 1)) * stride;

/**
 * How many tokens the pieces had that were met lately: most words are met again and again. Found by a hash, then
 * compared unit by unit, so that no piece is taken for another. When it is full it begins anew.
 */
export class PieceCounts {
  readonly #count: (piece: string) => number;
  readonly #entries = new Int32Array(slots * stride);
  readonly #units = new Uint16Array(unitsOfAll);
  #size = 0;
  #used = 0;

  /** @param count how many tokens a piece is; asked for pieces that are not known */
  constructor(count: (piece: string) => number) {
    this.#count = count;
  }

  /** The tokens of the piece from `start` to before `end`, whose `hashOf` is `hash`. */
  of(from: PieceText, start: number, end: number, hash: number): number {
    const { text, units } = from;
    const length = end - start;
    if (length > longest) return this.#count(text.slice(start, end));
    let entry = placeOf(hash);
    for (;;) {
      const known = this.#entries[entry + 2] ?? 0;
      if (known === 0) return this.#learn(from, start, end, hash);
      if (known === length && this.#entries[entry] === hash && this.#same(units, start, end, entry)) {
        return this.#entries[entry + 3] ?? 0;
      }
      entry = (entry + stride) & (slots * stride - 1);
    }
  }

  #same(units: Uint16Array, start: number, end: number, entry: number): boolean {
    let unit = this.#entries[entry + 1] ?? 0;
    for (let at = start; at < end; at++) if (this.#units[unit++] !== units[at]) return false;
    return true;
  }

  #learn({ text, units }: PieceText, start: number, end: number, hash: number): number {
    const tokens = this.#count(text.slice(start, end));
    if (this.#size === most || this.#used + end - start > unitsOfAll) {
      this.#entries.fill(0);
      [this.#size, this.#used] = [0, 0];
    }
    let entry = placeOf(hash);
    while (this.#entries[entry + 2] !== 0) entry = (entry + stride) & (slots * stride - 1);
    this.#entries.set([hash, this.#used, end - start, tokens], entry);
    for (let at = start; at < end; at++) this.#units[this.#used++] = units[at] ?? 0;
    this.#size++;
    return tokens;
  }
}
