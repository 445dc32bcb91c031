import { expand } from './inflect.ts';
import { numberWord, type Vocabulary } from './vocabulary.ts';

/** One step of a pattern: some words, where they may stand and whether they must. */
export interface Element {
  /** How many other words may stand before this one. */
  readonly gap: number;
  readonly optional: boolean;
  /** The next word must be none of these; no word is used up. */
  readonly negated: boolean;
  /** A sentence must begin (`^`) or end (`$`) here; no word is used up. */
  readonly edge: 'begin' | 'end' | undefined;
  readonly bits: Uint32Array;
  readonly phrases: readonly (readonly number[])[];
}

export const holds = (bits: Uint32Array, id: number): boolean => (((bits[id >>> 5] ?? 0) >>> (id & 31)) & 1) === 1;

/** A concept's words, with the concepts inside it (`@other`) resolved. */
export class Concepts {
  readonly #entries: Readonly<Record<string, readonly string[]>>;
  readonly #resolved = new Map<string, readonly string[]>();

  constructor(entries: Readonly<Record<string, readonly string[]>>) {
    this.#entries = entries;
  }

  /** @throws Error when no concept has this name, or when concepts contain each other */
  words(name: string, inside: readonly string[] = []): readonly string[] {
    const known = this.#resolved.get(name);
    if (known) return known;
    const entries = this.#entries[name];
    if (entries === undefined) throw new Error(`Safety lexicon: there is no concept @${name}.`);
    if (inside.includes(name)) throw new Error(`Safety lexicon: the concept @${name} contains itself.`);
    const words = entries
      .flatMap((line) => line.split(/\s+/))
      .filter((entry) => entry !== '')
      .flatMap((entry) => (entry.startsWith('@') ? this.words(entry.slice(1), [...inside, name]) : expand(entry)));
    const unique = [...new Set(words)];
    this.#resolved.set(name, unique);
    return unique;
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
    const edge = part === '^' ? 'begin' : part === '$' ? 'end' : undefined;
    const negated = part.startsWith('!');
    const optional = part.endsWith('?');
    const bare = edge ? '' : part.slice(negated ? 1 : 0, optional ? -1 : undefined);
    const words = bare
      .split('|')
      .filter((entry) => entry !== '')
      .flatMap((entry) => (entry.startsWith('@') ? concepts.words(entry.slice(1)) : expand(entry)));
    if (words.length === 0 && !edge) throw new Error(`Safety lexicon: nothing to match at "${part}" in "${pattern}".`);
    steps.push({ gap, optional, negated, edge, words });
    gap = 0;
  }
  return steps;
}

/** Turns steps into elements over word ids; equal word sets share their bits. */
export class Compiler {
  readonly #vocabulary: Vocabulary;
  readonly #sets = new Map<string, Pick<Element, 'bits' | 'phrases'>>();
  readonly numbers: readonly number[];

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
    const ids = Array.from({ length: vocabulary.size }, (_, id) => id);
    this.numbers = ids.filter((id) => id === numberWord || /^\d+$/.test(vocabulary.word(id)));
  }

  element({ words, ...rest }: Step): Element {
    const key = words.join(' ');
    const known = this.#sets.get(key) ?? this.#set(words);
    this.#sets.set(key, known);
    return { ...rest, ...known };
  }

  #set(words: readonly string[]): Pick<Element, 'bits' | 'phrases'> {
    const bits = new Uint32Array((this.#vocabulary.size >>> 5) + 1);
    const add = (id: number) => {
      bits[id >>> 5] = (bits[id >>> 5] ?? 0) | (1 << (id & 31));
    };
    const phrases: number[][] = [];
    for (const word of words) {
      if (word === '#') this.numbers.forEach(add);
      else if (word.includes('_')) phrases.push(word.split('_').map((part) => this.#vocabulary.idOf(part)));
      else add(this.#vocabulary.idOf(word));
    }
    return { bits, phrases };
  }
}
