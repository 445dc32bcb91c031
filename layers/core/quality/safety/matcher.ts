import { gapBits, isNegated, isOptional, mayBegin, mayEnd, type Patterns } from './patterns.ts';
import type { Vocabulary } from './vocabulary.ts';
import type { Words } from './words.ts';

/** Words from `start` up to, not including, `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Matches one pattern around one word. Every step looks at a bounded number of words, so that a pattern costs at most a
 * constant per word of a text, whatever the text is.
 */
export class Matcher {
  readonly #patterns: Patterns;
  readonly #words: Words;
  readonly #vocabulary: Vocabulary;
  /** The step after the last of the pattern under way, and its first. */
  #endStep = 0;
  #firstStep = 0;
  /** How many words were looked at since the beginning: what a pattern costs, whatever the machine. */
  looks = 0;
  /** How many phrases were held against a text since the beginning. */
  phraseLooks = 0;
  /** Whether a comma or a line's end stops a pattern, as a full stop always does. */
  withinClause = false;

  constructor(patterns: Patterns, words: Words, vocabulary: Vocabulary) {
    this.#patterns = patterns;
    this.#words = words;
    this.#vocabulary = vocabulary;
  }

  /** The span of the pattern when its anchor begins at word `at`. */
  match(pattern: number, at: number): Span | undefined {
    const { from, anchors, shapes } = this.#patterns;
    const anchor = anchors[pattern] ?? 0;
    this.#firstStep = from[pattern] ?? 0;
    this.#endStep = from[pattern + 1] ?? 0;
    const start = anchor === this.#firstStep ? at : this.#left(anchor - 1, at, (shapes[anchor] ?? 0) & gapBits);
    if (start < 0) return undefined;
    const end = this.#past(anchor, at);
    return end < 0 ? undefined : { start, end };
  }

