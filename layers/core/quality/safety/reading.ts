import { Disguise, type Readings } from './disguise.ts';
import { Folding } from './fold.ts';
import type { SafetyLexicon } from './lexicon.ts';
import { Pieces, shortestMarked, shortestSpaced } from './pieces.ts';
import { hasLetter, isAfterPause, isFirst, Reader } from './reader.ts';
import { numberWord, unknownWord, type Vocabulary } from './vocabulary.ts';

/** The most pieces of a word that is torn by marks; single letters are read as a run. */
const mostPieces = 5;
/** No word that hides a letter is longer. */
const longestHoled = 20;
const [byItself, withNext] = [1, 2];

/** How many tokens there is room for at first; more than so many are given back with the next text. */
const [firstSize, longestKept] = [256, 16_384];

/** What of a clause or sentence begins with a token of these flags, as in `Reading.first`. */
const opensBy = (flags: number): number => (flags & isFirst ? 1 : flags & isAfterPause ? 2 : 0);

/** A text as the ids of its words, seen through every disguise, with where each stands in the original. */
export class Reading {
  count = 0;
  ids = new Int32Array(firstSize);
  /** The family of each id. */
  families = new Int32Array(firstSize);
  starts = new Int32Array(firstSize);
  ends = new Int32Array(firstSize);
  /** 1 where a sentence begins, 2 where a clause may, 3 where only its words say that one does. */
  first = new Uint8Array(firstSize);
  /** Other words that a token may be: id in `ids` is the first of them. */
  readonly others = new Map<number, readonly number[]>();
  /** Whether `others` holds anything. */
  ambiguous = false;

  /** Whether digits stood for letters. */
  #hasDigits = false;
  readonly #reader: Reader;
  readonly #pieces: Pieces;
  readonly #disguise: Disguise;
  readonly #vocabulary: Vocabulary;
  /** By word: the words that open a clause when they follow it; empty where it does so by itself. */
  readonly #openers = new Map<number, ReadonlySet<number>>();
  /** By word: whether it opens a clause, by itself or with the next. */
  readonly #opening: Uint8Array;

