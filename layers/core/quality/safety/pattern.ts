import { expand } from './inflect.ts';

/** One step of a pattern as it is written. */
export interface Step {
  /** How many other words may stand before this one. */
  readonly gap: number;
  readonly optional: boolean;
  /** The next word must be none of these; no word is used up. */
  readonly negated: boolean;
  /** The place where a sentence begins (`^`) or ends (`$`) serves as well as a word. */
  readonly edge: 'begin' | 'end' | undefined;
  /** What may stand here: words, phrases, concepts. */
  readonly entries: readonly string[];
}

/** The most other words that may stand before a step. */
export const mostSkipped = 255;

/** What is often said before a sentence without a comma, and after one that has ended without a full stop. */
const [clauseBegin, clauseEnd] = ['@clause_begin', '@clause_end'];

/**
 * Reads `@i ~2 want+ to? die|perish !of`: see docs/safety.md.
 *
 * @throws Error naming a part that says nothing
 */
export function parsePattern(pattern: string): Step[] {
  const steps: Step[] = [];
  let gap = 0;
  for (const part of pattern.trim().split(/\s+/)) {
    const skipped = /^~(\d*)$/.exec(part);
    if (skipped) {
      gap = skipped[1] ? Number(skipped[1]) : 2;
      if (gap > mostSkipped) throw new Error(`Safety lexicon: "${part}" in "${pattern}" is more than ${mostSkipped}.`);
      continue;
    }
    const negated = part.startsWith('!');
    const optional = part.endsWith('?');
    const listed = part.slice(negated ? 1 : 0, optional ? -1 : undefined).split('|');
    const edge = listed.includes('^') ? 'begin' : listed.includes('$') ? 'end' : undefined;
    const entries = listed.filter((entry) => entry !== '' && entry !== '^' && entry !== '$');
    if (entries.length === 0 && !edge)
      throw new Error(`Safety lexicon: nothing to match at "${part}" in "${pattern}".`);
    if (edge) entries.push(edge === 'begin' ? clauseBegin : clauseEnd);
    steps.push({ gap, optional, negated, edge, entries });
    gap = 0;
  }
  if (gap > 0) throw new Error(`Safety lexicon: nothing stands behind the last "~" of "${pattern}".`);
  return steps;
}

/** What entries of the lexicon stand for: words as the reader spells them, phrases joined by `_`. */
export class Concepts {
  readonly #lines: Readonly<Record<string, readonly string[]>>;
  readonly #spell: (word: string) => string;
  readonly #resolved = new Map<string, readonly string[]>();

  constructor(lines: Readonly<Record<string, readonly string[]>>, spell: (word: string) => string) {
    this.#lines = lines;
    this.#spell = spell;
  }

  /**
   * The words of an entry: itself, its inflected forms (`kill+`), or a concept's words (`@gym`).
   *
   * @throws Error when no concept has this name, when concepts contain each other, or when no text can have the entry
   */
  words(entry: string, inside: readonly string[] = []): readonly string[] {
    const known = this.#resolved.get(entry);
    if (known) return known;
    const words = entry.startsWith('@') ? this.#concept(entry, inside) : this.#spelled(entry);
    this.#resolved.set(entry, words);
    return words;
  }

  #spelled(entry: string): readonly string[] {
    if (!/^#$|^=[^=#_+]+$|^[^=#]+$/.test(entry))
      throw new Error(`Safety lexicon: "${entry}": = stands before one word without +, and # by itself.`);
    const words = expand(entry).map(this.#spell);
    if (words.some((word) => word === '' || word === '='))
      throw new Error(`Safety lexicon: nothing of "${entry}" is part of a word.`);
    return words;
  }

  #concept(entry: string, inside: readonly string[]): readonly string[] {
    const lines = this.#lines[entry.slice(1)];
    if (lines === undefined) throw new Error(`Safety lexicon: there is no concept ${entry}.`);
    if (inside.includes(entry)) throw new Error(`Safety lexicon: the concept ${entry} contains itself.`);
    const parts = lines.flatMap((line) => line.split(/\s+/)).filter((part) => part !== '');
    return [...new Set(parts.flatMap((part) => this.words(part, [...inside, entry])))];
  }
}
