import type { Linear } from '../scoring.ts';
import type { Tokens } from '../text/tokens.ts';
import { sign } from '../text/vocabulary.ts';
import { compile, logistic, type Model } from './linear.ts';
import type { Seen } from './seen.ts';

const classes = [
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
] as const;

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
 * A sentence asks when it ends with a question mark, or when it begins as a question about the person does ("have
 * you tried…", "tell me more…"). What it is made of is looked up in the lexicon `questions`, what that is worth in
 * the policy's weights `question`: open and about the person and their feelings counts for it; bare ("what's up?"),
 * rhetorical ("who knows?"), an offer ("wanna talk?") or advice in a question's dress counts against it.
 */
export class Asking {
  readonly questions: Question[] = [];
  /** 0 without a question; else of the best one. */
  score = 0;
  best: Question | undefined;
  readonly #model: Model;
  readonly #index: readonly number[];
  readonly #features = new Map<string, number>();

  constructor(weights: Linear, seen: Seen) {
    this.#index = classes.map((name) => seen.index(name));
    for (const name of [...classes, 'marked', 'last', 'words', 'short', 'first_person', 'reply_words', 'row']) {
      this.#features.set(name, 0);
    }
    this.#model = compile('question', weights, (name) =>
      this.#features.has(name) ? () => this.#features.get(name) ?? 0 : undefined,
    );
  }

  /** @param before how many of the assistant's turns directly before asked too */
  read(tokens: Tokens, seen: Seen, before: number): this {
    this.questions.length = 0;
    this.score = 0;
    this.best = undefined;
    let from = 0;
    let place = 0;
    const lastWord = lastOf(tokens);
    for (let at = 0; at <= tokens.count; at++) {
      const id = tokens.id[at] ?? 0;
      const ends = at === tokens.count || id === sign.question || id === sign.exclamation || id === sign.stop;
      if (!ends) continue;
      while (place < seen.places.length && (seen.places[place]?.from ?? 0) < from) place++;
      if (at > from)
        this.#sentence(tokens, seen, place, from, at, id === sign.question && at < tokens.count, lastWord, before);
      from = at + 1;
    }
    return this;
  }

  #sentence(
    tokens: Tokens,
    seen: Seen,
    firstPlace: number,
    from: number,
    to: number,
    marked: boolean,
    lastWord: number,
    before: number,
  ): void {
    const features = this.#features;
    for (const name of features.keys()) features.set(name, 0);
    let opens = false;
    let bareLength = 0;
    for (let i = firstPlace; i < seen.places.length; i++) {
      const place = seen.places[i];
      if (!place || place.from >= to) break;
      const which = this.#index.indexOf(place.class);
      const name = classes[which];
      if (name === undefined) continue;
      features.set(name, 1);
      const early = place.from - from <= 1;
      if (early && (name === 'ask_closed' || name === 'ask_probe')) opens = true;
      if (name === 'ask_bare') bareLength = Math.max(bareLength, place.to - place.from);
    }
    if (!marked && !(opens && features.get('ask_about_you'))) return;
    const words = to - from;
    // "hey, what's up" is bare, "what's going on with your knee" is not.
    const bare = bareLength > 0 && words - bareLength <= 2;
    features.set('ask_bare', bare ? 1 : 0);
    features.set('marked', marked ? 1 : 0);
    features.set('last', to >= lastWord - 3 ? 1 : 0);
    features.set('words', Math.log1p(words));
    features.set('short', words <= 2 ? 1 : 0);
    features.set(
      'first_person',
      seen.places.some((p) => p.class === seen.index('i') && p.from >= from && p.to <= to) ? 1 : 0,
    );
    features.set('reply_words', Math.log1p(tokens.words));
    features.set('row', before >= 2 ? 1 : 0);
    const question = {
      from,
      to: Math.min(tokens.count, to + (marked ? 1 : 0)),
      score: logistic(this.#model.logOdds()),
      bare,
    };
    this.questions.push(question);
    if (question.score > this.score) {
      this.score = question.score;
      this.best = question;
    }
  }
}

/** The place after the last word or number. */
function lastOf(tokens: Tokens): number {
  let at = tokens.count;
  while (at > 0 && (tokens.id[at - 1] ?? 0) <= sign.stop && tokens.id[at - 1] !== sign.unknown) at--;
  return at;
}
