import type { Concepts, Step } from './pattern.ts';
import { numberWord, type Vocabulary } from './vocabulary.ts';

/** A step of a pattern over word ids. */
export interface Element extends Omit<Step, 'entries'> {
  /** Ids in ascending order. */
  readonly ids: Uint16Array;
  /** Bit `id % 32` is set for every id: most words that do not fit are told by one look. */
  readonly mask: number;
  /** The most words that it can take up, 1 without phrases. */
  readonly longest: number;
  /** The phrases, by their first and by their last word. */
  readonly opening: PhraseTable | undefined;
  readonly closing: PhraseTable | undefined;
}

/** Phrases under one of their words; each word stands for its family: in `end_my_life` ended serves as well as end. */
export interface PhraseTable {
  readonly mask: number;
  readonly byWord: ReadonlyMap<number, readonly (readonly number[])[]>;
}

const tableOf = (phrases: readonly (readonly number[])[], at: 0 | -1): PhraseTable | undefined => {
  if (phrases.length === 0) return undefined;
  const byWord = new Map<number, (readonly number[])[]>();
  for (const phrase of phrases) {
    const word = phrase.at(at) ?? 0;
    byWord.set(word, [...(byWord.get(word) ?? []), phrase]);
  }
  return { mask: [...byWord.keys()].reduce((mask, word) => mask | (1 << (word & 31)), 0), byWord };
};

/** The phrases of a table under a word; none for most words, and that is told by one look. */
export function under(table: PhraseTable | undefined, family: number): readonly (readonly number[])[] | undefined {
  if (table === undefined || ((table.mask >>> (family & 31)) & 1) === 0) return undefined;
  return table.byWord.get(family);
}

/** Whether a word is among those of an element. */
export function holds({ ids, mask }: Element, id: number): boolean {
  if (((mask >>> (id & 31)) & 1) === 0) return false;
  let low = 0;
  let high = ids.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const there = ids[middle] ?? 0;
    if (there === id) return true;
    if (there < id) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}

type Words = Pick<Element, 'ids' | 'mask' | 'longest' | 'opening' | 'closing'>;

/** Turns steps into elements over word ids; equal alternatives share their ids. */
export class Compiler {
  readonly #vocabulary: Vocabulary;
  readonly #concepts: Concepts;
  readonly #numbers: readonly number[];
  readonly #families = new Map<number, number[]>();
  readonly #ofEntry = new Map<string, readonly number[]>();
  readonly #sets = new Map<string, Words>();

  constructor(vocabulary: Vocabulary, concepts: Concepts) {
    this.#vocabulary = vocabulary;
    this.#concepts = concepts;
    const ids = Array.from({ length: vocabulary.size }, (_, id) => id);
    this.#numbers = ids.filter((id) => id === numberWord || /^\d+$/.test(vocabulary.word(id)));
    for (const id of ids.slice(2)) {
      const family = this.#families.get(vocabulary.family(id));
      if (family) family.push(id);
      else this.#families.set(vocabulary.family(id), [id]);
    }
  }

  element({ entries, ...rest }: Step): Element {
    const key = entries.join('|');
    const known = this.#sets.get(key) ?? this.#words(entries);
    this.#sets.set(key, known);
    return { ...rest, ...known };
  }

  /**
   * Where to look for an element: ids of words, and how many words before each the element begins. A phrase is
   * looked for at its rarest word, for most begin with one that is everywhere.
   */
  anchors(entries: readonly string[], cost: (word: string) => number): readonly (readonly [number, number])[] {
    return entries.flatMap((entry) =>
      this.#concepts.words(entry).flatMap((word) => {
        const parts = word.split('_');
        const costs = parts.map(cost);
        const offset = costs.indexOf(Math.min(...costs));
        return this.#forms(parts[offset] ?? '').map((id) => [id, offset] as const);
      }),
    );
  }

  /** The ids that an element can end with (side −1, seen from its right) or begin with (side 1). */
  edgeIds({ ids, opening, closing }: Element, side: -1 | 1): number[] {
    const table = side < 0 ? closing : opening;
    return [...ids, ...[...(table?.byWord.keys() ?? [])].flatMap((family) => this.#families.get(family) ?? [family])];
  }

  #words(entries: readonly string[]): Words {
    const ids = Uint16Array.from(new Set(entries.flatMap((entry) => this.#idsOf(entry)))).sort();
    const phrases = entries
      .flatMap((entry) => this.#concepts.words(entry))
      .filter((word) => word.includes('_'))
      .map((word) => word.split('_').map((part) => this.#vocabulary.family(this.#vocabulary.idOf(part))));
    const mask = ids.reduce((bits, id) => bits | (1 << (id & 31)), 0);
    const longest = phrases.reduce((most, phrase) => Math.max(most, phrase.length), 1);
    return { ids, mask, longest, opening: tableOf(phrases, 0), closing: tableOf(phrases, -1) };
  }

  #idsOf(entry: string): readonly number[] {
    const known = this.#ofEntry.get(entry);
    if (known) return known;
    const words = this.#concepts.words(entry).filter((word) => !word.includes('_'));
    const ids = words.flatMap((word) => this.#forms(word));
    this.#ofEntry.set(entry, ids);
    return ids;
  }

  /** A word and its forms; for `=word`, it alone; for `#`, all numbers. */
  #forms(word: string): readonly number[] {
    if (word === '#') return this.#numbers;
    if (word.startsWith('=')) return [this.#vocabulary.idOf(word.slice(1))];
    const id = this.#vocabulary.idOf(word);
    return this.#families.get(this.#vocabulary.family(id)) ?? [id];
  }
}
