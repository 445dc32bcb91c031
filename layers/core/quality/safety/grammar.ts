import { Folding } from './fold.ts';
import type { SafetyLexicon } from './lexicon.ts';
import { Matcher, type Span } from './matcher.ts';
import { Compiler, Concepts, type Element, parsePattern } from './pattern.ts';
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

  add(owner: Owner, elements: readonly Element[], anchor: number, words: Iterable<number>): void {
    const compiled = { owner, elements, anchor };
    for (const id of words) {
      const there = this.#byWord.get(id);
      if (there) there.push(compiled);
      else this.#byWord.set(id, [compiled]);
    }
  }

  /** Calls `hit` for every match that begins at an anchor word in [from, to); `wanted` spares what is not needed. */
  find(
    reading: Reading,
    matcher: Matcher,
    from: number,
    to: number,
    wanted: (owner: Owner) => boolean,
    hit: (owner: Owner, span: Span) => void,
  ): void {
    for (let at = from; at < to; at++) {
      this.#at(reading.ids[at] ?? 0, at, matcher, wanted, hit);
      if (reading.others.size === 0) continue;
      for (const id of reading.others.get(at)?.slice(1) ?? []) this.#at(id, at, matcher, wanted, hit);
    }
  }

  #at(
    id: number,
    at: number,
    matcher: Matcher,
    wanted: (owner: Owner) => boolean,
    hit: (owner: Owner, span: Span) => void,
  ): void {
    const candidates = this.#byWord.get(id);
    if (candidates === undefined) return;
    for (const { owner, elements, anchor } of candidates) {
      if (!wanted(owner)) continue;
      const span = matcher.match(elements, anchor, at);
      if (span) hit(owner, span);
    }
  }
}

/** A lexicon's patterns over one vocabulary. */
export class Grammar {
  readonly vocabulary: Vocabulary;
  readonly #concepts: Concepts;
  readonly #compiler: Compiler;
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
    const steps = patterns.flatMap((pattern) => parsePattern(pattern, this.#concepts));
    const hot = new Set(steps.flatMap(({ words }) => words).flatMap((word) => word.split('_')));
    hot.delete('#');
    this.vocabulary = new Vocabulary(hot, this.#known);
    this.#compiler = new Compiler(this.vocabulary);
  }

  /** Adds a pattern to an index under its rarest obligatory element. */
  index<Owner>(into: PatternIndex<Owner>, owner: Owner, pattern: string): void {
    const steps = parsePattern(pattern, this.#concepts);
    const costs = steps.map(({ words, optional, negated, edge }) =>
      optional || negated || edge || words.length === 0
        ? Number.POSITIVE_INFINITY
        : words.reduce((sum, word) => sum + this.#cost(word), 0),
    );
    const least = Math.min(...costs);
    if (least === Number.POSITIVE_INFINITY)
      throw new Error(`Safety lexicon: "${pattern}" has no word that must stand.`);
    const anchor = costs.indexOf(least);
    const words = steps[anchor]?.words ?? [];
    const ids = words.flatMap((word) => this.#compiler.ids(word.split('_')[0] ?? ''));
    into.add(
      owner,
      steps.map((step) => this.#compiler.element(step)),
      anchor,
      new Set(ids),
    );
  }

  #cost(word: string): number {
    const [first = ''] = word.split('_');
    if (first === '#' || this.#frequent.has(first)) return frequentCost;
    return this.#known.has(first) ? knownCost : 1;
  }
}

export { Matcher, type Span };
