import type { Tokens } from './tokens.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Slots for the pairs of a usual turn. */
const fewest = 512;

/** The pairs of words that stand side by side in a text: "social anxiety", "my dad". */
export class Pairs {
  #keys = new Int32Array(fewest);
  #met = new Uint8Array(fewest);
  /** After `metBy`: the share of the other text's pairs that are here too, 0..1; of few pairs it is low. */
  share = 0;
  readonly #vocabulary: Vocabulary;

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
  }

  read(tokens: Tokens): this {
    const size = 2 ** Math.ceil(Math.log2(Math.max(fewest, tokens.count * 2)));
    // Room made for a long text is given back: to clear it costs each text after it.
    if (this.#keys.length < size || this.#keys.length > Math.max(fewest, size * 4)) {
      this.#keys = new Int32Array(size);
      this.#met = new Uint8Array(size);
    } else this.#keys.fill(0);
    this.#met.fill(0);
    const { wordless } = this.#vocabulary;
    for (let at = 0; at + 1 < tokens.count; at++) {
      const key = keyAt(tokens, at, wordless);
      if (key === 0) continue;
      this.#keys[this.#slotOf(key)] = key;
    }
    return this;
  }

  /** The weight of the pairs of another text that are here too, each once, over the root of its length. */
  metBy(tokens: Tokens): number {
    let sum = 0;
    let met = 0;
    let all = 0;
    const { wordless } = this.#vocabulary;
    for (let at = 0; at + 1 < tokens.count; at++) {
      const key = keyAt(tokens, at, wordless);
      if (key === 0) continue;
      all++;
      const slot = this.#slotOf(key);
      if (this.#keys[slot] !== key) continue;
      met++;
      if (this.#met[slot] === 1) continue;
      this.#met[slot] = 1;
      sum += this.#weight(tokens.id[at] ?? 0) + this.#weight(tokens.id[at + 1] ?? 0);
    }
    this.#met.fill(0);
    this.share = met / (all + 2);
    return sum / Math.sqrt(1 + tokens.count);
  }

  #weight(id: number): number {
    const { weights, scale } = this.#vocabulary;
    return scale.weights[weights[id] ?? 0] ?? 0;
  }

  /** Where a key is, or would be. */
  #slotOf(key: number): number {
    const mask = this.#keys.length - 1;
    let slot = (key ^ (key >>> 15)) & mask;
    while (this.#keys[slot] !== 0 && this.#keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  }
}

/** Names a pair of words, or of digits and a word ("140 kg"); 0 for none: across the end of a sentence, or with an emoji. */
function keyAt(tokens: Tokens, at: number, wordless: Uint8Array): number {
  const [one, other] = [wordless[tokens.id[at] ?? 0], wordless[tokens.id[at + 1] ?? 0]];
  if (one === 1 || other === 1 || (one === 2 && other === 2)) return 0;
  return Math.imul(tokens.stem[at] ?? 0, 31) ^ (tokens.stem[at + 1] ?? 0);
}
