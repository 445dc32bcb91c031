import type { Tokens } from '../text/tokens.ts';
import { endsSentence, type Vocabulary } from '../text/vocabulary.ts';
import type { Seen } from './seen.ts';

/** After these a sentence says something of its own again: "that was not easy, but he was right to shout". */
const turning = ['but', 'though', 'although', 'still', 'honestly'];

/** What belittles somebody, unless it is only told of: "he says that a good wife …", "you were not lazy". */
export class Belittling {
  readonly #belittles: number;
  readonly #reported: number;
  readonly #turns: readonly number[];

  constructor(seen: Seen, vocabulary: Vocabulary) {
    this.#belittles = seen.index('belittles');
    this.#reported = seen.index('reported');
    this.#turns = turning.map((word) => vocabulary.id(word));
  }

  /** Takes back what is told of or denied before it in the same clause. One pass over places and tokens. */
  settle(seen: Seen, { id }: Tokens): void {
    if ((seen.counts[this.#belittles] ?? 0) === 0) return;
    let token = 0;
    let clause = 0;
    let reported = -1;
    seen.drop((place) => {
      const [index, from] = [seen.classes[place] ?? 0, seen.from[place] ?? 0];
      for (; token < from; token++) if (this.#endsClause(id[token] ?? 0)) clause = token + 1;
      if (index === this.#reported) reported = from;
      return index === this.#belittles && reported >= clause && reported < from;
    });
  }

  #endsClause(id: number): boolean {
    return endsSentence(id) || this.#turns.includes(id);
  }
}
