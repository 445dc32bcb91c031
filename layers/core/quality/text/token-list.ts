/** One entry per word, number, emoji or sentence end of a text, as numbers. */
export class TokenList {
  count = 0;
  /** The word's id in the vocabulary, or a `sign`. */
  id = new Int32Array(512);
  /** The hash of the word's stem. */
  stem = new Int32Array(512);
  /** Where it stands, in UTF-16 units. */
  start = new Int32Array(512);
  end = new Int32Array(512);

  /** Whether more than a blank stands before a token and after the one before it: a comma, a colon, a dash. */
  isParted(at: number): boolean {
    return at > 0 && (this.start[at] ?? 0) - (this.end[at - 1] ?? 0) > 1;
  }

  protected push(id: number, stem: number, start: number, end: number): void {
    const at = this.count++;
    this.id[at] = id;
    this.stem[at] = stem;
    this.start[at] = start;
    this.end[at] = end;
  }

  /** Empties the list, and makes room for so many. */
  protected begin(tokens: number): void {
    this.count = 0;
    if (this.id.length >= tokens) return;
    this.id = new Int32Array(tokens * 2);
    this.stem = new Int32Array(tokens * 2);
    this.start = new Int32Array(tokens * 2);
    this.end = new Int32Array(tokens * 2);
  }
}
