import { remembered } from '../../remembered.ts';
import { hashOf } from './hash.ts';
import { stem } from './stem.ts';
import { normalForm } from './vocabulary.ts';

/** Of rare words so many are remembered, and none that is longer: such a part of a string keeps all of it in memory. */
const [mostRemembered, longestRemembered] = [4096, 12];
/** What is longer is no word. */
const longestWord = 40;

const stemOf = (word: string): number => hashOf(stem(normalForm(word)));

/** The stems of words that no list has. Such a word is worth a string: its stem must meet that of its relatives. */
export class RareStems {
  readonly #remembered = remembered(stemOf, mostRemembered);

  /**
   * @param hash the word's own, which is returned for what is too long to be a word
   * @param from where it stands in the text, to `to`
   */
  of(text: string, hash: number, from: number, to: number): number {
    const length = to - from;
    if (length > longestWord) return hash;
    const word = text.slice(from, to);
    return length > longestRemembered ? stemOf(word) : this.#remembered(word);
  }
}
