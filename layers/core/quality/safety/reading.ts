import { Disguise, type Readings } from './disguise.ts';
import { Folding } from './fold.ts';
import type { SafetyLexicon } from './lexicon.ts';
import { Pieces, shortestMarked, shortestSpaced } from './pieces.ts';
import { hasLetter, Reader } from './reader.ts';
import { numberWord, unknownWord, type Vocabulary } from './vocabulary.ts';
import { Words } from './words.ts';

/** The most pieces of a word that is torn by marks; single letters are read as a run. */
const mostPieces = 5;
/** No word that hides a letter is longer. */
const longestHoled = 20;

/** Reads a text as the ids of its words, seen through every disguise. */
export class UndisguisedReading {
  /** Those of the text that was read last. */
  readonly words: Words;
  /** Whether digits stood for letters. */
  #hasDigits = false;
  readonly #reader: Reader;
  readonly #pieces: Pieces;
  readonly #disguise: Disguise;
  /** By word: the word that it is also short for, or 0. */
  readonly #shortFor: Uint16Array;

  /** @param openers words, or two in a row, that open a clause where no comma stands before them */
  constructor(vocabulary: Vocabulary, characters: SafetyLexicon['characters'], openers: readonly string[] = []) {
    this.words = new Words(vocabulary, openers);
    this.#reader = new Reader(new Folding(characters), vocabulary);
    this.#pieces = new Pieces(this.#reader, vocabulary);
    this.#disguise = new Disguise(vocabulary, characters);
    this.#shortFor = new Uint16Array(vocabulary.size);
    for (const [short, meant] of Object.entries(characters.short_for)) {
      const id = vocabulary.idOf(short);
      if (id !== unknownWord) this.#shortFor[id] = vocabulary.idOf(meant);
    }
  }

