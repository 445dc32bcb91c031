import { digit, kindOf, letter, other } from './letters.ts';
import { sign } from './signs.ts';

const [blank, newline, dot, slash, at, hash, colon] = [32, 10, 46, 47, 64, 35, 58];
const [bracket, paren, brace, less] = [91, 40, 123, 60];
const [smallU, dollar, exclamation, bar] = [117, 36, 33, 124];

/** What the marks between words and numbers say: that an address of the net, or a handle, may stand here. */
export class Marks {
  signs = 0;
  /** A point that stands alone, as in "a . b". */
  loosePoint = false;
  // Within the piece between blanks that begins here: points between digits, colons, a point after a letter.
  #piece = 0;
  #points = 0;
  #colons = 0;
  #lettered = false;

  begin(): void {
    this.signs = 0;
    this.loosePoint = false;
    this.#newPiece(0);
  }

  #newPiece(start: number): void {
    this.#piece = start;
    this.#points = 0;
    this.#colons = 0;
    this.#lettered = false;
  }

  /**
   * @param code the mark at `place` of the text in lower case; no blank
   * @param piece where the piece between blanks begins that it is in
   * @param sinceAt words since an "at"
   */
  see(code: number, lower: string, place: number, piece: number, sinceAt: number): void {
    if (piece !== this.#piece) this.#newPiece(piece);
    switch (code) {
      case newline:
        this.#points = 0;
        this.#colons = 0;
        break;
      case dot:
        this.#dot(lower, place, sinceAt);
        break;
      case at:
        this.signs |= sign.at;
        if (kindAt(lower, place - 1) === letter && kindAt(lower, place + 1) === letter) this.signs |= sign.swapped;
        break;
      case dollar:
        if (kindAt(lower, place - 1) === letter) this.signs |= sign.swapped;
        break;
      case exclamation:
      case bar:
        if (kindAt(lower, place - 1) === letter && kindAt(lower, place + 1) === letter) this.signs |= sign.swapped;
        break;
      case hash:
        if (kindAt(lower, place + 1) === digit && (kindAt(lower, place - 1) !== other || lower[place - 1] === '_'))
          this.signs |= sign.tag;
        break;
      case slash:
        this.#slash(lower, place);
        break;
      case colon:
        if (++this.#colons >= 2) this.signs |= sign.network;
        break;
      case bracket:
      case paren:
      case brace:
      case less:
        this.#bracket(lower, place);
        break;
      default:
    }
  }

  #dot(lower: string, place: number, sinceAt: number): void {
    const next = kindAt(lower, place + 1);
    const last = kindAt(lower, place - 1);
    if (last === digit && next === digit && ++this.#points >= 3) this.signs |= sign.network;
    if (next === letter && (last === letter || last === digit)) {
      this.#lettered = true;
      if (sinceAt <= 4) this.signs |= sign.spokenEmail;
    } else {
      const before = lower.charCodeAt(place - 1);
      if (before === blank || before === newline || lower.charCodeAt(place + 1) === newline) this.loosePoint = true;
    }
  }

  #slash(lower: string, place: number): void {
    const before = lower.charCodeAt(place - 1);
    const begins = kindAt(lower, place - 1) === other && before !== slash && kindAt(lower, place + 1) === letter;
    if (begins || this.#lettered || this.loosePoint || before === colon || lower.charCodeAt(place + 1) === slash)
      this.signs |= sign.link;
    if (before === smallU && kindAt(lower, place - 2) === other) this.signs |= sign.tag;
  }

  #bracket(lower: string, place: number): void {
    const next = lower.charCodeAt(place + 1) === blank ? place + 2 : place + 1;
    if (lower.charCodeAt(next) === dot || lower.startsWith('dot', next)) {
      this.#lettered = true;
      this.loosePoint = true;
      this.signs |= sign.spokenEmail | sign.network;
    } else if (lower.charCodeAt(next) === at || lower.startsWith('at', next) || isLoneA(lower, next))
      this.signs |= sign.spokenEmail;
  }
}

/** "(a)", for an at sign. */
const isLoneA = (lower: string, place: number): boolean =>
  lower.charCodeAt(place) === 97 && /^[)\]}>]/.test(lower.slice(place + 1, place + 2));

const kindAt = (lower: string, place: number): number =>
  place >= 0 && place < lower.length ? kindOf(lower.charCodeAt(place)) : other;
