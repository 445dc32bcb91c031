import { Compiler, type Element } from './compiler.ts';
import { Folding } from './fold.ts';
import { stems } from './inflect.ts';
import type { SafetyLexicon } from './lexicon.ts';
import type { Matcher, Span } from './matcher.ts';
import { mayStand, type Neighbour, neighbourOf } from './neighbour.ts';
import { Concepts, parsePattern, type Step } from './pattern.ts';
import type { Reading } from './reading.ts';
import { Vocabulary } from './vocabulary.ts';

/** A pattern ready to match, found by the rarest of its words. */
interface Compiled<Owner> {
  readonly owner: Owner;
  readonly elements: readonly Element[];
  readonly anchor: number;
  readonly neighbour: Neighbour | undefined;
  /** How many words before the word found the anchor begins. */
  readonly offset: number;
}

/** How often a word is likely to occur, as a rough ratio; a word that is on no list counts 1. */
const everywhereCost = 6000;
const frequentCost = 300;
const knownCost = 8;

/** Patterns of many owners, each tried only at words that can anchor it. */
export class PatternIndex<Owner> {
  readonly #byWord: (Compiled<Owner>[] | undefined)[] = [];

  add(pattern: Omit<Compiled<Owner>, 'offset'>, places: Iterable<readonly [number, number]>): void {
    for (const [id, offset] of places) {
      const there = this.#byWord[id] ?? [];
      // The same word may stand in several of a pattern's alternatives; patterns are added one after the other.
      const twice = there.findLast((other) => other.elements !== pattern.elements || other.offset === offset);
      if (twice?.elements === pattern.elements) continue;
      there.push({ ...pattern, offset });
      this.#byWord[id] = there;
    }
  }

  /** Calls `hit` for every match whose anchor stands at a word in [from, to); `wanted` spares what is not needed. */
  find(
    reading: Reading,
    matcher: Matcher,
    from: number,
    to: number,
    wanted: (owner: Owner) => boolean,
    hit: (owner: Owner, span: Span) => void,
  ): void {
    const { ids, others, ambiguous } = reading;
    for (let at = from; at < to; at++) {
      const candidates = this.#byWord[ids[at] ?? 0];
      if (candidates !== undefined) tryAll(candidates, at, reading, matcher, wanted, hit);
      if (!ambiguous) continue;
      for (const other of others.get(at)?.slice(1) ?? [])
        tryAll(this.#byWord[other] ?? [], at, reading, matcher, wanted, hit);
    }
  }
}

function tryAll<Owner>(
  candidates: readonly Compiled<Owner>[],
  at: number,
  { ids, count, ambiguous }: Reading,
  matcher: Matcher,
  wanted: (owner: Owner) => boolean,
  hit: (owner: Owner, span: Span) => void,
): void {
  for (const { owner, elements, anchor, neighbour, offset } of candidates) {
    // A masked word may be several, and only the first is in `ids`.
    if (neighbour && !ambiguous && !mayStand(neighbour, ids, at - offset, count)) continue;
    if (offset > at || !wanted(owner)) continue;
    const span = matcher.match(elements, anchor, at - offset);
    if (span) hit(owner, span);
  }
}

/** A lexicon's patterns over one vocabulary. */
export class Grammar {
  readonly vocabulary: Vocabulary;
  readonly #concepts: Concepts;
  readonly #compiler: Compiler;
  readonly #steps = new Map<string, readonly Step[]>();
  readonly #costs = new Map<string, number>();
  readonly #everywhere: ReadonlySet<string>;
  readonly #frequent: ReadonlySet<string>;
  readonly #known: ReadonlySet<string>;

  constructor(lexicon: SafetyLexicon) {
    const folding = new Folding(lexicon.characters);
    this.#concepts = new Concepts(lexicon.concepts, (word) => folding.spell(word));
    this.#everywhere = new Set(lexicon.everywhere_words);
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
    const places = this.#compiler.anchors(steps[anchor]?.entries ?? [], (word) => this.#costOf(word));
    into.add({ owner, elements, anchor, neighbour: neighbourOf(elements, anchor, this.#compiler) }, places);
  }

  /** How often the words of a step are likely to occur: a pattern is looked for at the rarest. */
  #cost(entries: readonly string[]): number {
    return entries.reduce((sum, entry) => {
      const known = this.#costs.get(entry);
      if (known !== undefined) return sum + known;
      const words = this.#concepts
        .words(entry)
        .map((word) => Math.min(...word.split('_').map((part) => this.#costOf(part))));
      const cost = words.reduce((total, each) => total + each, 0);
      this.#costs.set(entry, cost);
      return sum + cost;
    }, 0);
  }

  #costOf(part: string): number {
    const word = part.replace('=', '');
    if (this.#isAmong(this.#everywhere, word)) return everywhereCost;
    if (word === '#' || this.#isAmong(this.#frequent, word)) return frequentCost;
    return this.#known.has(word) ? knownCost : 1;
  }

  #isAmong(words: ReadonlySet<string>, word: string): boolean {
    return words.has(word) || stems(word).some((stem) => words.has(stem));
  }
}
