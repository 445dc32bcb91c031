import { Compiler } from './compiler.ts';
import { Folding } from './fold.ts';
import { stems } from './inflect.ts';
import type { SafetyLexicon } from './lexicon.ts';
import { Concepts, parsePattern, type Step } from './pattern.ts';
import { type EachEdge, type Group, kinds, layPatterns, type PatternsData } from './patterns.ts';
import { layVocabulary, numberWord, Vocabulary, type VocabularyData } from './vocabulary.ts';
import type { WordSet } from './word-sets.ts';

/** How often a word is likely to occur, as a rough ratio; a word that is on no list counts 1. */
const everywhereCost = 6000;
const frequentCost = 300;
const knownCost = 8;

/** So many frequent words are kinds of their own. */
const ownKinds = 80;

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

/**
 * Kinds of words, for a first look: every frequent word is a kind of its own, the others share the rest; the last kind
 * is of those that no pattern names.
 */
function kindsOf({ everywhere_words, frequent_words }: SafetyLexicon, vocabulary: Vocabulary): Uint8Array {
  const kindOf = new Uint8Array(vocabulary.size).fill(kinds - 1);
  const own = [...everywhere_words, ...frequent_words].map((word) => vocabulary.idOf(word)).slice(0, ownKinds);
  for (let id = numberWord; id < vocabulary.size; id++) {
    if (id === numberWord || vocabulary.isHot(id)) kindOf[id] = own.length + (id % (kinds - 1 - own.length));
  }
  for (const [kind, id] of own.entries()) if (vocabulary.isHot(id)) kindOf[id] = kind;
  return kindOf;
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
  readonly #kinds: Uint8Array;
  readonly #steps: ReadonlyMap<string, readonly Step[]>;

  /** @throws Error naming a part of a pattern that says nothing, or a concept that is none */
  constructor(lexicon: SafetyLexicon) {
    const folding = new Folding(lexicon.characters);
    const concepts = new Concepts(lexicon.concepts, (word) => folding.spell(word));
    const known = new Set(lexicon.known_words);
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
    const eachEdge: EachEdge = (set, side, found) => {
      const words = sets.all[set];
      if (words) compiler.eachEdge(words, side, found);
    };
    return layPatterns(patterns, sets.all, this.#kinds, eachEdge);
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
