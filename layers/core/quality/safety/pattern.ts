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

/** What is often said before a sentence without a comma, and after one that has ended without a full stop. */
const [clauseBegin, clauseEnd] = ['@clause_begin', '@clause_end'];

/** Reads `@i ~2 want+ to? die|perish !of`: see docs/safety.md. */
export function parsePattern(pattern: string): Step[] {
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
    const listed = part.slice(negated ? 1 : 0, optional ? -1 : undefined).split('|');
    const edge = listed.includes('^') ? 'begin' : listed.includes('$') ? 'end' : undefined;
    const entries = listed.filter((entry) => entry !== '' && entry !== '^' && entry !== '$');
    if (entries.length === 0 && !edge)
      throw new Error(`Safety lexicon: nothing to match at "${part}" in "${pattern}".`);
    if (edge) entries.push(edge === 'begin' ? clauseBegin : clauseEnd);
    steps.push({ gap, optional, negated, edge, entries });
    gap = 0;
  }
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
   * @throws Error when no concept has this name, or when concepts contain each other
   */
  words(entry: string, inside: readonly string[] = []): readonly string[] {
    const known = this.#resolved.get(entry);
    if (known) return known;
    const words = entry.startsWith('@') ? this.#concept(entry, inside) : expand(entry).map(this.#spell);
    this.#resolved.set(entry, words);
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
