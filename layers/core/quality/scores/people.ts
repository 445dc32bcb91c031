import type { Tokens } from '../text/tokens.ts';
import type { Lexicon } from '../text/trie.ts';
import { normalForm, type Vocabulary } from '../text/vocabulary.ts';

/** By class of the lexicons: what a word of it says, as bits. A pronoun may be taken up by the same pronoun. */
const bits = { he: 1, she: 2, man: 4, woman: 8 } as const;
/** A pronoun, and all that it may stand for. */
const antecedents = [
  [bits.he, bits.he | bits.man],
  [bits.she, bits.she | bits.woman],
] as const;

/** Sees whether a text speaks of a man or a woman, by pronoun ("he") or by noun ("my dad"). */
export class People {
  readonly #bits: Uint8Array;

  constructor(lexicon: Lexicon, vocabulary: Vocabulary) {
    this.#bits = new Uint8Array(vocabulary.size);
    for (const [name, bit] of Object.entries(bits)) {
      for (const word of lexicon[name] ?? []) {
        const id = vocabulary.id(normalForm(word));
        this.#bits[id] = (this.#bits[id] ?? 0) | bit;
      }
    }
  }

  /** What a text speaks of, as bits for `peopleMet`. */
  of({ id, count }: Tokens): number {
    let found = 0;
    for (let at = 0; at < count; at++) found |= this.#bits[id[at] ?? 0] ?? 0;
    return found;
  }
}

/**
 * Of the pronouns "he" and "she" in a reply: how many stand for somebody whom the turns before may speak of, and how
 * many for nobody they know; each 0..2. A reply to another message often speaks of somebody unknown here. "They" is
 * not looked at: it stands for too much.
 */
export function peopleMet(reply: number, before: number): { met: number; unknown: number } {
  let [met, unknown] = [0, 0];
  for (const [pronoun, known] of antecedents) {
    if ((reply & pronoun) === 0) continue;
    if ((before & known) === 0) unknown++;
    else met++;
  }
  return { met, unknown };
}
