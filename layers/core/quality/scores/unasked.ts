import type { Topics } from '../text/topics.ts';
import { endsSentence, sign } from '../text/vocabulary.ts';
import { within } from './linear.ts';
import { AsksPlainly } from './plain-answer.ts';
import type { TurnReading } from './reading.ts';
import type { Seen } from './seen.ts';

/** What of a reply is said to a feeling. */
export const comforts = [
  'sympathy',
  'recognition',
  'validation',
  'acknowledgement',
  'reassurance',
  'affirmation',
  'presence',
  'togetherness',
  'relates',
  'canned',
] as const;
/** What is said of the person who asks: "I love your dedication!" It answers no more than comfort does. */
export const praise = ['praises_person', 'celebration', 'cheer', 'encouragement'] as const;
/** What of a reply is said of the asking, where it hands the question back: "I love that you're curious. What do you think?" */
const ofTheAsking = ['praises_asking'] as const;
/** What of a user's turn is a feeling, or news to be glad of. "Heavy sets" are none, so `feeling_low` is not among them. */
const feelings = ['tells_heart', 'tells_low', 'tells_lapse', 'dark', 'in_danger', 'achieves'] as const;
/** What of a user's turn is about training. */
const training = ['crossfit_strength', 'yoga_mobility', 'domain_knowledge'] as const;

/** Feelings by topic. "Lose" and "loss" are grief's, and what one wants to do with fat. */
const feelingTopics = ['anger', 'anxiety', 'depression', 'guilt', 'lonely', 'selfworth', 'stress', 'trauma'];
/** What one does, and what one lives with: of a question with more of the first no feeling is to be guessed. */
const practicalTopics = ['exercise', 'yoga', 'food', 'body', 'injury'];
const personalTopics = [
  ...[
    'a_man',
    'a_woman',
    'romance',
    'sex',
    'family',
    'friend',
    'grief',
    'suicide',
    'trust',
    'bully',
    'control',
    'work',
  ],
  ...['money', 'school', 'pregnancy', 'alcohol', 'sleep'],
];
/** What of them an answer is about: "hurt" and "weight" are said in comfort too. */
const answeringTopics = ['exercise', 'yoga', 'food'];
/** A word of feeling outweighs a practical one. */
const feelingWeight = 1.5;

/** Who asks something plain asks briefly: up to so many words wholly, from that many on not at all. */
const briefWords = [30, 15] as const;
/** Of the words that comfort or answer, the share of comfort from which on it is much, and from which on it is all. */
const allComfort = [0.4, 0.8] as const;
/** A sentence comforts where its phrases of comfort hold so much of it: "leave a day between, and you'll be fine" does not. */
const leastComfort = 0.25;
/** A sentence of so many words that says how the question feels ("you're unsure about protein") answers nothing. */
const wordsOfAMirror = 14;
/** A sentence is about the person where "you", "I" or "we" is among its first words. */
const [person, firstWords] = [['you', 'i', 'we'], 4] as const;
/** A sentence without a word of comfort or of a person is an answer, however short: "Flat ones." It weighs as much as so many words. */
const leastAnswer = 8;
/** Before a comma so many words without any of comfort or of a person answer: "About two hours earlier, and I love that you plan!" */
const leastBeforeComma = 4;
/** What settles a question or says what to do, whatever it speaks of: "you can", "yes". */
const settling = ['settles', 'advice', 'directs'] as const;
/** A word of this weight tells what a sentence is about, and a word of that weight is of some trade where no topic has it. */
const [telling, ofATrade] = [1.5, 3];

/**
 * Comfort that nobody asked for: "How many sets should I do?" "I hear you, that sounds hard. How are you feeling?" Every
 * phrase of it is kind, and it hears a feeling where there is none and leaves the question unanswered.
 */
export class Unasked {
  readonly #asksPlainly: AsksPlainly;
  readonly #feelings: readonly number[];
  readonly #training: readonly number[];
  readonly #comforts: ReadonlySet<number>;
  readonly #ofTheField: number;
  readonly #mirrors: number;
  readonly #ofTheAsking: ReadonlySet<number>;
  readonly #handsBack: number;
  readonly #settles: readonly number[];
  readonly #person: readonly number[];
  readonly #concern: number;
  readonly #topics: Topics;
  /** Topics of earlier turns to which comfort may go back. */
  readonly #heart: readonly number[];
  /** By topic: 1 of what one does, less than 0 of what one lives with; and whether an answer is about it. */
  readonly #practical: Float64Array;
  readonly #answering: Float64Array;

