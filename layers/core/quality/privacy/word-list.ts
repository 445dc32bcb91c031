/** Room for the words of most texts. What a long text needed beyond it goes when the next text comes. */
const usual = 512;
const largest = 4096;

const roomFor = (size: number) => ({
  starts: new Int32Array(size),
  ends: new Int32Array(size),
  shapes: new Uint8Array(size),
  bits: new Int32Array(size),
  cues: new Int32Array(size),
});

const possessive = 4;

/** The words of a text in order, with what is known of each. */
export class WordList {
  text = '';
  lower = '';
  count = 0;
  #room = roomFor(usual);

  /** How many words there is room for without asking for more memory. */
  get room(): number {
    return this.#room.starts.length;
  }

  start(index: number): number {
    return index < this.count ? (this.#room.starts[index] ?? 0) : this.text.length;
  }
  /** Where the word ends; a possessive ending is no part of it. */
  end(index: number): number {
    return index < 0 ? 0 : (this.#room.ends[index] ?? 0);
  }
  shape(index: number): number {
    return (this.#room.shapes[index] ?? 0) & 3;
  }
  possessive(index: number): boolean {
    return ((this.#room.shapes[index] ?? 0) & possessive) !== 0;
  }
  bits(index: number): number {
    return index < 0 || index >= this.count ? 0 : (this.#room.bits[index] ?? 0);
  }
  cues(index: number): number {
    return index < 0 || index >= this.count ? 0 : (this.#room.cues[index] ?? 0);
  }
  word(index: number): string {
    return index < 0 || index >= this.count ? '' : this.lower.slice(this.#room.starts[index], this.#room.ends[index]);
  }

  /** The first word that begins at `unit` or after it. */
  indexAt(unit: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#room.starts[middle] ?? 0) < unit) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  protected begin(text: string, lower: string): void {
    this.text = text;
    this.lower = lower;
    this.count = 0;
    if (this.room > largest) this.#room = roomFor(usual);
  }

  protected add(start: number, end: number, shape: number, isPossessive: boolean, bits: number, cues: number): void {
    const index = this.count++;
    if (index === this.room) this.#grow();
    const room = this.#room;
    room.starts[index] = start;
    room.ends[index] = end;
    room.shapes[index] = isPossessive ? shape | possessive : shape;
    room.bits[index] = bits;
    room.cues[index] = cues;
  }

  #grow(): void {
    const { starts, ends, shapes, bits, cues } = this.#room;
    const larger = roomFor(2 * this.room);
    larger.starts.set(starts);
    larger.ends.set(ends);
    larger.shapes.set(shapes);
    larger.bits.set(bits);
    larger.cues.set(cues);
    this.#room = larger;
  }
}
