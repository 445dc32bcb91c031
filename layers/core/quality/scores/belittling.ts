import type { Tokens } from '../text/tokens.ts';
import { endsSentence, sign, type Vocabulary } from '../text/vocabulary.ts';
import type { Seen } from './seen.ts';

/** After these a sentence says something of its own again: "that was not easy, but he was right to shout". */
const turning = ['but', 'though', 'although', 'still', 'honestly'];
/** After these "to" commands: "you need to calm down". "A chance to calm down" does not. */
const obliging = 'need have ought got want'.split(' ');
/** Whom a clause speaks of. */
const others = 'i im ive id ill me my myself we us he hes him she her they them people some someone somebody'.split(
  ' ',
);
const you = 'you your youre youve yourself u ur'.split(' ');
const is = { turn: 1, oblige: 2, other: 4, you: 8, to: 16 } as const;

/** What belittles somebody, unless it is only told of: "he says that a good wife …", "you were not lazy". */
export class Belittling {
  readonly #putsDown: number;
  readonly #belittles: number;
  readonly #guarded: readonly number[];
  readonly #reported: number;
  /** By word: bits of `is`. */
  readonly #is: Uint8Array;

  constructor(seen: Seen, vocabulary: Vocabulary) {
    this.#putsDown = seen.index('put_down');
    this.#belittles = seen.index('belittles');
    this.#guarded = ['belittles', 'cold', 'scolding', 'put_down'].map((name) => seen.index(name));
    this.#reported = seen.index('reported');
    this.#is = new Uint8Array(vocabulary.size);
    const mark = (words: readonly string[], what: number) => {
      for (const id of words.map((word) => vocabulary.id(word))) if (id > 0) this.#is[id] = (this.#is[id] ?? 0) | what;
    };
    mark(turning, is.turn);
    mark(obliging, is.oblige);
    mark(others, is.other);
    mark(you, is.you);
    mark(['to'], is.to);
  }

  /**
   * Takes back what is told of or denied before it in the same clause, and what puts down nobody that is spoken to: "he had to
   * calm down", "I felt pathetic". So is what only doubts it: "You brought it on yourself? No." One pass over places and tokens.
   */
  settle(seen: Seen, { id }: Tokens): void {
    if (this.#guarded.every((index) => (seen.counts[index] ?? 0) === 0)) return;
    let [token, clause, reported, about] = [0, 0, -1, 0];
    seen.drop((place) => {
      const [index, from] = [seen.classes[place] ?? 0, seen.from[place] ?? 0];
      for (; token < from; token++) {
        const word = id[token] ?? 0;
        const what = this.#is[word] ?? 0;
        if (endsSentence(word) || (what & is.turn) !== 0) [clause, about] = [token + 1, 0];
        else if ((what & (is.you | is.other)) !== 0) about = what;
      }
      if (index === this.#reported) reported = from;
      if (!this.#guarded.includes(index)) return false;
      if (reported >= clause && reported < from) return true;
      if (index === this.#belittles && from <= clause + 1 && this.#isAskedBack(id, clause, seen.to[place] ?? 0))
        return true;
      return index === this.#putsDown && !this.#isToUser(id, from, from === clause ? 0 : about);
    });
  }

  /** Whether a clause says "you …" and ends in a question mark. */
  #isAskedBack(id: Tokens['id'], clause: number, to: number): boolean {
    return id[to] === sign.question && ((this.#is[id[clause] ?? 0] ?? 0) & is.you) !== 0;
  }

  /** Whether words that put down are said to the user: unless somebody else was named last, or they are a chance or a way "to calm down". */
  #isToUser(id: Tokens['id'], from: number, about: number): boolean {
    const of = (at: number) => this.#is[id[at] ?? 0] ?? 0;
    if ((of(from) & is.you) !== 0) return true;
    if ((of(from - 1) & is.to) !== 0) return (of(from - 2) & is.oblige) !== 0 && (about & is.you) !== 0;
    return (about & is.other) === 0;
  }
}
