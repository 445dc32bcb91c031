import { Matcher, type Span } from './matcher.ts';
import {
  kindsLeft,
  kindsRight,
  nearInts,
  offsetOf,
  type Patterns,
  patternOf,
  reachLeft,
  reachRight,
} from './patterns.ts';
import type { Reading } from './reading.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Room for the words of a usual text; of more than so many it is given back with the next shorter one. */
const [usualWords, longestKept] = [1024, 16_384];

/** Finds patterns in a reading: tries them only around the words that can anchor them, and beside which stands what must. */
export class Finder {
  readonly #patterns: Patterns;
  readonly #reading: Reading;
  readonly #matcher: Matcher;
  #kinds = new Uint8Array(usualWords);
  #looks = 0;

  constructor(patterns: Patterns, reading: Reading, vocabulary: Vocabulary) {
    this.#patterns = patterns;
    this.#reading = reading;
    this.#matcher = new Matcher(patterns, reading, vocabulary);
  }

  /** How many words were looked at since the beginning: what a pattern costs, whatever the machine. */
  get looks(): number {
    return this.#looks + this.#matcher.looks;
  }

  /** Whether a comma or a line's end stops a pattern, as a full stop always does. False at first. */
  set withinClause(value: boolean) {
    this.#matcher.withinClause = value;
  }

  /**
   * Calls `hit` for every match whose anchor stands at a word in [from, to).
   *
   * @param group one of `groups`
   * @param wanted spares what is not needed
   */
  find(
    from: number,
    to: number,
    group: number,
    wanted: (pattern: number) => boolean,
    hit: (pattern: number, span: Span) => void,
  ): void {
    const { ids, others, ambiguous } = this.#reading;
    if (ambiguous) {
      for (let at = from; at < to; at++) {
        for (const id of others.get(at) ?? [ids[at] ?? 0]) this.#tryAll(at, id, group, wanted, hit);
      }
      return;
    }
    const { first } = this.#patterns;
    for (let at = from; at < to; at++) {
      const row = this.#patterns.rowOf(group, ids[at] ?? 0);
      const [begin, end] = [first[row] ?? 0, first[row + 1] ?? 0];
      if (begin < end) this.#tryNear(at, begin, end, wanted, hit);
    }
  }

  /**
   * Once for each text, after it was read and before `find`: the kinds of its words are laid side by side, for each is
   * asked for several times. `find` is called for every hit that may be excused, and must not walk the whole text.
   */
  begin(): void {
    const { ids, count } = this.#reading;
    const { kinds } = this.#patterns;
    const { length } = this.#kinds;
    if (length < count || (length > longestKept && count <= longestKept))
      this.#kinds = new Uint8Array(Math.max(usualWords, count));
    const read = this.#kinds;
    for (let at = 0; at < count; at++) read[at] = kinds[ids[at] ?? 0] ?? 0;
    this.#looks += count;
  }

  /** Tries the patterns that a word can anchor. */
  #tryAll(
    at: number,
    id: number,
    group: number,
    wanted: (pattern: number) => boolean,
    hit: (pattern: number, span: Span) => void,
  ): void {
    const { candidates, first } = this.#patterns;
    const row = this.#patterns.rowOf(group, id);
    for (let place = first[row] ?? 0; place < (first[row + 1] ?? 0); place++) {
      const candidate = candidates[place] ?? 0;
      this.#try(patternOf(candidate), at - offsetOf(candidate), wanted, hit);
    }
  }

  #try(
    pattern: number,
    anchor: number,
    wanted: (pattern: number) => boolean,
    hit: (pattern: number, span: Span) => void,
  ): void {
    if (anchor < 0 || !wanted(pattern)) return;
    const span = this.#matcher.match(pattern, anchor);
    if (span) hit(pattern, span);
  }

  /**
   * The same, but only those beside whose anchor there is what must stand there: that spares most attempts. Not where
   * a masked word may be several words, for only the first is looked at.
   */
  #tryNear(
    at: number,
    begin: number,
    end: number,
    wanted: (pattern: number) => boolean,
    hit: (pattern: number, span: Span) => void,
  ): void {
    const { candidates, near } = this.#patterns;
    const { first: opens, count } = this.#reading;
    const kinds = this.#kinds;
    let looks = 0;
    for (let place = begin; place < end; place++) {
      const candidate = candidates[place] ?? 0;
      const pattern = patternOf(candidate);
      const anchor = at - offsetOf(candidate);
      const record = pattern * nearInts;
      const left = near[record + reachLeft] ?? 0;
      if (left > 0) {
        let word = anchor - 1;
        const stop = Math.max(0, anchor - left);
        for (; word >= stop && opens[word + 1] !== 1; word--) {
          looks++;
          const kind = kinds[word] ?? 0;
          const bits = near[record + kindsLeft + (kind >>> 5)] ?? 0;
          if (((bits >>> (kind & 31)) & 1) === 1 && this.#endsLeft(pattern, word)) break;
        }
        if (word < stop || opens[word + 1] === 1) continue;
      }
      const right = near[record + reachRight] ?? 0;
      if (right > 0) {
        let word = anchor + 1;
        const stop = Math.min(count - 1, anchor + right);
        for (; word <= stop && opens[word] !== 1; word++) {
          looks++;
          const kind = kinds[word] ?? 0;
          const bits = near[record + kindsRight + (kind >>> 5)] ?? 0;
          if (((bits >>> (kind & 31)) & 1) === 1 && this.#beginsRight(pattern, word)) break;
        }
        if (word > stop || opens[word] === 1) continue;
      }
      this.#try(pattern, anchor, wanted, hit);
    }
    this.#looks += looks;
  }

  /** Whether the step before a pattern's anchor can end with a word. */
  #endsLeft(pattern: number, word: number): boolean {
    const { sets, stepSets, anchors } = this.#patterns;
    const { ids, families } = this.#reading;
    const set = stepSets[(anchors[pattern] ?? 0) - 1] ?? 0;
    return sets.holds(set, ids[word] ?? 0) || sets.closing(set, families[word] ?? 0) >= 0;
  }

  /** Whether the step after a pattern's anchor can begin with a word. */
  #beginsRight(pattern: number, word: number): boolean {
    const { sets, stepSets, anchors } = this.#patterns;
    const { ids, families } = this.#reading;
    const set = stepSets[(anchors[pattern] ?? 0) + 1] ?? 0;
    return sets.holds(set, ids[word] ?? 0) || sets.opening(set, families[word] ?? 0) >= 0;
  }
}