  /** Where the steps after this one end, with this one at word `at`; or -1. */
  #past(step: number, at: number): number {
    const { sets, stepSets } = this.#patterns;
    const set = stepSets[step] ?? 0;
    if (this.#isWord(set, at)) {
      const end = this.#right(step + 1, at + 1);
      if (end >= 0) return end;
    }
    const { families, others, ambiguous } = this.#words;
    const also = ambiguous ? others.get(at) : undefined;
    if (!also) return this.#pastPhrase(step, at, sets.opening(set, families[at] ?? 0));
    for (const id of also) {
      const end = this.#pastPhrase(step, at, sets.opening(set, this.#vocabulary.family(id)));
      if (end >= 0) return end;
    }
    return -1;
  }

  /** Where the steps after this one end, with one of a list of its phrases at word `at`; or -1. */
  #pastPhrase(step: number, at: number, list: number): number {
    if (list < 0) return -1;
    const { openings, phrases } = this.#patterns.sets;
    const last = list + (openings[list] ?? 0);
    for (let place = list + 1; place <= last; place++) {
      const phrase = openings[place] ?? 0;
      if (!this.#isPhrase(phrase, at)) continue;
      const end = this.#right(step + 1, at + (phrases[phrase] ?? 0));
      if (end >= 0) return end;
    }
    return -1;
  }

  /** Matches the steps from this one on, rightwards from word `at`; where they end, or -1. */
  #right(step: number, at: number): number {
    if (step === this.#endStep) return at;
    const shape = this.#patterns.shapes[step] ?? 0;
    const { count, first } = this.#words;
    if ((shape & isNegated) !== 0) {
      const inside = at < count && !this.#stops(at);
      return inside && this.#matchesAt(step, at) ? -1 : this.#right(step + 1, at);
    }
    const reach = at + (shape & gapBits);
    for (let word = at; word <= reach; word++) {
      if (word >= count || first[word] !== 0) {
        const end = (shape & mayEnd) !== 0 ? this.#right(step + 1, word) : -1;
        if (end >= 0) return end;
        if (word >= count || this.#stops(word)) break;
      }
      const end = this.#past(step, word);
      if (end >= 0) return end;
    }
    return (shape & isOptional) !== 0 ? this.#right(step + 1, at) : -1;
  }

  /** Matches the steps up to this one, leftwards from word `at`, `gap` words skipped at most; where they start, or -1. */
  #left(step: number, at: number, gap: number): number {
    if (step < this.#firstStep) return at;
    const { shapes, stepSets, sets } = this.#patterns;
    const shape = shapes[step] ?? 0;
    const set = stepSets[step] ?? 0;
    const { first, families, others, ambiguous } = this.#words;
    if ((shape & isNegated) !== 0) {
      const inside = at > 0 && !this.#stops(at);
      return inside && this.#matchesBefore(set, at) ? -1 : this.#left(step - 1, at, gap);
    }
    for (let next = at; next >= at - gap; next--) {
      if (next <= 0 || first[next] !== 0) {
        const start = (shape & mayBegin) !== 0 ? this.#left(step - 1, next, 0) : -1;
        if (start >= 0) return start;
        if (next <= 0 || this.#stops(next)) break;
      }
      if (this.#isWord(set, next - 1)) {
        const start = this.#left(step - 1, next - 1, shape & gapBits);
        if (start >= 0) return start;
      }
      const also = ambiguous ? others.get(next - 1) : undefined;
      if (!also) {
        const start = this.#phraseBefore(step, next, sets.closing(set, families[next - 1] ?? 0));
        if (start >= 0) return start;
        continue;
      }
      for (const id of also) {
        const start = this.#phraseBefore(step, next, sets.closing(set, this.#vocabulary.family(id)));
        if (start >= 0) return start;
      }
    }
    return (shape & isOptional) !== 0 ? this.#left(step - 1, at, gap) : -1;
  }

  /** Where the steps up to this one start with one of a list of its phrases ending before word `next`, or -1. */
  #phraseBefore(step: number, next: number, list: number): number {
    if (list < 0) return -1;
    const { shapes, sets } = this.#patterns;
    const { closings, phrases } = sets;
    const last = list + (closings[list] ?? 0);
    for (let place = list + 1; place <= last; place++) {
      const phrase = closings[place] ?? 0;
      const from = next - (phrases[phrase] ?? 0);
      if (from < 0 || !this.#isPhrase(phrase, from)) continue;
      const start = this.#left(step - 1, from, (shapes[step] ?? 0) & gapBits);
      if (start >= 0) return start;
    }
    return -1;
  }

  /** Whether a pattern may not reach from before word `at` to it. */
  #stops(at: number): boolean {
    const first = this.#words.first[at] ?? 0;
    return first === 1 || (first > 1 && this.withinClause);
  }

  #matchesAt(step: number, at: number): boolean {
    const { sets, stepSets } = this.#patterns;
    const set = stepSets[step] ?? 0;
    if (this.#isWord(set, at)) return true;
    const list = sets.opening(set, this.#words.families[at] ?? 0);
    for (let i = 1; list >= 0 && i <= (sets.openings[list] ?? 0); i++) {
      if (this.#isPhrase(sets.openings[list + i] ?? 0, at)) return true;
    }
    return false;
  }

  #matchesBefore(set: number, at: number): boolean {
    if (this.#isWord(set, at - 1)) return true;
    const { sets } = this.#patterns;
    const list = sets.closing(set, this.#words.families[at - 1] ?? 0);
    for (let i = 1; list >= 0 && i <= (sets.closings[list] ?? 0); i++) {
      const phrase = sets.closings[list + i] ?? 0;
      const from = at - (sets.phrases[phrase] ?? 0);
      if (from >= 0 && this.#isPhrase(phrase, from)) return true;
    }
    return false;
  }

  #isWord(set: number, at: number): boolean {
    const { ids, others, ambiguous } = this.#words;
    const { sets } = this.#patterns;
    this.looks++;
    if (sets.holds(set, ids[at] ?? 0)) return true;
    return ambiguous && (others.get(at)?.some((id) => sets.holds(set, id)) ?? false);
  }

  #isPhrase(phrase: number, at: number): boolean {
    const { phrases } = this.#patterns.sets;
    const { families, count, others, ambiguous } = this.#words;
    const length = phrases[phrase] ?? 0;
    this.phraseLooks++;
    if (at + length > count) return false;
    for (let i = 0; i < length; i++) {
      const word = at + i;
      const family = phrases[phrase + 1 + i] ?? 0;
      if (i > 0 && this.#stops(word)) return false;
      if (families[word] === family) continue;
      const also = ambiguous ? others.get(word) : undefined;
      if (!also?.some((id) => this.#vocabulary.family(id) === family)) return false;
    }
    return true;
  }
}
