import { remembered } from '../../remembered.ts';
import { hashStart, hashStep } from '../text/hash.ts';
import type { SafetyLexicon } from './lexicon.ts';
import { hasLetter, type Reader } from './reader.ts';
import { numberWord, unknownWord, type Vocabulary } from './vocabulary.ts';

/** The words that a token turned out to be: usually one, several when a masked word fits more than one. */
export type Readings = readonly (readonly number[])[];

const number: Readings = [[numberWord]];
const mostReadings = 32;
const longestPiece = 16;
/** What a letter that belongs to no word costs, where a word costs 1. */
const strayCost = 3;

/** Shorter words that are not known are names and other languages; of longer ones so many letters may be strays. */
const [shortestWithStrays, mostStrays] = [18, 0.2];

/** A word found among letters without spaces; `unknownWord` is a stray letter. */
export interface Piece {
  readonly id: number;
  readonly length: number;
}

/** Among `small`: what stands behind a number as a unit (1m, 4m). */
const units = new Set(['am', 'im']);

const isWhole = (pieces: readonly Piece[]): boolean =>
  pieces.length > 0 && pieces.every(({ id }) => id !== unknownWord);

/** Of fewer letters around a hole any word could be made. */
const shortestHoled = 3;

const small = new Set(
  'a i an as at be by do ex go he if in is it me my no of on or so to up us we am im ur'.split(' '),
);

/** Sees through leetspeak, masks, stretched, run-together, torn and mistyped words. */
export class Disguise {
  readonly #vocabulary: Vocabulary;
  readonly #standIns: ReadonlyMap<string, string>;
  /** What is read as one word, whatever letters it has: short forms too. */
  readonly #masks: ReadonlyMap<string, string>;
  /** Names and jargon come again and again. */
  readonly #known = remembered((word) => this.#resolve(word), 2048);

  constructor(vocabulary: Vocabulary, { stand_ins, masks, short_for }: SafetyLexicon['characters']) {
    this.#vocabulary = vocabulary;
    this.#standIns = new Map(Object.entries(stand_ins));
    this.#masks = new Map([...Object.entries(masks), ...Object.entries(short_for)]);
  }

  /** The words behind a token that the vocabulary does not know; none when it is just an unknown word. */
  see(reader: Reader, at: number): Readings {
    if (((reader.flags[at] ?? 0) & hasLetter) === 0) return number;
    return this.#known(this.#text(reader, at));
  }

  /** The words that these letters are with one letter between them: k_ll, k.ll. */
  holed(before: string, after: string): Readings {
    if (before.length + after.length < shortestHoled || !/^\p{L}+$/u.test(before + after)) return [];
    return this.#known(`${before}*${after}`);
  }

