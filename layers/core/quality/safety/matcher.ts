import { type Element, holds } from './compiler.ts';
import type { Reading } from './reading.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Words from `start` up to, not including, `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Matches one pattern around one word. Every step looks at a bounded number of words, so that a pattern
 * costs at most a constant per word of a text, whatever the text is.
 */
export class Matcher {
  readonly #reading: Reading;
  readonly #vocabulary: Vocabulary;
  #elements: readonly Element[] = [];
  /** Whether a comma or a line's end stops a pattern, as a full stop always does. */
  withinClause = false;

  constructor(reading: Reading, vocabulary: Vocabulary) {
    this.#reading = reading;
    this.#vocabulary = vocabulary;
  }

  /** The span of the pattern when its element number `anchor` stands at word `at`. */
  match(elements: readonly Element[], anchor: number, at: number): Span | undefined {
    this.#elements = elements;
    const element = elements[anchor];
    if (element === undefined) return undefined;
    const start = this.#left(anchor - 1, at, element.gap);
    if (start < 0) return undefined;
    if (this.#isWord(element, at)) {
      const end = this.#right(anchor + 1, at + 1);
      if (end >= 0) return { start, end };
    }
    for (const phrase of element.phrases) {
      if (!this.#isPhrase(phrase, at)) continue;
      const end = this.#right(anchor + 1, at + phrase.length);
      if (end >= 0) return { start, end };
    }
    return undefined;
  }

  /** Matches the elements from number `index` on, rightwards from word `at`; where they end, or -1. */
  #right(index: number, at: number): number {
    const element = this.#elements[index];
    if (element === undefined) return at;
    const { count, first } = this.#reading;
    if (element.negated) {
      const inside = at < count && !this.#stops(at);
      return inside && this.#matchesAt(element, at) ? -1 : this.#right(index + 1, at);
    }
    for (let word = at; word <= at + element.gap; word++) {
      if (word === count || first[word] !== 0) {
        const end = element.edge === 'end' ? this.#right(index + 1, word) : -1;
        if (end >= 0) return end;
        if (word === count || this.#stops(word)) break;
      }
      if (this.#isWord(element, word)) {
        const end = this.#right(index + 1, word + 1);
        if (end >= 0) return end;
      }
      for (const phrase of element.phrases) {
        if (!this.#isPhrase(phrase, word)) continue;
        const end = this.#right(index + 1, word + phrase.length);
        if (end >= 0) return end;
      }
    }
    return element.optional ? this.#right(index + 1, at) : -1;
  }

  /** Matches the elements up to number `index`, leftwards from word `at`, `gap` words skipped at most; where they start, or -1. */
  #left(index: number, at: number, gap: number): number {
    const element = this.#elements[index];
    if (element === undefined) return at;
    const { first } = this.#reading;
    if (element.negated) {
      const inside = at > 0 && !this.#stops(at);
      return inside && this.#matchesBefore(element, at) ? -1 : this.#left(index - 1, at, gap);
    }
    for (let next = at; next >= at - gap; next--) {
      if (next === 0 || first[next] !== 0) {
        const start = element.edge === 'begin' ? this.#left(index - 1, next, 0) : -1;
        if (start >= 0) return start;
        if (next === 0 || this.#stops(next)) break;
      }
      if (this.#isWord(element, next - 1)) {
        const start = this.#left(index - 1, next - 1, element.gap);
        if (start >= 0) return start;
      }
      for (const phrase of element.phrases) {
        const from = next - phrase.length;
        if (from < 0 || !this.#isPhrase(phrase, from)) continue;
        const start = this.#left(index - 1, from, element.gap);
        if (start >= 0) return start;
      }
    }
    return element.optional ? this.#left(index - 1, at, gap) : -1;
  }

  /** Whether a pattern may not reach from before word `at` to it. */
  #stops(at: number): boolean {
    const first = this.#reading.first[at] ?? 0;
    return first === 1 || (first === 2 && this.withinClause);
  }

  #matchesAt(element: Element, at: number): boolean {
    return this.#isWord(element, at) || element.phrases.some((phrase) => this.#isPhrase(phrase, at));
  }

  #matchesBefore(element: Element, at: number): boolean {
    if (this.#isWord(element, at - 1)) return true;
    return element.phrases.some((phrase) => at >= phrase.length && this.#isPhrase(phrase, at - phrase.length));
  }

  #isWord(element: Element, at: number): boolean {
    const { ids, others } = this.#reading;
    if (holds(element, ids[at] ?? 0)) return true;
    return others.size > 0 && (others.get(at)?.some((id) => holds(element, id)) ?? false);
  }

  #isPhrase(phrase: readonly number[], at: number): boolean {
    const { ids, count, others } = this.#reading;
    if (at + phrase.length > count) return false;
    for (let i = 0; i < phrase.length; i++) {
      const word = at + i;
      if (i > 0 && this.#stops(word)) return false;
      if (this.#vocabulary.family(ids[word] ?? 0) === phrase[i]) continue;
      const also = others.size > 0 ? others.get(word) : undefined;
      if (!also?.some((id) => this.#vocabulary.family(id) === phrase[i])) return false;
    }
    return true;
  }
}
