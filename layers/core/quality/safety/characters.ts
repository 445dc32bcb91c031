import { Units } from '../../units.ts';
import { type Folding, glue, several, space } from './fold.ts';

export const [bang, star] = [33, 42];
const [lineFeed, carriageReturn, dot, bar, nextLine] = [10, 13, 46, 124, 0x85];
/** What stands for a flag of two letters: an emoji that spells nothing. */
const flag = 0x1f3f3;

const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57;
const isDash = (unit: number): boolean => unit === 45 || (unit >= 0x2010 && unit <= 0x2015);

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

  /** The point of 2.5: no comma. */
  isPoint(index: number): boolean {
    return isDigit(this.unitAt(index - 1)) && isDigit(this.unitAt(index + 1));
  }

  /** Whether a mark stands by itself between blanks, or is a dash with a blank or a dash beside it: ` - `, `--`, ` / `. */
  isApart(index: number): boolean {
    const [unit, before, after] = [this.unitAt(index), this.unitAt(index - 1), this.unitAt(index + 1)];
    if (unit === star || unit === bar || this.#folding.of(unit) === glue) {
      if (this.isBlank(before) && this.isBlank(after)) return true;
    }
    if (!isDash(unit)) return false;
    return this.isBlank(after) || isDash(before) || isDash(after) || (this.isBlank(before) && !isDigit(after));
  }

  /** Whether a line ends here: a pair of return and feed does so once. */
  isLineEnd(index: number): boolean {
    const unit = this.unitAt(index);
    if (unit === carriageReturn) return this.unitAt(index + 1) !== lineFeed;
    return (unit >= lineFeed && unit < carriageReturn) || unit === nextLine || unit === 0x2028 || unit === 0x2029;
  }

  /** Whether a mark stands behind something, and no word behind it. */
  closes(index: number): boolean {
    return (
      !this.isBlank(this.unitAt(index - 1)) &&
      !this.isWordAt(index + 1) &&
      this.unitAt(index + 1) !== this.unitAt(index)
    );
  }

  isBlank(unit: number): boolean {
    return this.#folding.of(unit) === space;
  }

  /** Not the dot in `k.i.l.l`, nor the last of `c.u.t.`, nor those of `I want to... die`. */
  endsSentence(index: number): boolean {
    if (this.unitAt(index) === dot && this.unitAt(index - 2) === dot && this.isWordAt(index - 1)) {
      return isDigit(this.unitAt(index - 1));
    }
    if (this.unitAt(index) === dot && (this.unitAt(index + 1) === dot || this.unitAt(index - 1) === dot)) return false;
    return !this.isWordAt(index + 1);
  }
}
