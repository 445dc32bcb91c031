import type { Evidence } from '../judgement.ts';
import type { Linear } from '../scoring.ts';
import type { Tokens } from '../text/tokens.ts';
import { sign, type Vocabulary } from '../text/vocabulary.ts';
import { compile, logistic, type Model } from './linear.ts';
import type { Seen } from './seen.ts';

/** Classes of the lexicon `questions`, then what is counted of the sentence. */
const features = [
  'ask_open',
  'ask_why',
  'ask_closed',
  'ask_about_you',
  'ask_feeling',
  'ask_probe',
  'ask_offer',
  'ask_suggestion',
  'ask_rhetorical',
  'ask_bare',
  'ask_accuses',
  'ask_tag',
  // Advice in a question's dress: "have you tried yoga"; and what asks what was tried, which is none.
  'ask_advice',
  'ask_tried',
  // A closed question that wants one answer ("haven't you …"), and one that tells a fact ("did you know that …").
  'ask_leading',
  'ask_quiz',
  // "I", "my": the asker is the subject.
  'first_person',
  // Whether it ends with a question mark, and whether nothing comes after it.
  'marked',
  'last',
  // ln(1 + words) of the sentence and of the reply.
  'sentence_words',
  'reply_words',
  // 0..1: how many of its words say what it is about.
  'specific',
  // Whether it asks about something that neither the person nor anything they said is about.
  'elsewhere',
  // Whether it is closed and asks openly nowhere.
  'only_closed',
  // How many questions the reply asks beyond two, up to 3.
  'piled',
  // Whether the reply is nothing but clipped questions: "What's going on?", "Why? Since when? How?".
  'clipped',
  // 1 when both of the assistant's turns before asked too.
  'row',
  // How much the reply is a row of keywords.
  'salad',
] as const;
const at = Object.fromEntries(features.map((name, slot) => [name, slot]));
const classes = features.slice(0, features.indexOf('first_person'));

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
/** Two questions are a conversation, five are an interview. */
const enoughQuestions = 2;

/** Who leaves out the question mark asks briefly: "how long have you been waiting". */
const longestUnmarked = 12;

/** What a question stands in. */
interface Around {
  /** How many of the assistant's turns directly before asked too. */
  readonly before: number;
  /** 0..1: how much of the reply is a row of keywords, see wording.ts. */
  readonly salad: number;
  /** Whether the reply takes up anything that the user said. */
  readonly takesUp: boolean;
}

/** A sentence that asks, in tokens; the end is exclusive. */
export interface Question {
  readonly from: number;
  readonly to: number;
  /** 0..1: open, specific and about the person. */
  readonly score: number;
  readonly bare: boolean;
}

/**
 * Finds the sentences of a reply that ask, and how well each asks.
 *
 * A sentence asks when it ends with a question mark, or when it begins as a question does: one about the person ("have
 * you tried…"), or a short one ("how did it end", "tell me more"). What it is made of is looked up in the lexicon `questions`, what that is worth in
 * the policy's weights `question`: open and about the person and their feelings counts for it; bare ("what's up?"),
 * rhetorical ("who knows?"), an offer ("wanna talk?") or advice in a question's dress counts against it.
 */
export class Asking {
  readonly questions: Question[] = [];
  /** 0 without a question; else of the best one. */
  score = 0;
  best: Question | undefined;
  readonly #model: Model;
  /** By class of the lexicons: the feature it is, or -1. */
  readonly #slots: Int32Array;
  readonly #values = new Float64Array(features.length);

  readonly #markOnly: boolean;
  /** By word: 1 where it says what a sentence is about. */
  readonly #telling: Uint8Array;
  /** By word: 1 where it points back. */
  readonly #pointing: Uint8Array;
  readonly #is: number;
  readonly #starts: number;

