import { Compiler } from './compiler.ts';
import { Folding } from './fold.ts';
import { stems } from './inflect.ts';
import type { SafetyLexicon } from './lexicon.ts';
import { Concepts, parsePattern, type Step } from './pattern.ts';
import { type Group, layPatterns, type PatternsData } from './patterns.ts';
import { noKind, Requirements } from './requirements.ts';
import { layVocabulary, Vocabulary, type VocabularyData } from './vocabulary.ts';
import type { WordSet } from './word-sets.ts';

/** How often a word is likely to occur, as a rough ratio; a word that is on no list counts 1. */
const everywhereCost = 6000;
const frequentCost = 300;
const knownCost = 8;

/** So many frequent families are kinds of their own: fewer or more spare fewer attempts. */
const ownKinds = 100;

export interface WrittenPattern {
  readonly pattern: string;
  readonly groups: readonly Group[];
}

/** How often a word or `=word` is likely to occur. */
function costs(lexicon: SafetyLexicon, known: ReadonlySet<string>): (word: string) => number {
  const everywhere = new Set(lexicon.everywhere_words);
  const frequent = new Set(lexicon.frequent_words);
  const found = new Map<string, number>();
  const costOf = (word: string): number => {
    const names = [word, ...stems(word)];
    if (names.some((name) => everywhere.has(name))) return everywhereCost;
    if (word === '#' || names.some((name) => frequent.has(name))) return frequentCost;
    return known.has(word) ? knownCost : 1;
  };
  return (part) => {
    const word = part.replace('=', '');
    const cost = found.get(word) ?? costOf(word);
    found.set(word, cost);
    return cost;
  };
}

interface Kinds {
  kindOf(family: number): number;
  /** By kind: the share of all words of a text that are likely to be of it. */
  readonly shares: readonly number[];
}

/** Kinds of words, for a first look: the most frequent families are kinds of their own, the others share the rest. */
function kindsOf({ everywhere_words, frequent_words }: SafetyLexicon, vocabulary: Vocabulary): Kinds {
  const own = new Map<number, number>();
  const weights = new Map<number, number>();
  for (const [words, weight] of [
    [everywhere_words, everywhereCost],
    [frequent_words, frequentCost],
  ] as const) {
    for (const word of words) {
      const id = vocabulary.idOf(word);
      weights.set(id, weight);
      const family = vocabulary.family(id);
      if (!own.has(family) && own.size < ownKinds) own.set(family, own.size);
    }
  }
  const kindOf = (family: number) => own.get(family) ?? own.size + (family % (noKind - own.size));
  const sums = new Array<number>(noKind).fill(0);
  let all = 0;
  for (let id = 0; id < vocabulary.size; id++) {
    const kind = kindOf(vocabulary.family(id));
    const weight = weights.get(id) ?? knownCost;
    sums[kind] = (sums[kind] ?? 0) + weight;
    all += weight;
  }
  return { kindOf, shares: sums.map((sum) => sum / all) };
}

/** The words that patterns name, in the order of the patterns. */
function wordsOf(entries: Iterable<string>, concepts: Concepts): Set<string> {
  const words = new Set<string>();
  for (const entry of entries) {
    for (const word of concepts.words(entry)) {
      if (!word.includes('_') && !word.startsWith('=')) words.add(word);
      else for (const part of word.split(/[_=]/)) words.add(part);
    }
  }
  words.delete('#');
  words.delete('');
  return words;
}

/** The patterns that a lexicon holds anywhere. */
const patternsIn = ({ sections, excuses }: SafetyLexicon): string[] => [
  ...sections.flatMap(({ rules }) => Object.values(rules).flat()),
  ...Object.values(excuses).flatMap(({ patterns }) => patterns),
];

/** A lexicon's words, those of its patterns and the known ones, and patterns over them. */
export class Grammar {
  readonly vocabulary: Vocabulary;
  /** The vocabulary as plain data. */
  readonly words: VocabularyData;
  readonly #compiler: Compiler;
  readonly #kinds: Kinds;
  readonly #steps: ReadonlyMap<string, readonly Step[]>;

  /** @throws Error naming a part of a pattern that says nothing, or a concept that is none */
  constructor(lexicon: SafetyLexicon) {
    const folding = new Folding(lexicon.characters);
    const concepts = new Concepts(lexicon.concepts, (word) => folding.spell(word));
    // What opens a clause and what a mask or a short form is meant for must be told from all other words, whether patterns name them
    // or not.
    const { masks, short_for } = lexicon.characters;
    const meant = [...Object.values(masks), ...Object.values(short_for)];
    const others = [...lexicon.clause_openers.flatMap((opener) => opener.split(' ')), ...meant];
    const known = new Set([...lexicon.known_words, ...others]);
    this.#steps = new Map(patternsIn(lexicon).map((pattern) => [pattern, parsePattern(pattern)]));
    const entries = new Set<string>();
    for (const steps of this.#steps.values())
      for (const step of steps) for (const entry of step.entries) entries.add(entry);
    this.words = layVocabulary(wordsOf(entries, concepts), known);
    this.vocabulary = new Vocabulary(this.words);
    this.#compiler = new Compiler(this.vocabulary, concepts, costs(lexicon, known));
    this.#kinds = kindsOf(lexicon, this.vocabulary);
  }

  /**
   * Compiles patterns of the lexicon.
   *
   * @param written as docs/safety.md describes them, with who looks for them; a place is a pattern's number
   * @throws Error naming a pattern without a word that must stand
   */
  compile(written: readonly WrittenPattern[]): PatternsData {
    const compiler = this.#compiler;
    const sets = new SetNumbers();
    const patterns = written.map(({ pattern, groups }) => {
      const steps = this.#steps.get(pattern) ?? parsePattern(pattern);
      // A pattern is found by the rarest of the words that must stand.
      const likely = steps.map(({ entries, optional, negated, edge }) =>
        optional || negated || edge ? Number.POSITIVE_INFINITY : compiler.cost(entries),
      );
      const least = Math.min(...likely);
      if (least === Number.POSITIVE_INFINITY)
        throw new Error(`Safety lexicon: "${pattern}" has no word that must stand.`);
      const anchor = likely.indexOf(least);
      const eachPlace = (found: (id: number, offset: number) => void) =>
        compiler.eachPlace(steps[anchor]?.entries ?? [], found);
      const numbered = steps.map(({ entries, ...step }) => ({
        ...step,
        set: sets.numberOf(entries, () => compiler.set(entries)),
      }));
      return { groups, steps: numbered, anchor, eachPlace };
    });
    const { vocabulary } = this;
    const { kindOf, shares } = this.#kinds;
    const familyOf = (id: number) => vocabulary.family(id);
    const kindsByWord = Uint8Array.from({ length: vocabulary.size }, (_, id) => kindOf(familyOf(id)));
    return layPatterns(patterns, sets.all, kindsByWord, new Requirements(sets.all, familyOf, kindOf, shares));
  }
}

/** Numbers sets; equal alternatives share one. */
class SetNumbers {
  readonly all: WordSet[] = [];
  readonly #numbers = new Map<string, number>();

  numberOf(entries: readonly string[], make: () => WordSet): number {
    const key = entries.join('|');
    const number = this.#numbers.get(key) ?? this.all.push(make()) - 1;
    this.#numbers.set(key, number);
    return number;
  }
}
