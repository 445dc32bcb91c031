/**
 * How o200k cuts a text before it merges pairs: no token goes over the end of a piece.
 *
 * @see tiktoken, `o200k_base` in tiktoken_ext/openai_public.py
 */
const piece =
  /[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?:'(?:[sdmtSDMT]|[lL][lL]|[vV][eE]|[rR][eE]))?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?:'(?:[sdmtSDMT]|[lL][lL]|[vV][eE]|[rR][eE]))?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+/uy;

const [sign, upper, lower, digit, space, lineEnd, end, beyond] = [0, 1, 2, 3, 4, 5, 6, 7];

/** What each unit is. */
const kinds = new Uint8Array(0x10000).map((_, code) => {
  if (code > 127) return beyond;
  const character = String.fromCharCode(code);
  if (/[A-Z]/.test(character)) return upper;
  if (/[a-z]/.test(character)) return lower;
  if (/\d/.test(character)) return digit;
  if (/[\r\n]/.test(character)) return lineEnd;
  return /\s/.test(character) ? space : sign;
});

/** A text as its units, of which `length` count. */
export interface PieceText {
  readonly text: string;
  readonly units: Uint16Array;
  readonly length: number;
}

const kindAt = ({ units, length }: PieceText, at: number): number =>
  at < length ? (kinds[units[at] ?? 0] ?? beyond) : end;

const [blank, apostrophe, slash] = [0x20, 0x27, 0x2f];

/** What the hash of a piece begins with, and what each unit of it makes of it. */
const [hashSeed, mix] = [0x811c9dc5 | 0, (hash: number, unit: number) => Math.imul(hash ^ unit, 0x01000193)];

/** Cuts a text into pieces, one after the other. Linear in the length of the text. */
export class PieceReader {
  /** Where the latest piece ends. */
  end = 0;
  /** Of the latest piece's units. */
  hash = 0;

  /** Reads the piece that begins at `start`. */
  read(text: PieceText, start: number): void {
    if (this.#readWord(text, start)) return;
    this.end = pieceEnd(text, start);
    this.hash = hashSeed;
    for (let at = start; at < this.end; at++) this.hash = mix(this.hash, text.units[at] ?? 0);
  }

  /**
   * What most pieces are: a blank or a sign or neither, at most one capital, small letters, and then something that
   * surely ends them. Cut and hashed in one go.
   */
  #readWord({ units, length }: PieceText, start: number): boolean {
    let at = start;
    let unit = units[at] ?? 0;
    let kind = kinds[unit];
    let hash = hashSeed;
    if (kind === sign || kind === space) {
      hash = mix(hash, unit);
      unit = units[++at] ?? 0;
      kind = kinds[unit];
    }
    const first = at;
    if (kind === upper) {
      hash = mix(hash, unit);
      unit = units[++at] ?? 0;
      kind = kinds[unit];
    }
    while (kind === lower && at < length) {
      hash = mix(hash, unit);
      unit = units[++at] ?? 0;
      kind = kinds[unit];
    }
    if (at === first || at > length) return false;
    if (at < length && (kind === lower || kind === upper || kind === beyond || unit === apostrophe)) return false;
    this.end = at;
    this.hash = hash;
    return true;
  }
}

/** Where the piece that begins at `start` ends. Linear in the length of the piece. */
function pieceEnd(text: PieceText, start: number): number {
  const found = asciiEnd(text, start);
  if (found > 0) return found;
  piece.lastIndex = start;
  // Every unit belongs to some piece.
  return piece.test(text.text) ? piece.lastIndex : start + 1;
}

/** The same as the pattern says for ASCII, at a fraction of its time; 0 where anything else decides. */
function asciiEnd(text: PieceText, start: number): number {
  const first = kindAt(text, start);
  if (first === upper || first === lower) return wordEnd(text, start);
  if (first === digit) return digitsEnd(text, start);
  if (first === beyond) return 0;
  const next = kindAt(text, start + 1);
  if (next === beyond) return 0;
  if ((next === upper || next === lower) && first !== lineEnd) return wordEnd(text, start + 1);
  if (first === sign) return signsEnd(text, start + 1);
  if (next === sign && text.units[start] === blank) return signsEnd(text, start + 2);
  return spaceEnd(text, start);
}

/** Capitals, then small letters, then an "n't" or "'ll". */
function wordEnd(text: PieceText, start: number): number {
  let at = start;
  while (kindAt(text, at) === upper) at++;
  while (kindAt(text, at) === lower) at++;
  if (kindAt(text, at) === beyond) return 0;
  return at < text.length && text.units[at] === apostrophe ? at + contraction(text, at) : at;
}

function contraction({ text }: PieceText, at: number): number {
  switch (text.charAt(at + 1).toLowerCase()) {
    case 's':
    case 't':
    case 'm':
    case 'd':
      return 2;
    case 'r':
    case 'v':
      return text.charAt(at + 2).toLowerCase() === 'e' ? 3 : 0;
    case 'l':
      return text.charAt(at + 2).toLowerCase() === 'l' ? 3 : 0;
    default:
      return 0;
  }
}

function digitsEnd(text: PieceText, start: number): number {
  let at = start + 1;
  while (at < start + 3 && kindAt(text, at) === digit) at++;
  return at < start + 3 && kindAt(text, at) === beyond ? 0 : at;
}

function signsEnd(text: PieceText, from: number): number {
  let at = from;
  while (kindAt(text, at) === sign) at++;
  if (kindAt(text, at) === beyond) return 0;
  while (kindAt(text, at) === lineEnd || (at < text.length && text.units[at] === slash)) at++;
  return at;
}

/** Up to the last line end, else all but the last space, which belongs to what follows. */
function spaceEnd(text: PieceText, start: number): number {
  let at = start;
  let line = 0;
  for (let kind = kindAt(text, at); kind === space || kind === lineEnd; kind = kindAt(text, at)) {
    at++;
    if (kind === lineEnd) line = at;
  }
  const after = kindAt(text, at);
  if (after === beyond) return 0;
  if (line > 0) return line;
  return after === end || at === start + 1 ? at : at - 1;
}
