import { hashStart, hashStep } from '../text/hash.ts';
import { bang, type Characters, star } from './characters.ts';
import { Emphasis } from './emphasis.ts';
import type { Folding } from './fold.ts';
import { longestWord, unknownWord, type Vocabulary } from './vocabulary.ts';

const [at, dollar, plus, bar] = [64, 36, 43, 124];
const letterA = 97;

/** The letters of a word as far as they were read. */
interface Begun {
  readonly length: number;
  readonly hash: number;
}

/** Tells symbols that stand for letters from mere marks. */
export class Symbols {
  readonly #text: Characters;
  readonly #folding: Folding;
  readonly #vocabulary: Vocabulary;
  readonly #emphasis: Emphasis;

  constructor(text: Characters, folding: Folding, vocabulary: Vocabulary) {
    this.#text = text;
    this.#folding = folding;
    this.#vocabulary = vocabulary;
    this.#emphasis = new Emphasis(text);
  }

  /** Call it before each text. */
  begin(): void {
    this.#emphasis.begin();
  }

  /** Whether the symbol at a place is one of the letters of a word. Ask for those of a text in their order. */
  isLetter(index: number, begun: Begun): boolean {
    const text = this.#text;
    const inWord = begun.length > 0;
    const unit = text.unitAt(index);
    const next = text.unitAt(index + 1);
    const wordAfter = text.isWordAt(index + 1 + (next === at || next === dollar ? 1 : 0));
    // `!`, `+` and `|` at a word's edge are marks, not letters, but for ki!! and where only they make a word: +hroat, wan+, ki||.
    if (unit === bang && inWord && text.isDoubled(index)) return begun.length <= 3 && !this.#isKnown(begun, 2);
    // What stands before it may be mistyped; of fewer letters behind it any word may be left.
    const ends = () =>
      this.#isKnownAt(index + 1, 5) ||
      (this.#isKnown(begun, 2) && this.#isKnownAt(index + 1, 3)) ||
      (this.#isKnown(begun, 3) && this.#isKnownAt(index + 1, 1)) ||
      // kill!ng goes on with less.
      (this.#isKnown(begun, 4) && [1, 2, 3, 4].every((place) => text.isWordAt(index + place)));
    if (unit === bang || unit === plus || unit === bar) {
      if (!inWord) return this.#begins(index);
      if (wordAfter) return unit !== bang || !ends();
      return unit !== bang && this.#closes(index, begun);
    }
    // The stars of f*** stand for letters in what is emphasized too.
    const known = (place: number, stars: number) =>
      inWord ? this.#isKnown(begun, 1) && !this.#isMask(begun, stars) : this.#isKnownAt(place, 1);
    if (unit === star && this.#emphasis.isMark(index, inWord, known)) return false;
    return wordAfter || (inWord && (unit === star || unit === at || unit === dollar));
  }

  /**
   * Whether a `!`, `+` or `|` that opens a word may be its first letter: +hroat, |egs. What is a word without it, or a
   * number, or too short to tell (+me, !no, |or|), is one beside a mark.
   */
  #begins(index: number): boolean {
    const text = this.#text;
    return (
      (index === 0 || text.isBlank(text.unitAt(index - 1))) &&
      this.#folding.of(text.unitAt(index + 1)) >= letterA &&
      text.isWordAt(index + 3) &&
      !this.#isKnownAt(index + 1, 2)
    );
  }

  /** The same for a `+` or `|` that closes one: righ+, ki||. A word or a number before it is beside a mark: C+, 10kg+. */
  #closes(index: number, begun: Begun): boolean {
    return begun.length > 1 && !this.#isKnown(begun, 1) && this.#folding.of(this.#text.unitAt(index - 1)) >= letterA;
  }

  /** Whether the letters and so many stars behind them are on the list of masks. */
  #isMask({ hash }: Begun, stars: number): boolean {
    let masked = hash;
    for (let i = 0; i < Math.min(stars, longestWord); i++) masked = hashStep(masked, star);
    return this.#folding.masks.has(masked);
  }

  /** Whether the letters are a known word of so many letters or more. */
  #isKnown({ length, hash }: Begun, shortest: number): boolean {
    return length >= shortest && this.#vocabulary.find(hash, length) !== unknownWord;
  }

  /** Whether such a word begins at a place. */
  #isKnownAt(index: number, shortest: number): boolean {
    let hash = hashStart;
    let length = 0;
    for (; length <= longestWord; length++) {
      const kind = this.#folding.of(this.#text.unitAt(index + length));
      if (kind < 48) break;
      hash = hashStep(hash, kind);
    }
    return this.#isKnown({ length, hash }, shortest);
  }
}
