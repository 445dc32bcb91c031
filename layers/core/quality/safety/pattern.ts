import { expand } from './inflect.ts';
import { numberWord, type Vocabulary } from './vocabulary.ts';

/** One step of a pattern: some words, where they may stand and whether they must. */
export interface Element {
  /** How many other words may stand before this one. */
  readonly gap: number;
  readonly optional: boolean;
  /** The next word must be none of these; no word is used up. */
  readonly negated: boolean;
  /** The place where a sentence begins (`^`) or ends (`$`) serves as well as a word. */
  readonly edge: 'begin' | 'end' | undefined;
  readonly bits: Uint32Array;
  /** Each word of a phrase as its family: in `end_my_life` ending and ended serve too. */
  readonly phrases: readonly (readonly number[])[];
}

export const holds = (bits: Uint32Array, id: number): boolean => (((bits[id >>> 5] ?? 0) >>> (id & 31)) & 1) === 1;

/** What entries of the lexicon stand for: words as the reader spells them, phrases joined by `_`. */
export class Concepts {
  readonly #entries: Readonly<Record<string, readonly string[]>>;
  readonly #spell: (word: string) => string;
  readonly #resolved = new Map<string, readonly string[]>();

  constructor(entries: Readonly<Record<string, readonly string[]>>, spell: (word: string) => string) {
    this.#entries = entries;
    this.#spell = spell;
  }

  /**
   * The words of an entry: itself, its inflected forms (`kill+`), or a concept's words (`@gym`).
   *
   * @throws Error when no concept has this name, or when concepts contain each other
   */
  words(entry: string, inside: readonly string[] = []): readonly string[] {
    if (!entry.startsWith('@')) return expand(entry).map(this.#spell);
    const name = entry.slice(1);
    const known = this.#resolved.get(name);
    if (known) return known;
    const lines = this.#entries[name];
    if (lines === undefined) throw new Error(`Safety lexicon: there is no concept @${name}.`);
    if (inside.includes(name)) throw new Error(`Safety lexicon: the concept @${name} contains itself.`);
    const entries = lines.flatMap((line) => line.split(/\s+/)).filter((part) => part !== '');
    const words = [...new Set(entries.flatMap((part) => this.words(part, [...inside, name])))];
    this.#resolved.set(name, words);
    return words;
  }
}

interface Step {
  readonly gap: number;
  readonly optional: boolean;
  readonly negated: boolean;
  readonly edge: 'begin' | 'end' | undefined;
  readonly words: readonly string[];
}

/** Reads `@self ~2 want+ to? die|perish`: see docs/safety.md. */
export function parsePattern(pattern: string, concepts: Concepts): Step[] {
  const steps: Step[] = [];
  let gap = 0;
  for (const part of pattern.trim().split(/\s+/)) {
    const skipped = /^~(\d*)$/.exec(part);
    if (skipped) {
      gap = skipped[1] ? Number(skipped[1]) : 2;
      continue;
    }
    const negated = part.startsWith('!');
    const optional = part.endsWith('?');
    const entries = part.slice(negated ? 1 : 0, optional ? -1 : undefined).split('|');
    const edge = entries.includes('^') ? 'begin' : entries.includes('$') ? 'end' : undefined;
    const words = entries
      .filter((entry) => entry !== '' && entry !== '^' && entry !== '$')
      .flatMap((entry) => concepts.words(entry));
    if (words.length === 0 && !edge) throw new Error(`Safety lexicon: nothing to match at "${part}" in "${pattern}".`);
    steps.push({ gap, optional, negated, edge, words });
    gap = 0;
  }
  return steps;
}

/** Turns steps into elements over word ids; equal word lists share their bits. */
export class Compiler {
  readonly numbers: readonly number[];
  readonly #vocabulary: Vocabulary;
  readonly #sets = new Map<string, Pick<Element, 'bits' | 'phrases'>>();
  readonly #families = new Map<number, number[]>();

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
    const ids = Array.from({ length: vocabulary.size }, (_, id) => id);
    this.numbers = ids.filter((id) => id === numberWord || /^\d+$/.test(vocabulary.word(id)));
    for (const id of ids.slice(2)) {
      const family = this.#families.get(vocabulary.family(id));
      if (family) family.push(id);
      else this.#families.set(vocabulary.family(id), [id]);
    }
  }

  /** The ids of a word and of its forms; of `#`, those of all numbers. */
  ids(word: string): readonly number[] {
    if (word === '#') return this.numbers;
    const id = this.#vocabulary.idOf(word);
    return this.#families.get(this.#vocabulary.family(id)) ?? [id];
  }

  element({ words, ...rest }: Step): Element {
    const key = words.join(' ');
    const known = this.#sets.get(key) ?? this.#set(words);
    this.#sets.set(key, known);
    return { ...rest, ...known };
  }

  #set(words: readonly string[]): Pick<Element, 'bits' | 'phrases'> {
    const bits = new Uint32Array((this.#vocabulary.size >>> 5) + 1);
    const phrases: number[][] = [];
    for (const word of words) {
      if (word.includes('_')) {
        phrases.push(word.split('_').map((part) => this.#vocabulary.family(this.#vocabulary.idOf(part))));
        continue;
      }
      for (const id of this.ids(word)) bits[id >>> 5] = (bits[id >>> 5] ?? 0) | (1 << (id & 31));
    }
    return { bits, phrases };
  }
}