  /** @param openers words, or two in a row, that open a clause where no comma stands before them */
  constructor(vocabulary: Vocabulary, characters: SafetyLexicon['characters'], openers: readonly string[] = []) {
    this.#vocabulary = vocabulary;
    for (const opener of openers) {
      const [word = unknownWord, next] = opener.split(' ').map((each) => vocabulary.idOf(each));
      const others = this.#openers.get(word) ?? [];
      this.#openers.set(word, new Set(next === undefined ? [] : [...others, next]));
    }
    this.#opening = new Uint8Array(vocabulary.size);
    for (const [word, next] of this.#openers) this.#opening[word] = next.size === 0 ? byItself : withNext;
    this.#reader = new Reader(new Folding(characters), vocabulary);
    this.#pieces = new Pieces(this.#reader, vocabulary);
    this.#disguise = new Disguise(vocabulary, characters.stand_ins);
  }

  read(text: string): void {
    const reader = this.#reader;
    reader.read(text);
    if (this.ids.length > longestKept) this.#resize(firstSize);
    if (this.ambiguous) this.others.clear();
    this.ambiguous = false;
    this.#hasDigits = false;
    this.count = 0;
    /** Single letters before this token were looked at, and are no word written with spaces. */
    let runsFrom = 0;
    for (let at = this.#placeKnown(0); at < reader.count; at = this.#placeKnown(at + 1)) {
      if (at >= runsFrom && this.#pieces.isLetter(at)) {
        runsFrom = this.#pieces.runEnd(at);
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
      const id = reader.ids[at] ?? unknownWord;
      if (id !== unknownWord) {
        if (!this.#pieces.isMarked(at) || !this.#tornAtMark(at)) this.#push(id, at, at);
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
    for (let token = 0, at = 0; token < count; token++) {
      while (at < this.count && (this.starts[at] ?? 0) < (starts[token] ?? 0)) at++;
      const [first, end] = [from[token] ?? 0, from[token + 1] ?? 0];
      if (end - first > 2 || ((flags[token] ?? 0) & hasLetter) !== 0 || this.starts[at] !== starts[token]) continue;
      const words = this.#disguise.short(String.fromCharCode(...letters.subarray(first, end)));
      if (words.length === 0) continue;
      this.others.set(at, [this.ids[at] ?? numberWord, ...words]);
      this.ambiguous = true;
    }
  }

  /** How many units and tokens there is room for. */
  get room(): number {
    return this.ids.length + this.#reader.room;
  }

  /**
   * Most of most texts: places the known words from a token on; the first token that is none, or that may be a piece of a
   * word: one of two letters by themselves, or behind a mark.
   */
  #placeKnown(token: number): number {
    const { ids, starts, ends, from, flags, count: tokens } = this.#reader;
    const room = this.count + tokens - token;
    if (room > this.ids.length) this.#resize(2 * room);
    const vocabulary = this.#vocabulary;
    const opening = this.#opening;
    const { ids: placed, families, starts: placedStarts, ends: placedEnds, first } = this;
    let at = this.count;
    let next = token;
    for (; next < tokens; next++, at++) {
      const id = ids[next] ?? unknownWord;
      if (id === unknownWord || this.#pieces.isMarked(next)) break;
      const begin = from[next] ?? 0;
      if ((from[next + 1] ?? 0) - begin === 1 && next + 1 < tokens && (from[next + 2] ?? 0) - begin === 2) break;
      placed[at] = id;
      families[at] = vocabulary.family(id);
      placedStarts[at] = starts[next] ?? 0;
      placedEnds[at] = ends[next] ?? 0;
      first[at] = opensBy(flags[next] ?? 0);
      if (opening[id] === byItself || (at > 0 && opening[placed[at - 1] ?? unknownWord] === withNext))
        this.#openClause(at);
    }
    this.count = at;
    return next;
  }

  /** `k i l l`, `k-i-l-l`: three or more single letters in a row, pushed as the words they make, if they make any. */
  #run(at: number, end: number): boolean {
    if (end - at < 3) return false;
    const { letters, from, starts, ends } = this.#reader;
    const first = from[at] ?? 0;
    const text = String.fromCharCode(...letters.subarray(first, first + end - at));
    const words = this.#disguise.apart(text);
    let position = at;
    for (const { id, length } of words) {
      this.#place(id, starts[position] ?? 0, ends[position + length - 1] ?? 0, position);
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
    this.#takeBack();
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
      if (first < at) this.#takeBack();
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
    this.#takeBack();
    this.#push(id, at - 1, at);
    return true;
  }

  /** Whether the last word is this token by itself, and a known one. */
  #isLast(token: number): boolean {
    const { ids, starts, ends } = this.#reader;
    const last = this.count - 1;
    if (token < 0 || last < 0 || ids[token] === unknownWord) return false;
    return this.starts[last] === starts[token] && this.ends[last] === ends[token];
  }

  /** Forgets the last word. */
  #takeBack(): void {
    this.count--;
    this.others.delete(this.count);
  }

  /** `k_ll`, `s.icide`: an unknown piece and the next, one mark between them for a letter; pushed as the words it may be. */
  #holed(at: number): boolean {
    const { count, starts, ends, from, letters } = this.#reader;
    if (at + 1 >= count || !this.#pieces.isMarked(at + 1)) return false;
    const [first, next, end] = [from[at] ?? 0, from[at + 1] ?? 0, from[at + 2] ?? 0];
    if (end - first > longestHoled) return false;
    const text = (start: number, stop: number) => String.fromCharCode(...letters.subarray(start, stop));
    const readings = this.#disguise.holed(text(first, next), text(next, end));
    const [ids] = readings;
    if (readings.length !== 1 || ids === undefined) return false;
    if (this.#isLast(at)) this.#takeBack();
    this.#pushSpan(ids, starts[at] ?? 0, ends[at + 1] ?? 0, at);
    return true;
  }

  #pushAll(readings: Readings, at: number): void {
    const { starts, ends } = this.#reader;
    if (readings.length === 0) this.#push(unknownWord, at, at);
    if (readings.length === 1 && this.#pieces.isMixed(at)) this.#hasDigits = true;
    // The words of one token all stand where the token stands.
    for (const ids of readings) this.#pushSpan(ids, starts[at] ?? 0, ends[at] ?? 0, at);
  }

  #push(id: number, first: number, last: number): void {
    this.#place(id, this.#reader.starts[first] ?? 0, this.#reader.ends[last] ?? 0, first);
  }

  #pushSpan(ids: readonly number[], start: number, end: number, token: number): void {
    this.#place(ids[0] ?? unknownWord, start, end, token);
    if (ids.length < 2) return;
    this.others.set(this.count - 1, ids);
    this.ambiguous = true;
  }

  #place(id: number, start: number, end: number, token: number): void {
    const at = this.count++;
    if (at === this.ids.length) this.#resize(2 * at);
    this.ids[at] = id;
    this.families[at] = this.#vocabulary.family(id);
    this.starts[at] = start;
    this.ends[at] = end;
    this.first[at] = at > 0 && this.starts[at - 1] === start ? 0 : opensBy(this.#reader.flags[token] ?? 0);
    this.#openClause(at);
  }

  /** `thanks`, `then i`: what opens a clause without a comma before it, seen when the last word of it is placed. */
  #openClause(at: number): void {
    const id = this.ids[at] ?? unknownWord;
    if (at > 0 && this.first[at] === 0 && this.#openers.get(id)?.size === 0) this.first[at] = 3;
    const before = at - 1;
    if (before < 1 || this.first[before] !== 0 || this.first[at] !== 0) return;
    if (this.#openers.get(this.ids[before] ?? unknownWord)?.has(id)) this.first[before] = 3;
  }

  /** Makes room for so many tokens; what is there stays, as far as there is room. */
  #resize(size: number): void {
    const copy = (old: Int32Array) => {
      const other = new Int32Array(size);
      other.set(old.subarray(0, size));
      return other;
    };
    this.ids = copy(this.ids);
    this.families = copy(this.families);
    this.starts = copy(this.starts);
    this.ends = copy(this.ends);
    const first = new Uint8Array(size);
    first.set(this.first.subarray(0, size));
    this.first = first;
  }
}