  constructor(reply: Seen, user: Seen, topics: Topics) {
    this.#asksPlainly = new AsksPlainly(user);
    this.#feelings = feelings.map((name) => user.uses(name));
    this.#training = training.map((name) => user.uses(name));
    this.#comforts = new Set([...comforts, ...praise].map((name) => reply.uses(name)));
    this.#ofTheField = reply.uses('domain_knowledge');
    this.#mirrors = reply.uses('mirrors_asking');
    this.#ofTheAsking = new Set(ofTheAsking.map((name) => reply.uses(name)));
    this.#handsBack = reply.uses('hands_back');
    this.#settles = settling.map((name) => reply.uses(name));
    this.#person = person.map((name) => reply.uses(name));
    this.#concern = reply.uses('concern');
    this.#topics = topics;
    this.#heart = [...feelingTopics, 'grief'].map((name) => topics.names.indexOf(name)).filter((topic) => topic >= 0);
    this.#practical = Float64Array.from(topics.names, (name) => {
      if (practicalTopics.includes(name)) return 1;
      if (feelingTopics.includes(name)) return -feelingWeight;
      return personalTopics.includes(name) ? -1 : 0;
    });
    this.#answering = Float64Array.from(topics.names, (name) => (answeringTopics.includes(name) ? 1 : 0));
  }

  /**
   * @param earlier by topic how much the turns before hold of it
   * @returns 0..1: how far the reply is comfort for a practical question that tells of no feeling
   */
  read(reply: TurnReading, user: TurnReading, earlier: Float64Array): number {
    const brief = within(...briefWords, user.tokens.words);
    const plainly = this.#asksPlainly.read(user);
    if (brief === 0 || !(plainly || user.tokens.questions > 0)) return 0;
    if (this.#feelings.some((index) => (user.seen.counts[index] ?? 0) > 0)) return 0;
    // Who is worried heard something that no list of words has.
    if ((reply.seen.counts[this.#concern] ?? 0) > 0) return 0;
    if (!this.#isPractical(user, plainly) || this.#heart.some((topic) => (earlier[topic] ?? 0) > 0)) return 0;
    return brief * within(...allComfort, this.#shareOfComfort(reply, user));
  }

  #isPractical({ seen, bag }: TurnReading, plainly: boolean): boolean {
    let practical = 0;
    for (const index of this.#training) practical += 2 * (seen.counts[index] ?? 0);
    for (let at = 0; at < bag.size; at++) {
      const topics = bag.topics[at] ?? 0;
      // A word of some trade is none of training where nothing else says that something practical is asked.
      if (plainly || topics !== 0) practical += this.#about(topics, bag.weight(at), this.#practical);
    }
    return practical > 0;
  }

  /** Of a word family what its topics come to by `of`, 1 at most; 1 for the words of a trade. */
  #about(place: number, weight: number, of: Float64Array): number {
    if (place === 0) return weight >= ofATrade ? 1 : 0;
    if (weight < telling) return 0;
    let sum = 0;
    for (const topic of this.#topics.of(place)) sum += of[topic] ?? 0;
    return sum > 0 ? 1 : sum;
  }

  /** Of the words in sentences that comfort or answer, and ask nothing, the share of those that only comfort. */
  #shareOfComfort({ tokens, seen, bag }: TurnReading, user: TurnReading): number {
    const answering = new Set<number>();
    const handsBack = (seen.counts[this.#handsBack] ?? 0) > 0;
    const least = handsBack ? 0 : leastComfort;
    const comforting = this.#tokensOfComfort(seen, handsBack);
    for (let at = 0; at < bag.size; at++) {
      if (comforting.has(bag.tokens[at] ?? 0)) continue;
      const takesUp = bag.weight(at) >= telling && user.bag.find(bag.stems[at] ?? 0) >= 0;
      if (takesUp || this.#about(bag.topics[at] ?? 0, bag.weight(at), this.#answering) > 0)
        answering.add(bag.tokens[at] ?? 0);
    }
    let place = 0;
    let [comforted, answered] = [0, 0];
    let [words, kind, answers, mirrors, counts] = [0, 0, false, false, false];
    let [start, ofPerson, settles, beforeComma] = [0, false, false, 0];
    for (let at = 0; at <= tokens.count; at++) {
      const id = at < tokens.count ? (tokens.id[at] ?? 0) : sign.stop;
      if (!endsSentence(id)) {
        words++;
        if (comforting.has(at)) kind++;
        if (id === sign.number || id === sign.measure) counts = true;
        if (answering.has(at) || counts) answers = true;
        if (handsBack && kind === 0 && tokens.isParted(at + 1)) beforeComma = words;
        continue;
      }
      for (; place < seen.size && (seen.from[place] ?? 0) < at; place++) {
        const index = seen.classes[place] ?? 0;
        if (index === this.#ofTheField) answers = true;
        if (handsBack && index === this.#mirrors) mirrors = true;
        if (this.#settles.includes(index)) settles = true;
        if (this.#person.includes(index) && (seen.from[place] ?? 0) < start + firstWords) ofPerson = true;
      }
      if ((handsBack && settles) || (beforeComma >= leastBeforeComma && !ofPerson)) answers = true;
      const short = words <= wordsOfAMirror && !counts;
      // What does not comfort may be an answer in words that say little: "leave a day between".
      const aboutPerson = ofPerson && !answers && !settles && comforting.size > 0;
      const kindOnly = kind >= words * least && kind > 0 && !answers;
      if (id !== sign.question && (kindOnly || (short && (mirrors || aboutPerson)))) comforted += words;
      else if (id !== sign.question && words > 0)
        answered += kind === 0 && !ofPerson ? Math.max(words, leastAnswer) : words;
      [words, kind, answers, mirrors, counts] = [0, 0, false, false, false];
      [start, ofPerson, settles, beforeComma] = [at + 1, false, false, 0];
    }
    return comforted === 0 ? 0 : comforted / (comforted + answered);
  }

  #tokensOfComfort({ classes, from, to, size }: Seen, handsBack: boolean): ReadonlySet<number> {
    const tokens = new Set<number>();
    for (let place = 0; place < size; place++) {
      const index = classes[place] ?? 0;
      if (!this.#comforts.has(index) && !(handsBack && this.#ofTheAsking.has(index))) continue;
      for (let at = from[place] ?? 0; at < (to[place] ?? 0); at++) tokens.add(at);
    }
    return tokens;
  }
}
