import { bang, type Characters } from './characters.ts';
import { pause, stop } from './fold.ts';

/** What stands before a token, as bits: an emoji of two units, as most are. */
export const isAfterEmoji = 16;
/** The end of a sentence. */
export const isFirst = 32;
/** A comma, a bracket, a new line or an emoji. */
export const isAfterPause = 64;
/** A mark: a dot, a hyphen, a comma; there may be white space behind it. */
export const isAfterMark = 128;

/** A paragraph of fewer words ends no sentence. */
const shortestParagraph = 3;
const paragraphEnd = 0x2029;

/** What ends between the tokens of a text: a sentence, a clause or nothing. */
export class Breaks {
  /** What stands before the next token. */
  before = 0;
  readonly #text: Characters;
  /** The first token of this line and of this paragraph. */
  #lineFrom = 0;
  #paragraphFrom = 0;

  constructor(text: Characters) {
    this.#text = text;
  }

  /** Call it before each text. */
  begin(): void {
    this.before = isFirst;
    this.#lineFrom = this.#paragraphFrom = 0;
  }

  /** A mark between words. @param tokens how many there are before it */
  mark(index: number, kind: number, tokens: number): void {
    const text = this.#text;
    this.before |= isAfterMark;
    // `!` is a symbol because it stands for letters; where it stands for none it ends a sentence.
    const isStop = kind === stop || text.unitAt(index) === bang;
    if (isStop && text.endsSentence(index)) this.before = isFirst;
    else if (kind === pause || (isStop ? !text.isPoint(index) : text.isApart(index))) this.before |= isAfterPause;
    if (kind === pause && text.isLineEnd(index)) this.#endLine(index, tokens);
  }

  /** A line without words ends a sentence: not where a word or two have a paragraph, for a phrase can be written so. */
  #endLine(index: number, tokens: number): void {
    // A word is torn by a mark, and by white space only where it is longer.
    this.before &= ~isAfterMark;
    if (tokens === this.#lineFrom || this.#text.unitAt(index) === paragraphEnd) {
      if (tokens - this.#paragraphFrom >= shortestParagraph) this.before = isFirst;
      this.#paragraphFrom = tokens;
    }
    this.#lineFrom = tokens;
  }
}
