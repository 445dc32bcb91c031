import type { Evidence } from '../judgement.ts';
import type { Linear } from '../scoring.ts';
import type { Tokens } from '../text/tokens.ts';
import { endsSentence, sign, type Vocabulary } from '../text/vocabulary.ts';
import { AskedSentence, type Span } from './asked-sentence.ts';
import { compile, logistic, type Model } from './linear.ts';
import type { Seen } from './seen.ts';

/** Two questions are a conversation, five are an interview. */
const enoughQuestions = 2;

/** What a question stands in. */
interface Around {
  /** How many of the assistant's turns directly before asked too. */
  readonly before: number;
  /** 0..1: how much of the reply is a row of keywords, see wording.ts. */
  readonly salad: number;
  /** Whether the reply takes up anything that the user said. */
  readonly takesUp: boolean;
}

/** A sentence that asks. */
export interface Question extends Span {
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
  /** Of all the questions together. */
  words = 0;
  readonly #sentence: AskedSentence;
  readonly #model: Model;

  /** @param markOnly whether a sentence asks only by its question mark */
  constructor(weights: Linear, seen: Seen, vocabulary: Vocabulary, markOnly: boolean) {
    this.#sentence = new AskedSentence(seen, vocabulary, markOnly);
    this.#model = compile('question', weights, this.#sentence.lookup);
  }

  read(tokens: Tokens, seen: Seen, around: Around): this {
    this.questions.length = 0;
    this.score = 0;
    this.best = undefined;
    this.words = 0;
    let from = 0;
    let place = 0;
    const end = endOfWords(tokens);
    for (let to = 0; to <= tokens.count; to++) {
      const id = to < tokens.count ? (tokens.id[to] ?? 0) : sign.stop;
      if (!endsSentence(id)) continue;
      while (place < seen.size && (seen.from[place] ?? 0) < from) place++;
      const marked = id === sign.question;
      if (to > from && this.#sentence.describe(tokens, seen, place, { from, to }, marked)) {
        this.#sentence.set('last', to >= end ? 1 : 0);
        this.#standsIn(tokens, around);
        const score = logistic(this.#model.logOdds());
        this.#add({ from, to: marked ? to + 1 : to, score, bare: this.#sentence.is('ask_bare') });
      }
      from = to + 1;
    }
    return this;
  }

  /** Fills in what is so of the sentence by what it stands in. */
  #standsIn(tokens: Tokens, { before, salad, takesUp }: Around): void {
    const sentence = this.#sentence;
    sentence.set('row', before >= 2 ? 1 : 0);
    sentence.set('salad', salad);
    if (takesUp) sentence.set('elsewhere', 0);
    sentence.set('piled', Math.max(0, Math.min(3, tokens.questions - enoughQuestions)));
    sentence.set('clipped', sentence.isClipped(tokens) ? 1 : 0);
  }

  #add(question: Question): void {
    this.questions.push(question);
    this.words += question.to - question.from;
    if (question.score <= this.score) return;
    this.score = question.score;
    this.best = question;
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
        const index = seen.classes[place] ?? 0;
        // What counts elsewhere too is evidence already.
        if (seen.isUsed(index) || !this.#sentence.tells(seen, place, { from, to })) continue;
        evidence.push({ rule: seen.name(index), where: 'assistant', ...seen.within(place, tokens) });
      }
    }
  }
}

/** The place after the last word or number. */
function endOfWords({ id, count }: Tokens): number {
  let end = count;
  while (end > 0 && endsSentence(id[end - 1] ?? 0)) end--;
  return end;
}
