import type { Concepts, Step } from './pattern.ts';
import { numberWord, type Vocabulary } from './vocabulary.ts';

/** A step of a pattern over word ids. */
export interface Element extends Omit<Step, 'entries'> {
  /** Ids in ascending order. */
  readonly ids: Uint16Array;
  /** Bit `id % 32` is set for every id: most words that do not fit are told by one look. */
  readonly mask: number;
  /** Each word of a phrase as its family: in `end_my_life` ending and ended serve too. */
  readonly phrases: readonly (readonly number[])[];
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

type Words = Pick<Element, 'ids' | 'mask' | 'phrases'>;

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

  /** The ids that an element can begin with: its words, and the first words of its phrases. */
  firsts({ ids, phrases }: Element): ReadonlySet<number> {
    return new Set([...ids, ...phrases.flatMap(([first = 0]) => this.#families.get(first) ?? [first])]);
  }

  #words(entries: readonly string[]): Words {
    const ids = Uint16Array.from(new Set(entries.flatMap((entry) => this.#idsOf(entry)))).sort();
    const phrases = entries
      .flatMap((entry) => this.#concepts.words(entry))
      .filter((word) => word.includes('_'))
      .map((word) => word.split('_').map((part) => this.#vocabulary.family(this.#vocabulary.idOf(part))));
    return { ids, mask: ids.reduce((mask, id) => mask | (1 << (id & 31)), 0), phrases };
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
