/** Words of a shingle: three recall 99.6 % of texts with one to three words changed, five only 95 %. */
const shingleWords = 3;

/** Letters and digits below U+0080. */
const isAsciiWord = new Uint8Array(128);
for (const letter of 'abcdefghijklmnopqrstuvwxyz0123456789') isAsciiWord[letter.charCodeAt(0)] = 1;

const apostrophe = 0x27;
const curlyApostrophe = 0x2019;

/** Whether a character beyond ASCII is part of a word: all but spaces and punctuation, so that emoji are words too. */
const isWordBeyond = (code: number): boolean =>
  code >= 0xc0
    ? !(
        (code >= 0x2000 && code <= 0x206f) ||
        (code >= 0x3000 && code <= 0x303f) ||
        code === 0x1680 ||
        code === 0xfeff ||
        code === 0xd7 ||
        code === 0xf7
      )
    : code === 0xaa || code === 0xb5 || code === 0xba;

/** Spreads a hash over its 32 bits (the finaliser of MurmurHash3). */
function spread(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

const wordSeed = 0x811c9dc5 | 0;
const wordPrime = 0x01000193;

/** Stands between two parts of a text: what moves from one to the other is a change. */
const boundary = spread(0x7061_7274);

/** Room for the words of most texts. What a longer one needed beyond it is given back when the next text comes. */
const [usualRoom, largestRoom] = [1024, 8192];

/** Hashes of words in a row, and of the shingles that they make. One per process: it keeps its buffer. */
export class Shingles {
  #words = new Int32Array(usualRoom);
  #count = 0;

  #push(word: number): void {
    if (this.#count === this.#words.length) this.#grow();
    this.#words[this.#count++] = word;
  }

  #grow(): Int32Array<ArrayBuffer> {
    const larger = new Int32Array(this.#words.length * 2);
    larger.set(this.#words);
    this.#words = larger;
    return larger;
  }

  /** Reads the words of one part. A part without any is one word: its characters but for white space. */
  #read(part: string): void {
    const text = part.toLowerCase();
    let words = this.#words;
    let count = this.#count;
    let hash = wordSeed;
    let inWord = false;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code < 128 ? isAsciiWord[code] === 1 : isWordBeyond(code)) {
        hash = Math.imul(hash ^ code, wordPrime);
        inWord = true;
      } else if (inWord && code !== apostrophe && code !== curlyApostrophe) {
        if (count === words.length) words = this.#grow();
        words[count++] = hash;
        hash = wordSeed;
        inWord = false;
      }
    }
    const any = inWord || count > this.#count;
    this.#count = count;
    if (!any) {
      for (const character of text.replaceAll(/\s+/g, '')) hash = Math.imul(hash ^ character.charCodeAt(0), wordPrime);
    }
    if (inWord || !any) this.#push(hash);
  }

  /**
   * Hands the hash of each shingle to `take`. Case, punctuation and white space do not count. Fewer words than a
   * shingle has make one shingle together: were they none, all short texts would look the same.
   *
   * @param parts at least one text, such as what the user said and the reply
   */
  of(parts: readonly string[], take: (shingle: number) => void): void {
    this.#count = 0;
    if (this.#words.length > largestRoom) this.#words = new Int32Array(usualRoom);
    for (const [i, part] of parts.entries()) {
      if (i > 0) this.#push(boundary);
      this.#read(part);
    }
    const words = this.#words;
    let [first, second] = [words[0] ?? 0, words[1] ?? 0];
    if (this.#count < shingleWords) {
      take(spread(Math.imul(first, 31) + (this.#count > 1 ? second : 0)));
      return;
    }
    for (let i = 2; i < this.#count; i++) {
      const third = words[i] ?? 0;
      take(spread(Math.imul(Math.imul(first, 31) + second, 31) + third));
      first = second;
      second = third;
    }
  }
}
