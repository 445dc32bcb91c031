/** Room for the words of most texts. What a long text needed beyond it goes when the next text comes. */
const usual = 512;
const largest = 4096;

/** Of each word side by side: where it begins, where it ends and how it is written, its bits, its cues. */
const stride = 4;
const roomFor = (words: number) => new Int32Array(words * stride);

const possessive = 4;
/** How a word is written, with `possessive`, takes the last bits of where it ends. */
const shapeBits = 3;

/** The words of a text in order, with what is known of each. */
export class WordList {
  text = '';
  lower = '';
  count = 0;
  /** The words that are more than usual ones in small letters, in order: of `count`, so many. */
  noticed = 0;
  #words = roomFor(usual);
  #noticed = new Int32Array(usual);

  /** How many words there is room for without asking for more memory. */
  get room(): number {
    return this.#words.length / stride;
  }

  /** Beyond the last word the text's end, in small letters, of which nothing is known. */
  start(index: number): number {
    return index < this.count ? (this.#words[index * stride] ?? 0) : this.text.length;
  }
  /** Where the word ends; a possessive ending is no part of it. */
  end(index: number): number {
    return index < this.count ? (this.#words[index * stride + 1] ?? 0) >> shapeBits : this.text.length;
  }
  shape(index: number): number {
    return index < this.count ? (this.#words[index * stride + 1] ?? 0) & 3 : 0;
  }
  possessive(index: number): boolean {
    return index < this.count && ((this.#words[index * stride + 1] ?? 0) & possessive) !== 0;
  }
  bits(index: number): number {
    return index < this.count ? (this.#words[index * stride + 2] ?? 0) : 0;
  }
  cues(index: number): number {
    return index < this.count ? (this.#words[index * stride + 3] ?? 0) : 0;
  }
  /** Which word was noticed, by its place among the noticed. */
  noticedAt(place: number): number {
    return this.#noticed[place] ?? this.count;
  }
  word(index: number): string {
    return index < 0 ? '' : this.lower.slice(this.start(index), this.end(index));
  }

  /** The first word that begins at `unit` or after it. */
  indexAt(unit: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.start(middle) < unit) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  protected begin(text: string, lower: string): void {
    this.text = text;
    this.lower = lower;
    this.count = 0;
    this.noticed = 0;
    if (this.room > largest) {
      this.#words = roomFor(usual);
      this.#noticed = new Int32Array(usual);
    }
  }

  protected add(start: number, end: number, shape: number, isPossessive: boolean, bits: number, cues: number): void {
    const at = stride * this.count++;
    if (at === this.#words.length) this.#grow();
    const words = this.#words;
    words[at] = start;
    words[at + 1] = (end << shapeBits) | (isPossessive ? shape | possessive : shape);
    words[at + 2] = bits;
    words[at + 3] = cues;
  }

  /** Of the word that was added last. */
  protected notice(): void {
    this.#noticed[this.noticed++] = this.count - 1;
  }

  #grow(): void {
    const larger = roomFor(2 * this.room);
    larger.set(this.#words);
    this.#words = larger;
    const more = new Int32Array(this.room);
    more.set(this.#noticed);
    this.#noticed = more;
  }
}
