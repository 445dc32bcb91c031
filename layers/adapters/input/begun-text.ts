/** Characters: some forty times what the longest conversation of a year takes. */
const longest = 64 * 1024 * 1024;

/** A row as far as it is read. */
export class BegunText {
  #pieces: string[] = [];
  #length = 0;

  add(piece: string): void {
    this.#length += piece.length;
    if (this.isTooLong) this.#pieces = [];
    else this.#pieces.push(piece);
  }

  get isTooLong(): boolean {
    return this.#length > longest;
  }

  /** Whole; of one that is too long, nothing. */
  text(): string {
    return this.#pieces.join('');
  }
}
