/** Of each piece that was put, side by side: where it begins and ends in the new text, and where what it replaces did. */
const stride = 4;

/** A text with pieces of it replaced, and the way back to it. Costs no more than the pieces are many. */
export class Patched {
  readonly #original: string;
  readonly #pieces: number[] = [];
  #text = '';
  #copied = 0;

  constructor(original: string) {
    this.#original = original;
  }

  /** Puts a piece, which may be empty, for what stands from `start` to `end`; after those put before. */
  put(start: number, end: number, piece: string): void {
    const kept = this.#text + this.#original.slice(this.#copied, start);
    this.#text = kept + piece;
    this.#copied = end;
    this.#pieces.push(kept.length, this.#text.length, start, end);
  }

  get text(): string {
    return this.#text + this.#original.slice(this.#copied);
  }

  /** The unit of the original at which the unit `index` of the text begins. */
  start(index: number): number {
    const at = this.#after(index) - stride;
    if (at < 0) return index;
    const [end, oldStart, oldEnd] = this.#pieces.slice(at + 1, at + stride);
    return index < (end ?? 0) ? (oldStart ?? 0) : (oldEnd ?? 0) + index - (end ?? 0);
  }

  /** The unit of the original just after the last unit before `index`. What went without a trace belongs to that. */
  end(index: number): number {
    if (index <= 0) return 0;
    let at = this.#after(index) - stride;
    if (this.#pieces[at] === index && this.#pieces[at + 1] !== index) at -= stride;
    if (at < 0) return index;
    const [end, , oldEnd] = this.#pieces.slice(at + 1, at + stride);
    return (oldEnd ?? 0) + Math.max(0, index - (end ?? 0));
  }

  /** The place of the first piece that begins after `index`. */
  #after(index: number): number {
    let low = 0;
    let high = this.#pieces.length / stride;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#pieces[middle * stride] ?? 0) > index) high = middle;
      else low = middle + 1;
    }
    return low * stride;
  }
}
