import { Matcher, type Span } from './matcher.ts';
import { candidateInts, listOf, offsetOf, type Patterns, patternOf } from './patterns.ts';
import { firstOf, furthest, lastOf, maskOf, noKind } from './requirements.ts';
import type { Vocabulary } from './vocabulary.ts';
import type { Words } from './words.ts';

/** Room for the words of a usual text; of more than so many it is given back with the next shorter one. */
const [usualWords, longestKept] = [1024, 16_384];

/** Where words near may be more than so many words, what is asked for is likely there: it is not looked for. */
const mostMixed = 24;

/** Finds patterns among words: tries them only around the words that can anchor them, and beside which stands what must. */
export class Finder {
  readonly #patterns: Patterns;
  readonly #words: Words;
  readonly #matcher: Matcher;
  /** The kind of each word, `furthest` places further on; behind the text there may be those of an earlier one. */
  #kinds = new Uint8Array(0);
  /** Where a word may be several: the kinds of all of them, and by word where its own begin; the next word's place ends them. */
  #mixed: readonly number[] = [];
  #mixedFrom = new Int32Array(0);
  #looks = 0;

  constructor(patterns: Patterns, words: Words, vocabulary: Vocabulary) {
    this.#patterns = patterns;
    this.#words = words;
    this.#matcher = new Matcher(patterns, words, vocabulary);
    this.#reserve(0);
  }

  /** How many words were looked at since the beginning: what a pattern costs, whatever the machine. */
  get looks(): number {
    return this.#looks + this.#matcher.looks;
  }

  /** How many phrases were held against the text since the beginning. */
  get phraseLooks(): number {
    return this.#matcher.phraseLooks;
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
    const { ids, others, ambiguous } = this.#words;
    const patterns = this.#patterns;
    for (let at = from; at < to; at++) {
      const list = listOf(patterns, group, ids[at] ?? 0);
      // A masked word may be several words.
      const all = ambiguous ? others.get(at) : undefined;
      if (all) {
        const tried = new Set<number>();
        for (const id of all) this.#tryAll(at, listOf(patterns, group, id), wanted, hit, tried);
      } else if (list !== 0) this.#tryAll(at, list, wanted, hit);
    }
  }

  /**
   * Once for each text, after it was read and before `find`: the kinds of its words are laid side by side, for each is
   * asked for several times. `find` is called for every hit that may be excused, and must not walk the whole text.
   */
  begin(): void {
    const { ids, count, ambiguous } = this.#words;
    const { kinds } = this.#patterns;
    this.#reserve(count);
    const read = this.#kinds;
    for (let at = 0; at < count; at++) read[furthest + at] = kinds[ids[at] ?? 0] ?? noKind;
    this.#looks += count;
    this.#mixed = ambiguous ? this.#mix() : [];
  }

  /** Lays side by side the kinds that each word may be of; those of words that are but one are among `kinds`. */
  #mix(): readonly number[] {
    const { others, count } = this.#words;
    const { kinds } = this.#patterns;
    const mixed: number[] = [];
    if (this.#mixedFrom.length <= count) this.#mixedFrom = new Int32Array(count + 1);
    for (let at = 0; at < count; at++) {
      this.#mixedFrom[at] = mixed.length;
      for (const id of others.get(at) ?? []) mixed.push(kinds[id] ?? noKind);
    }
    this.#mixedFrom[count] = mixed.length;
    return mixed;
  }

  /** Whether one of the words that words near may be is one that a requirement asks for. */
  #isMixedMet(requirement: number, at: number): boolean {
    const { count } = this.#words;
    const placeOf = (word: number) => this.#mixedFrom[Math.min(count, Math.max(0, word))] ?? 0;
    const from = placeOf(at + firstOf(requirement) - furthest);
    const to = placeOf(at + lastOf(requirement) - furthest + 1);
    const mask = maskOf(requirement);
    if (to - from > mostMixed) return true;
    this.#looks += Math.max(0, to - from);
    for (let place = from; place < to; place++)
      if (isOf(this.#mixed[place] ?? noKind, mask, this.#patterns.masks)) return true;
    return false;
  }

  #reserve(count: number): void {
    const room = this.#kinds.length - 2 * furthest;
    if (room >= count && (room <= longestKept || count > longestKept)) return;
    this.#kinds = new Uint8Array(Math.max(usualWords, count) + 2 * furthest).fill(noKind);
  }

  /**
   * Tries the patterns of a list, but only those around which there is what must be: that spares most. What a word
   * may be is often what it may be besides: of such a word a place of a pattern is tried once.
   */
  #tryAll(
    at: number,
    list: number,
    wanted: (pattern: number) => boolean,
    hit: (pattern: number, span: Span) => void,
    tried?: Set<number>,
  ): void {
    const { candidates, first, masks } = this.#patterns;
    const { ambiguous } = this.#words;
    const asked = (requirement: number) =>
      isMet(requirement, at, kinds, masks) || (ambiguous && this.#isMixedMet(requirement, at));
    const kinds = this.#kinds;
    const begin = first[list] ?? 0;
    const end = first[list + 1] ?? 0;
    for (let place = begin; place < end; place += candidateInts) {
      const candidate = candidates[place] ?? 0;
      if (tried?.has(candidate) || !asked(candidates[place + 1] ?? 0) || !asked(candidates[place + 2] ?? 0)) continue;
      tried?.add(candidate);
      this.#try(candidate, at, wanted, hit);
    }
    this.#looks += (end - begin) / candidateInts;
  }

  #try(
    candidate: number,
    at: number,
    wanted: (pattern: number) => boolean,
    hit: (pattern: number, span: Span) => void,
  ): void {
    const pattern = patternOf(candidate);
    const anchor = at - offsetOf(candidate);
    if (anchor < 0 || !wanted(pattern)) return;
    const span = this.#matcher.match(pattern, anchor);
    if (span) hit(pattern, span);
  }
}

const isOf = (kind: number, mask: number, masks: Int32Array): boolean =>
  (((masks[mask + (kind >>> 5)] ?? 0) >>> (kind & 31)) & 1) !== 0;

/** Whether a word is near that a requirement asks for. */
function isMet(requirement: number, at: number, kinds: Uint8Array, masks: Int32Array): boolean {
  const mask = maskOf(requirement);
  const last = at + lastOf(requirement);
  for (let word = at + firstOf(requirement); word <= last; word++) {
    const kind = kinds[word] ?? noKind;
    if (isOf(kind, mask, masks)) return true;
  }
  return false;
}
