import type { Concepts } from './pattern.ts';
import { numberWord, type Vocabulary } from './vocabulary.ts';
import type { WordSet } from './word-sets.ts';

/** Where to look for a word or phrase: at the ids of one of its words, so many words after its beginning. */
interface Place {
  readonly ids: readonly number[];
  readonly offset: number;
  /** How often that word is likely to occur. */
  readonly cost: number;
}

/** What an entry stands for, found once: many patterns name it. */
interface Entry {
  readonly ids: readonly number[];
  readonly phrases: readonly (readonly number[])[];
  readonly places: readonly Place[];
  readonly cost: number;
}

const isNumber = (word: string): boolean => word.charCodeAt(0) <= 57 && /^\d+$/.test(word);

/** Turns what steps name into sets of word ids. */
export class Compiler {
  readonly #vocabulary: Vocabulary;
  readonly #concepts: Concepts;
  readonly #costOf: (word: string) => number;
  readonly #numbers: readonly number[];
  readonly #families: (number[] | undefined)[] = [];
  readonly #entries = new Map<string, Entry>();
  readonly #phrases = new Map<string, readonly number[]>();
  readonly #places = new Map<string, Place>();

  /** @param costOf how often a word is likely to occur, as a rough ratio */
  constructor(vocabulary: Vocabulary, concepts: Concepts, costOf: (word: string) => number) {
    this.#vocabulary = vocabulary;
    this.#concepts = concepts;
    this.#costOf = costOf;
    const numbers = [numberWord];
    for (let id = numberWord + 1; id < vocabulary.size; id++) {
      if (isNumber(vocabulary.word(id))) numbers.push(id);
      const family = vocabulary.family(id);
      const members = this.#families[family];
      if (members) members.push(id);
      else this.#families[family] = [id];
    }
    this.#numbers = numbers;
  }

  /** What may stand where one of these may. */
  set(entries: readonly string[]): WordSet {
    const ids: number[] = [];
    const phrases: (readonly number[])[] = [];
    for (const name of entries) {
      const entry = this.#entry(name);
      for (const id of entry.ids) ids.push(id);
      for (const phrase of entry.phrases) phrases.push(phrase);
    }
    return { ids, phrases };
  }

  /** How often the words of a step are likely to occur: a pattern is looked for at the rarest. */
  cost(entries: readonly string[]): number {
    return entries.reduce((sum, name) => sum + this.#entry(name).cost, 0);
  }

  /**
   * Where to look for a step: ids of words, and how many words before each the step begins. A phrase is looked for at
   * its rarest word, for most begin with one that is everywhere.
   */
  eachPlace(entries: readonly string[], found: (id: number, offset: number) => void): void {
    for (const name of entries) {
      for (const { ids, offset } of this.#entry(name).places) for (const id of ids) found(id, offset);
    }
  }

  #entry(name: string): Entry {
    const known = this.#entries.get(name);
    if (known) return known;
    const words = this.#concepts.words(name);
    const places = words.map((word) => this.#place(word));
    const entry = {
      ids: words.flatMap((word) => (word.includes('_') ? [] : this.#forms(word))),
      phrases: words.flatMap((word) => (word.includes('_') ? [this.#phrase(word)] : [])),
      places,
      cost: places.reduce((sum, { cost }) => sum + cost, 0),
    };
    this.#entries.set(name, entry);
    return entry;
  }

  #phrase(word: string): readonly number[] {
    const known = this.#phrases.get(word);
    if (known) return known;
    const phrase = word.split('_').map((part) => this.#vocabulary.family(this.#vocabulary.idOf(part)));
    this.#phrases.set(word, phrase);
    return phrase;
  }

  #place(word: string): Place {
    const known = this.#places.get(word);
    if (known) return known;
    const parts = word.includes('_') ? word.split('_') : [word];
    const costs = parts.map((part) => this.#costOf(part));
    const cost = Math.min(...costs);
    const offset = costs.indexOf(cost);
    const place = { ids: this.#forms(parts[offset] ?? ''), offset, cost };
    this.#places.set(word, place);
    return place;
  }

  /** A word and its forms; for `=word`, it alone; for `#`, all numbers. */
  #forms(word: string): readonly number[] {
    if (word === '#') return this.#numbers;
    if (word.startsWith('=')) return [this.#vocabulary.idOf(word.slice(1))];
    const id = this.#vocabulary.idOf(word);
    return this.#families[this.#vocabulary.family(id)] ?? [id];
  }
}
