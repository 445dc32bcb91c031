import type { Tokens } from '../text/tokens.ts';
import type { Vocabulary } from '../text/vocabulary.ts';
import type { Lookup } from './linear.ts';
import { questionSlot as at, type QuestionFeature, questionClasses, questionFeatures } from './question-features.ts';
import type { Seen } from './seen.ts';

/** Words by which a question takes up what was told without naming it: "which of them was the toughest", "when does it speak loudest". */
const pointing = 'it that this them these those they he she him her best worst hardest toughest loudest most'.split(
  ' ',
);
/** A word of this weight or more says what a sentence is about: "sleep" does, "want" and "about" do not. */
const tellingWeight = 1;
/** So many of them make a question that was put to nobody else. */
const mostTelling = 3;
/** Most words of a clipped question: "since when", bare with a word before it ("hey, what's up"), "have you tried yoga". */
const clippedWords = { usual: 3, bare: 4, advice: 6 } as const;
/** Who leaves out the question mark asks briefly: "how long have you been waiting". */
const longestUnmarked = 12;

/** A sentence of a reply, in tokens; the end is exclusive. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Whether a sentence of a reply asks, and how: the features of the one that was described last. */
export class AskedSentence {
  readonly #values = new Float64Array(questionFeatures.length);
  readonly #markOnly: boolean;
  /** By class of the lexicons: the feature it is, or -1. */
  readonly #slots: Int32Array;
  /** By word: 1 where it says what a sentence is about. */
  readonly #telling: Uint8Array;
  /** By word: 1 where it points back. */
  readonly #pointing: Uint8Array;
  readonly #is: number;
  readonly #starts: number;

  /** @param markOnly whether a sentence asks only by its question mark */
  constructor(seen: Seen, vocabulary: Vocabulary, markOnly: boolean) {
    this.#markOnly = markOnly;
    this.#telling = vocabulary.tellingFrom(tellingWeight);
    this.#pointing = new Uint8Array(vocabulary.size);
    for (const word of pointing) this.#pointing[vocabulary.id(word)] = 1;
    this.#is = vocabulary.id('is');
    this.#starts = seen.index('ask_starts');
    this.#slots = new Int32Array(seen.counts.length).fill(-1);
    for (const name of questionClasses) this.#slots[seen.index(name)] = at[name];
    this.#slots[seen.index('i')] = at.first_person;
  }

  lookup: Lookup = (name) => {
    const feature = questionFeatures.find((one) => one === name);
    return feature === undefined ? questionFeatures : { values: this.#values, at: at[feature], shape: 'plain' };
  };

  is(name: QuestionFeature): boolean {
    return this.#values[at[name]] === 1;
  }

  set(name: QuestionFeature, value: number): void {
    this.#values[at[name]] = value;
  }

  /**
   * Fills in what a sentence itself tells.
   *
   * @param firstPlace the first place of `seen` that does not begin before the sentence
   * @param marked whether it ends with a question mark
   * @returns whether it asks
   */
  describe(tokens: Tokens, seen: Seen, firstPlace: number, { from, to }: Span, marked: boolean): boolean {
    const values = this.#values.fill(0);
    let opens = false;
    let starts = false;
    let bareLength = 0;
    for (let place = firstPlace; place < seen.size; place++) {
      const first = seen.from[place] ?? 0;
      if (first >= to) break;
      starts ||= this.#startsWith(seen, place, from) && to - from <= longestUnmarked;
      const slot = this.#slotAt(seen, place, from, to);
      if (slot < 0) continue;
      values[slot] = 1;
      opens ||= first <= from + 1 && (slot === at.ask_closed || slot === at.ask_probe);
      if (slot === at.ask_bare) bareLength = Math.max(bareLength, (seen.to[place] ?? 0) - first);
    }
    if (!marked && (this.#markOnly || !(starts || (opens && this.is('ask_about_you'))))) return false;
    // "hey, what's up" is bare, "what's going on with your knee" is not.
    this.set('ask_bare', bareLength > 0 && to - from - bareLength <= 2 ? 1 : 0);
    this.set('marked', marked ? 1 : 0);
    this.#settle();
    const specific = this.#specific(tokens, from, to);
    const about = this.is('ask_about_you') || this.is('ask_feeling');
    this.set('elsewhere', specific > 0 && !about && !this.#pointsBack(tokens, from, to) ? 1 : 0);
    const isOpen = this.is('ask_open') || this.is('ask_why');
    this.set('only_closed', this.is('ask_closed') && !isOpen ? 1 : 0);
    this.set('specific', specific);
    this.set('sentence_words', Math.log1p(to - from));
    this.set('reply_words', Math.log1p(tokens.words));
    return true;
  }

  /** Whether the reply is nothing but questions as short as that which was described last. */
  isClipped({ words, questions }: Tokens): boolean {
    if (this.is('ask_probe')) return false;
    const most = this.is('ask_advice')
      ? clippedWords.advice
      : this.is('ask_bare')
        ? clippedWords.bare
        : clippedWords.usual;
    return words <= most * questions;
  }

  /** Whether a place within a sentence tells how it asks. */
  tells(seen: Seen, place: number, { from, to }: Span): boolean {
    return seen.classes[place] === this.#starts
      ? this.#startsWith(seen, place, from)
      : this.#slotAt(seen, place, from, to) >= 0;
  }

  #startsWith(seen: Seen, place: number, from: number): boolean {
    return seen.classes[place] === this.#starts && seen.from[place] === from;
  }

  /** What one class takes from another. */
  #settle(): void {
    // "How did you know that …" asks.
    if (this.is('ask_open')) {
      this.set('ask_tag', 0);
      this.set('ask_quiz', 0);
    }
    if (this.is('ask_tried')) this.set('ask_advice', 0);
    // "You" in "did you know that squats …" is not what it is about.
    if (this.is('ask_quiz')) this.set('ask_about_you', 0);
  }

  /** The feature that a place within a sentence is of, or -1. */
  #slotAt(seen: Seen, place: number, from: number, to: number): number {
    const slot = this.#slots[seen.classes[place] ?? 0] ?? -1;
    // "You are not giving up, are you?": a tag stands at the end, and "where are you?" is none.
    const isNoTag = slot === at.ask_tag && ((seen.to[place] ?? 0) < to || (seen.from[place] ?? 0) <= from + 1);
    return isNoTag ? -1 : slot;
  }

  /** "What time is it" points at nothing. */
  #pointsBack({ id }: Tokens, from: number, to: number): boolean {
    for (let place = from + 1; place < to; place++)
      if (this.#pointing[id[place] ?? 0] === 1 && id[place - 1] !== this.#is) return true;
    return false;
  }

  /** 0..1: how many of the words say what the sentence is about. */
  #specific(tokens: Tokens, from: number, to: number): number {
    let telling = 0;
    for (let place = from; place < to; place++) telling += this.#telling[tokens.id[place] ?? 0] ?? 0;
    return Math.min(1, telling / mostTelling);
  }
}
