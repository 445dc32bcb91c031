import { type Element, holds, under } from './compiler.ts';
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
  /** How many words were looked at since the beginning: what a pattern costs, whatever the machine. */
  looks = 0;
  /** Whether a comma or a line's end stops a pattern, as a full stop always does. */
  withinClause = false;

  constructor(reading: Reading, vocabulary: Vocabulary) {
    this.#reading = reading;
    this.#vocabulary = vocabulary;
  }

  /** The span of the pattern when its element number `anchor` begins at word `at`. */
  match(elements: readonly Element[], anchor: number, at: number): Span | undefined {
    this.#elements = elements;
    const element = elements[anchor];
    if (element === undefined) return undefined;
    const start = anchor === 0 ? at : this.#left(anchor - 1, at, element.gap);
    if (start < 0) return undefined;
    const end = this.#past(element, anchor + 1, at);
    return end < 0 ? undefined : { start, end };
  }

  /** Where the elements from number `next` on end, after `element` at word `at`; or -1. */
  #past(element: Element, next: number, at: number): number {
    if (this.#isWord(element, at)) {
      const end = this.#right(next, at + 1);
      if (end >= 0) return end;
    }
    const phrases = under(element.opening, this.#reading.families[at] ?? 0);
    if (phrases === undefined && !this.#reading.ambiguous) return -1;
    for (const phrase of phrases ?? this.#all(element)) {
      if (!this.#isPhrase(phrase, at)) continue;
      const end = this.#right(next, at + phrase.length);
      if (end >= 0) return end;
    }
    return -1;
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
      if (word >= count || first[word] !== 0) {
        const end = element.edge === 'end' ? this.#right(index + 1, word) : -1;
        if (end >= 0) return end;
        if (word >= count || this.#stops(word)) break;
      }
      const end = this.#past(element, index + 1, word);
      if (end >= 0) return end;
    }
    return element.optional ? this.#right(index + 1, at) : -1;
  }

  /** Matches the elements up to number `index`, leftwards from word `at`, `gap` words skipped at most; where they start, or -1. */
  #left(index: number, at: number, gap: number): number {
    const element = this.#elements[index];
    if (element === undefined) return at;
    const { first, families, ambiguous } = this.#reading;
    if (element.negated) {
      const inside = at > 0 && !this.#stops(at);
      return inside && this.#matchesBefore(element, at) ? -1 : this.#left(index - 1, at, gap);
    }
    for (let next = at; next >= at - gap; next--) {
      if (next <= 0 || first[next] !== 0) {
        const start = element.edge === 'begin' ? this.#left(index - 1, next, 0) : -1;
        if (start >= 0) return start;
        if (next <= 0 || this.#stops(next)) break;
      }
      if (this.#isWord(element, next - 1)) {
        const start = this.#left(index - 1, next - 1, element.gap);
        if (start >= 0) return start;
      }
      const phrases = under(element.closing, families[next - 1] ?? 0);
      if (phrases === undefined && !ambiguous) continue;
      for (const phrase of phrases ?? this.#all(element)) {
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

  /** All phrases of an element: where a word may be several, none can be ruled out by its first. */
  *#all({ opening }: Element): Iterable<readonly number[]> {
    if (opening) for (const phrases of opening.byWord.values()) yield* phrases;
  }

  #matchesAt(element: Element, at: number): boolean {
    if (this.#isWord(element, at)) return true;
    return (under(element.opening, this.#reading.families[at] ?? 0) ?? []).some((phrase) => this.#isPhrase(phrase, at));
  }

  #matchesBefore(element: Element, at: number): boolean {
    if (this.#isWord(element, at - 1)) return true;
    const phrases = under(element.closing, this.#reading.families[at - 1] ?? 0) ?? [];
    return phrases.some((phrase) => at >= phrase.length && this.#isPhrase(phrase, at - phrase.length));
  }

  #isWord(element: Element, at: number): boolean {
    const { ids, others, ambiguous } = this.#reading;
    this.looks++;
    if (holds(element, ids[at] ?? 0)) return true;
    return ambiguous && (others.get(at)?.some((id) => holds(element, id)) ?? false);
  }

  #isPhrase(phrase: readonly number[], at: number): boolean {
    const { families, count, others, ambiguous } = this.#reading;
    if (at + phrase.length > count) return false;
    for (let i = 0; i < phrase.length; i++) {
      const word = at + i;
      if (i > 0 && this.#stops(word)) return false;
      if (families[word] === phrase[i]) continue;
      const also = ambiguous ? others.get(word) : undefined;
      if (!also?.some((id) => this.#vocabulary.family(id) === phrase[i])) return false;
    }
    return true;
  }
}
