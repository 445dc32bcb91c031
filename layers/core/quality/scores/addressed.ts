import type { Tokens } from '../text/tokens.ts';
import type { Lexicon } from '../text/trie.ts';
import { normalForm, sign, type Vocabulary } from '../text/vocabulary.ts';
import type { Seen } from './seen.ts';

/** Of whom a word speaks, and the signs that end a sentence. */
const whom = { you: 1, self: 2, others: 3, end: 4 } as const;
/** The classes whose single words say so. */
const lists = { you: ['you'], self: ['i'], others: ['he', 'she', 'they'] } as const;

/** So many tokens from the nearer end of a reply, a phrase counts half. */
const halfAt = 20;

/**
 * How far each phrase of a reply is said to the user. A long reply holds set phrases by chance: "I wish I could help my
 * mother" is no sympathy for the user, and "they will love you if you love them" no warmth. What is said to somebody
 * stands in a sentence that speaks to them or of nobody, and mostly where a reply begins or ends.
 */
export class Addressed {
  /** By class: its places, each counted by a number 0..1: how far its sentence speaks to the user, and how near it is to an end. */
  readonly counts: Float64Array;
  /** How many words stand in sentences that speak of "I" and not to "you". */
  ownWords = 0;
  readonly #whom: Uint8Array;

  constructor(lexicon: Lexicon, vocabulary: Vocabulary, seen: Seen) {
    this.counts = new Float64Array(seen.counts.length);
    this.#whom = new Uint8Array(vocabulary.size);
    for (const name of ['you', 'self', 'others'] as const) {
      for (const word of lists[name].flatMap((one) => lexicon[one] ?? [])) {
        this.#whom[vocabulary.id(normalForm(word))] = whom[name];
      }
    }
    for (const end of [sign.question, sign.exclamation, sign.stop]) this.#whom[end] = whom.end;
  }

  /** One pass over tokens and places. */
  read({ id, count }: Tokens, { classes, from, to, size }: Seen): this {
    const counts = this.counts.fill(0);
    this.ownWords = 0;
    let place = 0;
    let [words, you, self, others] = [0, 0, 0, 0];
    for (let at = 0; at <= count; at++) {
      const who = at < count ? this.#whom[id[at] ?? 0] : whom.end;
      if (who !== whom.end) {
        words++;
        if (who === whom.you) you++;
        else if (who === whom.self) self++;
        else if (who === whom.others) others++;
        continue;
      }
      if (self > 0 && you === 0) this.ownWords += words;
      // "I am so sorry" speaks of one besides the user, and is said to them all the same.
      const toUser = ((1 + you) / (1 + you + Math.max(0, self + others - 1))) * halfAt;
      for (; place < size && (from[place] ?? 0) < at; place++) {
        const index = classes[place] ?? 0;
        const fromEnd = Math.min(from[place] ?? 0, count - (to[place] ?? 0));
        counts[index] = (counts[index] ?? 0) + toUser / (halfAt + fromEnd);
      }
      words = you = self = others = 0;
    }
    return this;
  }
}