  #resolve(typed: string): Readings {
    const masked = this.#masks.get(typed);
    if (masked !== undefined) return [[this.#vocabulary.idOf(masked)]];
    const tag = /^#+(\p{L}{5,})$/u.exec(typed)?.[1];
    // Words run together as nobody writes them elsewhere.
    const tagged = tag === undefined ? [] : this.#resolve(tag);
    if (tagged.length > 0) return tagged;
    const stretched = /(.)\1{2,}/u.test(typed) ? this.#vocabulary.squeezed(typed) : [];
    if (stretched.length > 0) return [stretched];
    const word = typed.replace(/(.)\1{2,}/gu, '$1');
    if (!/^\p{L}+$/u.test(word)) return this.#masked(word);
    const id = this.#vocabulary.idOf(word);
    const plain = id === unknownWord ? this.#plain(word) : id;
    if (plain !== unknownWord) return [[plain]];
    return word.length >= 5 ? this.#together(word).map(({ id }) => [id]) : [];
  }

  /**
   * Splits letters without spaces into known words, at least one of them a word of the lexicon; none if there is no way.
   *
   * @param lenient letters between the known words may belong to none
   */
  words(letters: string, lenient = false): Piece[] {
    const length = letters.length;
    /** The least cost to cover the letters up to here, and the last piece of that way. */
    const least = new Array<number>(length + 1).fill(Number.POSITIVE_INFINITY);
    const last: Piece[] = [];
    least[0] = 0;
    const take = (to: number, cost: number, piece: Piece) => {
      least[to] = cost;
      last[to] = piece;
    };
    for (let from = 0; from < length; from++) {
      const soFar = least[from] ?? 0;
      if (soFar === Number.POSITIVE_INFINITY) continue;
      const stray = soFar + strayCost;
      if (lenient && stray < (least[from + 1] ?? 0)) take(from + 1, stray, { id: unknownWord, length: 1 });
      let hash = hashStart;
      for (let to = from + 1; to <= Math.min(length, from + longestPiece); to++) {
        hash = hashStep(hash, letters.charCodeAt(to - 1));
        if (soFar + 1 >= (least[to] ?? 0)) continue;
        const id = this.#vocabulary.find(hash, to - from);
        if (id === unknownWord || (to - from < 3 && !small.has(letters.slice(from, to)))) continue;
        take(to, soFar + 1, { id, length: to - from });
      }
    }
    const found: Piece[] = [];
    for (let to = length, piece = last[to]; piece && to > 0; piece = last[to]) {
      found.unshift(piece);
      to -= piece.length;
    }
    return found.some((piece) => piece.length >= 3 && this.#vocabulary.isHot(piece.id)) ? found : [];
  }

  /** Words run together; in a long row one of them may be unknown. */
  #together(word: string): Piece[] {
    const known = this.words(word);
    if (known.length > 0 || word.length < shortestWithStrays) return known;
    const found = this.words(word, true);
    const strays = found.filter(({ id }) => id === unknownWord).length;
    const isLike = found.some(({ id, length }) => length >= 4 && this.#vocabulary.isHot(id));
    return isLike && strays <= word.length * mostStrays ? found : [];
  }

  /** Letters written apart, as words: digits and symbols among them as the likelier letter, or else as the other. */
  apart(letters: string): Piece[] {
    const [likely, other] = [0, -1].map((place) =>
      [...letters].map((letter) => this.#plainLetter(letter, place)).join(''),
    );
    const found = this.words(likely ?? letters, true);
    if (other === undefined || other === likely || isWhole(found)) return found;
    const others = this.words(other, true);
    return isWhole(others) ? others : found;
  }

  /** k1ll written with spaces reads kill. */
  #plainLetter(letter: string, place: number): string {
    const standIn = this.#standIns.get(letter);
    return standIn === undefined || standIn.startsWith('?') ? letter : (standIn.at(place) ?? letter);
  }

  #plain(word: string): number {
    const [squeezed] = /(.)\1/.test(word) ? this.#vocabulary.squeezed(word) : [];
    if (squeezed !== undefined) return squeezed;
    const spoken = word.endsWith('z') ? `${word.slice(0, -1)}s` : word.endsWith('in') ? `${word}g` : undefined;
    const heard = spoken === undefined ? unknownWord : this.#vocabulary.idOf(spoken);
    if (heard !== unknownWord) return heard;
    const stem = this.#vocabulary.stemOf(word);
    if (stem !== unknownWord) return stem;
    return word.length >= 4 ? this.#vocabulary.slipOf(word) : unknownWord;
  }

  #masked(word: string): Readings {
    const fitting = word.length === 2 ? this.short(word) : this.#fitting(word);
    const edges = word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
    const within = edges.length < word.length && edges.length >= 3 ? this.#resolve(edges) : [];
    // **K1ll** is dressed, not masked: what stands between the marks may be a word too, or several.
    if (fitting.length === 0 && within.length > 0) return within;
    if (within.length === 1) fitting.push(...(within[0] ?? []));
    if (fitting.length > 0) {
      const bare = this.#vocabulary.idOf(word.replace(/[^\p{L}]/gu, ''));
      return [bare === unknownWord ? fitting : [...fitting, bare]];
    }
    // 15kg, 3days, #fitness, day1: a number or a mark beside a word.
    const parts = word.match(/\d+|\p{L}+/gu) ?? [];
    if (parts.length > 3) return [];
    return parts.map((part) => [/\d/.test(part) ? numberWord : this.#vocabulary.idOf(part)]);
  }

  /** The words of one or two letters that this may be: 7o, 1. A metre, a gram and the like are none. */
  short(typed: string): number[] {
    const meant = [...small].filter((word) => !units.has(word) && this.#fits(typed, word));
    return meant.map((word) => this.#vocabulary.idOf(word)).filter((id) => id !== unknownWord);
  }

  #fits(word: string, candidate: string): boolean {
    if (word.length !== candidate.length) return false;
    for (let i = 0; i < word.length; i++) {
      const [typed, meant] = [word.charAt(i), candidate.charAt(i)];
      if (typed === meant) continue;
      const letters = this.#standIns.get(typed);
      if (letters === undefined || !(letters.startsWith('?') || letters.includes(meant))) return false;
    }
    return true;
  }

  #fitting(word: string): number[] {
    const plain = [...word].filter((letter) => !this.#standIns.has(letter)).length;
    const open = [...word].filter((letter) => this.#standIns.get(letter)?.startsWith('?')).length;
    // Digits alone are a number; 1@57 is none.
    if (word.length < 3 || open > plain || (plain === 0 && !/[@$]/.test(word))) return [];
    return this.#vocabulary.fitting(word.length, (candidate) => this.#fits(word, candidate), mostReadings);
  }

  #text(reader: Reader, at: number): string {
    // Spreading a typed array takes several times as long.
    return Reflect.apply(String.fromCharCode, String, reader.letters.subarray(reader.from[at], reader.from[at + 1]));
  }
}
