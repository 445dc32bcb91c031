import type { Tokens } from '../text/tokens.ts';
import type { Lexicon } from '../text/trie.ts';
import { normalForm, sign, type Vocabulary } from '../text/vocabulary.ts';
import type { Seen } from './seen.ts';

/**
 * Of the words of a sentence about half hold it together ("the", "to", "is"). Of 2,700 replies that people wrote three
 * in a thousand have a share under 0.22; a row of keywords has next to none.
 */
const [wholeSalad, noSalad] = [0.15, 0.22];
/** What holds sentences of another language together is not known here: where so many words are unknown, nothing is said. */
const mostlyUnknown = 0.4;
/** Fewer words than this may be an exclamation. */
const fewestWords = 6;
/** In a reply this short, set phrases such as "sleep well" are sentences of their own. */
const shortReply = 10;

/** Tells sentences from rows of keywords, by the words that hold a sentence together: the class `glue`. */
export class Wording {
  readonly #glue: Uint8Array;

  constructor(lexicon: Lexicon, vocabulary: Vocabulary) {
    this.#glue = new Uint8Array(vocabulary.size);
    for (const word of lexicon['glue'] ?? []) this.#glue[vocabulary.id(normalForm(word))] = 1;
  }

  /** 0..1: how much a text is a row of keywords. A word said three times in a row takes one back. */
  salad(tokens: Tokens, seen: Seen): number {
    const { words, count, id, stem } = tokens;
    if (words < fewestWords) return 0;
    let glue = 0;
    let unknown = 0;
    for (let at = 0; at < count; at++) {
      if (id[at] === sign.unknown) unknown++;
      glue += this.#glue[id[at] ?? 0] ?? 0;
      if (at > 1 && stem[at] === stem[at - 1] && stem[at] === stem[at - 2]) glue--;
    }
    if (unknown > words * mostlyUnknown) return 0;
    const share = (held: number) => (held + 1) / (words + 2);
    if (share(glue) >= noSalad) return 0;
    const held = words < shortReply ? Math.max(glue, this.#inPhrases(seen)) : glue;
    return Math.max(0, Math.min(1, (noSalad - share(held)) / (noSalad - wholeSalad)));
  }

  /** How many words belong to a phrase of two or more. */
  #inPhrases(seen: Seen): number {
    let sum = 0;
    let end = 0;
    for (let at = 0; at < seen.size; at++) {
      const [from, to] = [seen.from[at] ?? 0, seen.to[at] ?? 0];
      if (to - from < 2 || to <= end) continue;
      sum += to - Math.max(from, end);
      end = to;
    }
    return sum;
  }
}
