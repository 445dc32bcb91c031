import { Compiler, type Element } from './compiler.ts';
import { Folding } from './fold.ts';
import type { SafetyLexicon } from './lexicon.ts';
import type { Matcher, Span } from './matcher.ts';
import { Concepts, parsePattern, type Step } from './pattern.ts';
import type { Reading } from './reading.ts';
import { Vocabulary } from './vocabulary.ts';

/** A pattern ready to match, found by the rarest of its words. */
interface Compiled<Owner> {
  readonly owner: Owner;
  readonly elements: readonly Element[];
  readonly anchor: number;
}

const frequentCost = 300;
const knownCost = 4;

/** Patterns of many owners, each tried only at words that can anchor it. */
export class PatternIndex<Owner> {
  readonly #byWord = new Map<number, Compiled<Owner>[]>();

  add(compiled: Compiled<Owner>, words: Iterable<number>): void {
    for (const id of words) {
      const there = this.#byWord.get(id);
      if (there) there.push(compiled);
      else this.#byWord.set(id, [compiled]);
    }
  }

  /** Calls `hit` for every match whose anchor stands at a word in [from, to); `wanted` spares what is not needed. */
  find(
    reading: Reading,
    matcher: Matcher,
    [from, to]: readonly [number, number],
    wanted: (owner: Owner) => boolean,
    hit: (owner: Owner, span: Span) => void,
  ): void {
    const tryAt = (id: number, at: number) => {
      for (const { owner, elements, anchor } of this.#byWord.get(id) ?? []) {
        if (!wanted(owner)) continue;
        const span = matcher.match(elements, anchor, at);
        if (span) hit(owner, span);
      }
    };
    for (let at = from; at < to; at++) {
      const id = reading.ids[at] ?? 0;
      if (id === 0) continue;
      tryAt(id, at);
      if (reading.others.size === 0) continue;
      for (const other of reading.others.get(at)?.slice(1) ?? []) tryAt(other, at);
    }
  }
}

/** A lexicon's patterns over one vocabulary. */
export class Grammar {
  readonly vocabulary: Vocabulary;
  readonly #concepts: Concepts;
  readonly #compiler: Compiler;
  readonly #steps = new Map<string, readonly Step[]>();
  readonly #costs = new Map<string, number>();
  readonly #frequent: ReadonlySet<string>;
  readonly #known: ReadonlySet<string>;

  constructor(lexicon: SafetyLexicon) {
    const folding = new Folding(lexicon.characters);
    this.#concepts = new Concepts(lexicon.concepts, (word) => folding.spell(word));
    this.#frequent = new Set(lexicon.frequent_words);
    this.#known = new Set(lexicon.known_words);
    const patterns = [
      ...lexicon.sections.flatMap(({ rules }) => Object.values(rules).flat()),
      ...Object.values(lexicon.excuses).flatMap(({ patterns }) => patterns),
    ];
    for (const pattern of patterns) this.#steps.set(pattern, parsePattern(pattern));
    const entries = new Set([...this.#steps.values()].flat().flatMap((step) => step.entries));
    const hot = new Set<string>();
    for (const entry of entries) {
      for (const word of this.#concepts.words(entry)) for (const part of word.split(/[_=]/)) hot.add(part);
    }
    hot.delete('#');
    hot.delete('');
    this.vocabulary = new Vocabulary(hot, this.#known);
    this.#compiler = new Compiler(this.vocabulary, this.#concepts);
  }

  /** Adds a pattern to an index under its rarest obligatory element. */
  index<Owner>(into: PatternIndex<Owner>, owner: Owner, pattern: string): void {
    const steps = this.#steps.get(pattern) ?? parsePattern(pattern);
    const costs = steps.map(({ entries, optional, negated, edge }) =>
      optional || negated || edge ? Number.POSITIVE_INFINITY : this.#cost(entries),
    );
    const least = Math.min(...costs);
    if (least === Number.POSITIVE_INFINITY)
      throw new Error(`Safety lexicon: "${pattern}" has no word that must stand.`);
    const anchor = costs.indexOf(least);
    const elements = steps.map((step) => this.#compiler.element(step));
    const element = elements[anchor];
    if (element) into.add({ owner, elements, anchor }, this.#compiler.firsts(element));
  }

  /** How often the words of a step are likely to occur: a pattern is looked for at the rarest. */
  #cost(entries: readonly string[]): number {
    return entries.reduce((sum, entry) => {
      const known = this.#costs.get(entry);
      if (known !== undefined) return sum + known;
      const cost = this.#concepts.words(entry).reduce((total, word) => total + this.#costOf(word), 0);
      this.#costs.set(entry, cost);
      return sum + cost;
    }, 0);
  }

  #costOf(word: string): number {
    const [first = ''] = word.replace('=', '').split('_');
    if (first === '#' || this.#frequent.has(first)) return frequentCost;
    return this.#known.has(first) ? knownCost : 1;
  }
}
