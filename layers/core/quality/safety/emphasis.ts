import { type Characters, star } from './characters.ts';

/** Tells stars that begin or end what is *emphasized* from those that stand for letters. */
export class Emphasis {
  readonly #text: Characters;
  /** Where the row of stars ends that was looked at last, and whether it is emphasis; whether such is under way. */
  #rowTo = 0;
  #isRow = false;
  #underWay = false;
  /** No star that could end an emphasis stands before this place, or none behind those that were asked for. */
  #closing = 0;

  constructor(text: Characters) {
    this.#text = text;
  }

  /** Call it before each text. */
  begin(): void {
    this.#rowTo = this.#closing = 0;
    this.#underWay = false;
  }

  /**
   * Whether the star at a place belongs to such a row. Ask for the stars of a text in their order.
   *
   * @param inWord whether letters of a word stand before it
   * @param isKnown whether the word before a row of so many stars is a known one; where none is, the word at the place
   *   behind it
   */
  isMark(index: number, inWord: boolean, isKnown: (behind: number, stars: number) => boolean): boolean {
    // A row is looked at once, however long it is.
    if (index < this.#rowTo) return this.#isRow;
    const text = this.#text;
    let end = index + 1;
    while (text.unitAt(end) === star) end++;
    this.#rowTo = end;
    const isEdge = text.isWordAt(end) !== inWord;
    const isPaired = () => (inWord ? this.#underWay : this.#isClosedAfter(end));
    this.#isRow = isEdge && isPaired() && isKnown(end, end - index);
    if (this.#isRow) this.#underWay = !inWord;
    return this.#isRow;
  }

  /** Whether a star ends a word behind a place; each is looked for once. */
  #isClosedAfter(index: number): boolean {
    const text = this.#text;
    let at = Math.max(index + 1, this.#closing);
    while (at < text.length && !(text.unitAt(at) === star && text.closes(at))) at++;
    this.#closing = at;
    return at < text.length;
  }
}