  read(text: string): void {
    const reader = this.#reader;
    const pieces = this.#pieces;
    reader.read(text);
    this.words.clear();
    this.#hasDigits = false;
    /** Single letters before this token were looked at, and are no word written with spaces. */
    let runsFrom = 0;
    for (let at = 0; at < reader.count; at++) {
      const id = reader.ids[at] ?? unknownWord;
      if (id !== unknownWord && !pieces.mayBePiece(at)) {
        this.#push(id, at, at);
        continue;
      }
      if (at >= runsFrom && pieces.isLetter(at)) {
        runsFrom = pieces.runEnd(at);
        if (this.#run(at, runsFrom)) {
          at = runsFrom - 1;
          continue;
        }
      }
      const torn = this.#tornOften(at);
      if (torn > at) {
        at = torn;
        continue;
      }
      if (id !== unknownWord) {
        if (!pieces.isMarked(at) || !this.#tornAtMark(at)) this.#push(id, at, at);
        continue;
      }
      const last = this.#torn(at);
      if (last >= at) at = last;
      else if (this.#holed(at)) at++;
      // `an_rexia`: the known word before it is a piece too.
      else if (!this.#isLast(at - 1) || !this.#holed(at - 1)) this.#pushAll(this.#disguise.see(reader, at), at);
    }
    if (this.#hasDigits) this.#readNumbers();
  }

  /** Where digits stand for letters, a number may be a word too: 1 want 70 g0. */
  #readNumbers(): void {
    const { count, from, letters, flags, starts } = this.#reader;
    const { words } = this;
    for (let token = 0, at = 0; token < count; token++) {
      while (at < words.count && (words.starts[at] ?? 0) < (starts[token] ?? 0)) at++;
      const [first, end] = [from[token] ?? 0, from[token + 1] ?? 0];
      if (end - first > 2 || ((flags[token] ?? 0) & hasLetter) !== 0 || words.starts[at] !== starts[token]) continue;
      const meant = this.#disguise.short(String.fromCharCode(...letters.subarray(first, end)));
      if (meant.length > 0) words.addOthers(at, [words.ids[at] ?? numberWord, ...meant]);
    }
  }

  /** How many units and tokens there is room for. */
  get room(): number {
    return this.words.ids.length + this.#reader.room;
  }

  /** `k i l l`, `k-i-l-l`: three or more single letters in a row, pushed as the words they make, if they make any. */
  #run(at: number, end: number): boolean {
    if (end - at < 3) return false;
    const { letters, from } = this.#reader;
    const first = from[at] ?? 0;
    const text = String.fromCharCode(...letters.subarray(first, first + end - at));
    const words = this.#disguise.apart(text);
    let position = at;
    for (const { id, length } of words) {
      this.#push(id, position, position + length - 1);
      position += length;
    }
    return words.length > 0;
  }

  /** `sui cide`, `un-alive`: an unknown piece that makes a word with a neighbour; the last token used, or -1. */
  #torn(at: number): number {
    const { count, from } = this.#reader;
    if (at + 1 < count && !this.#pieces.opens(at + 1)) {
      const id = this.#pieces.join(from[at] ?? 0, from[at + 2] ?? 0, this.#pieces.shortestTorn(at));
      if (id !== unknownWord) {
        this.#push(id, at, at + 1);
        return at + 1;
      }
    }
    if (this.#pieces.opens(at) || !this.#isLast(at - 1)) return -1;
    const id = this.#pieces.join(from[at - 1] ?? 0, from[at + 1] ?? 0, this.#pieces.shortestTorn(at - 1));
    if (id === unknownWord) return -1;
    this.words.takeBack();
    this.#push(id, at - 1, at);
    return at;
  }

  /** `sui-ci-de`: three pieces or more with a mark between each that make a word; the last token used, or -1. */
  #tornOften(at: number): number {
    const { count, from } = this.#reader;
    // The piece before it was known, and taken for a word.
    const first = at > 0 && this.#pieces.isMarked(at) && this.#isLast(at - 1) ? at - 1 : at;
    let end = at + 1;
    while (end < count && end - first < mostPieces && this.#pieces.isMarked(end)) end++;
    for (; end - first > 2; end--) {
      const id = this.#pieces.join(from[first] ?? 0, from[end] ?? 0, shortestSpaced);
      if (id === unknownWord) continue;
      if (first < at) this.words.takeBack();
      this.#push(id, first, end - 1);
      return end - 1;
    }
    return -1;
  }

  /** `al.ive`, `st_b`: two known words with a mark between them that make a third. */
  #tornAtMark(at: number): boolean {
    const { from } = this.#reader;
    if (this.#pieces.opens(at) || !this.#isLast(at - 1)) return false;
    const id = this.#pieces.join(from[at - 1] ?? 0, from[at + 1] ?? 0, shortestMarked);
    if (id === unknownWord) return this.#pieces.isShort(at - 1) && this.#holed(at - 1);
    this.words.takeBack();
    this.#push(id, at - 1, at);
    return true;
  }

  /** Whether the last word is this token by itself, and a known one. */
  #isLast(token: number): boolean {
    const { ids, starts, ends } = this.#reader;
    const { words } = this;
    const last = words.count - 1;
    if (token < 0 || last < 0 || ids[token] === unknownWord) return false;
    return words.starts[last] === starts[token] && words.ends[last] === ends[token];
  }

  /** `k_ll`, `s.icide`: an unknown piece and the next, one mark between them for a letter; pushed as the words it may be. */
  #holed(at: number): boolean {
    const { count, from, letters } = this.#reader;
    if (at + 1 >= count || !this.#pieces.isMarked(at + 1)) return false;
    const [first, next, end] = [from[at] ?? 0, from[at + 1] ?? 0, from[at + 2] ?? 0];
    if (end - first > longestHoled) return false;
    const text = (start: number, stop: number) => String.fromCharCode(...letters.subarray(start, stop));
    const readings = this.#disguise.holed(text(first, next), text(next, end));
    const [ids] = readings;
    if (readings.length !== 1 || ids === undefined) return false;
    if (this.#isLast(at)) this.words.takeBack();
    this.#pushOneOf(ids, at, at + 1);
    return true;
  }

  #pushAll(readings: Readings, at: number): void {
    if (readings.length === 0) this.#push(unknownWord, at, at);
    if (readings.length === 1 && this.#pieces.isMixed(at)) this.#hasDigits = true;
    // The words of one token all stand where the token stands.
    for (const ids of readings) this.#pushOneOf(ids, at, at);
  }

  #pushOneOf(ids: readonly number[], first: number, last: number): void {
    this.#push(ids[0] ?? unknownWord, first, last);
    if (ids.length > 1) this.words.addOthers(this.words.count - 1, ids);
  }

  /** Adds the word that some tokens are. */
  #push(id: number, first: number, last: number): void {
    const { starts, ends, flags } = this.#reader;
    this.words.add(id, starts[first] ?? 0, ends[last] ?? 0, flags[first] ?? 0);
    const meant = this.#shortFor[id] ?? unknownWord;
    if (meant !== unknownWord) this.words.addOthers(this.words.count - 1, [id, meant]);
  }
}