  /** @param markOnly whether a sentence asks only by its question mark */
  constructor(weights: Linear, seen: Seen, vocabulary: Vocabulary, markOnly: boolean) {
    this.#markOnly = markOnly;
    this.#telling = vocabulary.tellingFrom(tellingWeight);
    this.#pointing = new Uint8Array(vocabulary.size);
    for (const word of pointing) this.#pointing[vocabulary.id(word)] = 1;
    this.#is = vocabulary.id('is');
    this.#starts = seen.index('ask_starts');
    this.#slots = new Int32Array(seen.counts.length).fill(-1);
    classes.forEach((name, slot) => {
      this.#slots[seen.index(name)] = slot;
    });
    this.#slots[seen.index('i')] = at['first_person'] ?? -1;
    this.#model = compile('question', weights, (name) => {
      const slot = at[name];
      return slot === undefined ? undefined : { values: this.#values, at: slot, shape: 'plain' };
    });
  }

  read(tokens: Tokens, seen: Seen, { before, salad, takesUp }: Around): this {
    this.questions.length = 0;
    this.score = 0;
    this.best = undefined;
    let from = 0;
    let place = 0;
    const end = endOfWords(tokens);
    for (let to = 0; to <= tokens.count; to++) {
      const id = to < tokens.count ? (tokens.id[to] ?? 0) : sign.stop;
      if (id !== sign.question && id !== sign.exclamation && id !== sign.stop) continue;
      while (place < seen.size && (seen.from[place] ?? 0) < from) place++;
      const marked = id === sign.question;
      if (to > from && this.#describe(tokens, seen, place, from, to, marked)) {
        this.#values[at['last'] ?? 0] = to >= end ? 1 : 0;
        this.#values[at['row'] ?? 0] = before >= 2 ? 1 : 0;
        this.#values[at['salad'] ?? 0] = salad;
        if (takesUp) this.#values[at['elsewhere'] ?? 0] = 0;
        this.#values[at['piled'] ?? 0] = Math.max(0, Math.min(3, tokens.questions - enoughQuestions));
        this.#values[at['clipped'] ?? 0] = this.#isClipped(tokens) ? 1 : 0;
        this.#add({
          from,
          to: marked ? to + 1 : to,
          score: logistic(this.#model.logOdds()),
          bare: this.#values[at['ask_bare'] ?? 0] === 1,
        });
      }
      from = to + 1;
    }
    return this;
  }

  #add(question: Question): void {
    this.questions.push(question);
    if (question.score <= this.score) return;
    this.score = question.score;
    this.best = question;
  }

  /** Fills in the features of a sentence. @returns whether it asks */
  #describe(tokens: Tokens, seen: Seen, firstPlace: number, from: number, to: number, marked: boolean): boolean {
    const values = this.#values.fill(0);
    let opens = false;
    let starts = false;
    let bareLength = 0;
    for (let place = firstPlace; place < seen.size; place++) {
      const first = seen.from[place] ?? 0;
      if (first >= to) break;
      const index = seen.classes[place] ?? 0;
      starts ||= index === this.#starts && first === from && to - from <= longestUnmarked;
      const slot = this.#slotAt(seen, place, from, to);
      if (slot < 0) continue;
      values[slot] = 1;
      opens ||= first <= from + 1 && (slot === at['ask_closed'] || slot === at['ask_probe']);
      if (slot === at['ask_bare']) bareLength = Math.max(bareLength, (seen.to[place] ?? 0) - first);
    }
    if (!marked && (this.#markOnly || !(starts || (opens && values[at['ask_about_you'] ?? 0] === 1)))) return false;
    // "hey, what's up" is bare, "what's going on with your knee" is not.
    values[at['ask_bare'] ?? 0] = bareLength > 0 && to - from - bareLength <= 2 ? 1 : 0;
    values[at['marked'] ?? 0] = marked ? 1 : 0;
    // "How did you know that …" asks.
    if (values[at['ask_open'] ?? 0] === 1) values[at['ask_tag'] ?? 0] = values[at['ask_quiz'] ?? 0] = 0;
    if (values[at['ask_tried'] ?? 0] === 1) values[at['ask_advice'] ?? 0] = 0;
    // "You" in "did you know that squats …" is not what it is about.
    if (values[at['ask_quiz'] ?? 0] === 1) values[at['ask_about_you'] ?? 0] = 0;
    const specific = this.#specific(tokens, from, to);
    const is = (name: string) => values[at[name] ?? 0] === 1;
    const about = is('ask_about_you') || is('ask_feeling');
    values[at['elsewhere'] ?? 0] = specific > 0 && !about && !this.#pointsBack(tokens, from, to) ? 1 : 0;
    const isOpen = is('ask_open') || is('ask_why') || is('ask_probe');
    values[at['only_closed'] ?? 0] = is('ask_closed') && !isOpen ? 1 : 0;
    values[at['specific'] ?? 0] = specific;
    values[at['sentence_words'] ?? 0] = Math.log1p(to - from);
    values[at['reply_words'] ?? 0] = Math.log1p(tokens.words);
    return true;
  }

  /** Whether the reply is nothing but questions as short as that which was described last. */
  #isClipped({ words, questions }: Tokens): boolean {
    const is = (name: string) => this.#values[at[name] ?? 0] === 1;
    if (is('ask_probe')) return false;
    const most = is('ask_advice') ? clippedWords.advice : is('ask_bare') ? clippedWords.bare : clippedWords.usual;
    return words <= most * questions;
  }

  /** The feature that a place within a sentence is of, or -1. */
  #slotAt(seen: Seen, place: number, from: number, to: number): number {
    const slot = this.#slots[seen.classes[place] ?? 0] ?? -1;
    // "You are not giving up, are you?": a tag stands at the end, and "where are you?" is none.
    const isNoTag = slot === at['ask_tag'] && ((seen.to[place] ?? 0) < to || (seen.from[place] ?? 0) <= from + 1);
    return isNoTag ? -1 : slot;
  }

  /** Where a question stands in the text, in UTF-16 units. */
  within({ from, to }: Question, tokens: Tokens): { readonly start: number; readonly end: number } {
    return { start: tokens.start[from] ?? 0, end: tokens.end[to - 1] ?? 0 };
  }

  /** Adds the questions of the reply that was read last, and the classes that tell how each asks. */
  explain(tokens: Tokens, seen: Seen, evidence: Evidence[]): void {
    let begin = 0;
    for (const question of this.questions) {
      evidence.push({ rule: 'question', where: 'assistant', ...this.within(question, tokens) });
      const { from } = question;
      const to = tokens.id[question.to - 1] === sign.question ? question.to - 1 : question.to;
      while (begin < seen.size && (seen.from[begin] ?? 0) < from) begin++;
      for (let place = begin; place < seen.size && (seen.from[place] ?? 0) < to; place++) {
        const first = seen.from[place] ?? 0;
        const index = seen.classes[place] ?? 0;
        // What counts elsewhere too is evidence already.
        if (seen.isUsed(index)) continue;
        const told = index === this.#starts ? first === from : this.#slotAt(seen, place, from, to) >= 0;
        if (told) evidence.push({ rule: seen.name(index), where: 'assistant', ...seen.within(place, tokens) });
      }
    }
  }

  /** "What time is it" points at nothing. */
  #pointsBack({ id }: Tokens, from: number, to: number): boolean {
    for (let place = from + 1; place < to; place++)
      if (this.#pointing[id[place] ?? 0] === 1 && id[place - 1] !== this.#is) return true;
    return false;
  }

  #specific(tokens: Tokens, from: number, to: number): number {
    let telling = 0;
    for (let place = from; place < to; place++) telling += this.#telling[tokens.id[place] ?? 0] ?? 0;
    return Math.min(1, telling / mostTelling);
  }
}

/** The place after the last word or number. */
function endOfWords(tokens: Tokens): number {
  let end = tokens.count;
  while (end > 0) {
    const id = tokens.id[end - 1] ?? 0;
    if (id !== sign.question && id !== sign.exclamation && id !== sign.stop) break;
    end--;
  }
  return end;
}
