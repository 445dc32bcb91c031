import { Units } from '../../units.ts';
import { type Folding, several } from './fold.ts';

export const bang = 33;
const dot = 46;
/** What stands for a flag of two letters: an emoji that spells nothing. */
const flag = 0x1f3f3;

/** A text as its UTF-16 units, with what stands at a place of it. Valid until the next `read`. */
export class Characters {
  /** What comes after `length` is of no meaning. */
  units: Uint16Array = new Uint16Array(0);
  length = 0;
  readonly #folding: Folding;
  readonly #reading = new Units();

  constructor(folding: Folding) {
    this.#folding = folding;
  }

  read(text: string): this {
    this.units = this.#reading.of(text);
    this.length = text.length;
    return this;
  }

  /** The unit at a place, or 0 outside of the text. */
  unitAt(index: number): number {
    return index >= 0 && index < this.length ? (this.units[index] ?? 0) : 0;
  }

  /** The code point that begins at a place; half a pair is one by itself. */
  codeAt(index: number): number {
    const unit = this.unitAt(index);
    if (unit < 0xd800 || unit >= 0xdc00) return unit;
    const low = this.unitAt(index + 1);
    if (low < 0xdc00 || low >= 0xe000) return unit;
    const code = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
    return this.#isOfFlags(index) && this.#isFlag(index) ? flag : code;
  }

  /** Whether one of the letters stands there that flags are made of. */
  #isOfFlags(index: number): boolean {
    const low = this.unitAt(index + 1);
    return this.unitAt(index) === 0xd83c && low >= 0xdde6 && low <= 0xddff;
  }

  /** A row of two such letters is a flag; one or more than two spell a word, unless a longer row hangs on a letter. */
  #isFlag(index: number): boolean {
    const [before, after] = [this.#isOfFlags(index - 2), this.#isOfFlags(index + 2)];
    if (before) return !after && !this.#isOfFlags(index - 4);
    return after && (!this.#isOfFlags(index + 4) || this.#folding.of(this.unitAt(index - 1)) >= 48);
  }

  /** Whether a letter or a digit stands there, whatever it is dressed in. */
  isWordAt(index: number): boolean {
    if (index >= this.length) return false;
    const code = this.codeAt(index);
    const kind = this.#folding.of(code);
    return kind >= 48 || (kind === several && this.#folding.spelled(code).length > 0);
  }

  /** One of exactly two exclamation marks. */
  isDoubled(index: number): boolean {
    const [before, after] = [this.unitAt(index - 1) === bang, this.unitAt(index + 1) === bang];
    return before !== after && this.unitAt(before ? index - 2 : index + 2) !== bang;
  }

  /** Not the dot in `k.i.l.l`, nor those of `I want to... die`. */
  endsSentence(index: number): boolean {
    if (this.unitAt(index) === dot && (this.unitAt(index + 1) === dot || this.unitAt(index - 1) === dot)) return false;
    return !this.isWordAt(index + 1);
  }
}
