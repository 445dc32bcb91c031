import { type Closeness, credibility } from '../meaning.ts';
import { Care } from './care.ts';
import { Hollow } from './hollow.ts';
import { type Lookup, saturated, within } from './linear.ts';
import { Mood } from './mood.ts';
import { isNumber, type NumberName, Numbers, numberNames } from './numbers.ts';
import { Overlap, TopicOverlap } from './overlap.ts';
import { peopleMet } from './people.ts';
import type { DialogueReading } from './reading.ts';
import { Register } from './register.ts';
import type { Seen } from './seen.ts';
import { Unasked } from './unasked.ts';
import { Unheard } from './unheard.ts';

/** The classes of the reply that numbers are made of here. */
const indicesOf = (reply: Seen) => ({
  i: reply.uses('i'),
  you: reply.uses('you'),
  feeling_low: reply.uses('feeling_low'),
  feeling_high: reply.uses('feeling_high'),
  shrug: reply.uses('shrug'),
  cold_if_short: reply.uses('cold_if_short'),
  enumerates: reply.uses('enumerates'),
  own_story: reply.uses('own_story'),
  refers_back: reply.uses('refers_back'),
  refers_back_weakly: reply.uses('refers_back_weakly'),
});

/** What classes are called that had another name: weights of one's own may have that still. */
const renamed: Readonly<Record<string, string>> = { self_disclosure: 'speaks_of_self' };

/** Who says "first" and "next" tells something; who goes on to "fifth" reads out a list. */
const [fewPoints, manyPoints] = [2, 5];
/** Up to this share of the user's own pairs of words, people take up what was said; from there on it is parroted. */
const [noEcho, allEcho] = [0.45, 0.65];

/**
 * The features that the policy's weights may name, of the dialogue read last:
 * - a class of the lexicons: how often the reply holds it, saturated (0, 1, 1.5 … 2); `user.<class>` the same of
 *   the user's turn; `any.<class>` and `any.user.<class>` 1 when it is there at all; `addressed.<class>` and
 *   `any.addressed.<class>` the same of the reply, each place counted by how far it is said to the user;
 * - the names of numbers.ts.
 */
export class Features {
  readonly #reading: DialogueReading;
  readonly #numbers = new Numbers();
  readonly #topics: Readonly<Record<'reply' | 'user' | 'before', Float64Array>>;
  readonly #mood: Mood;
  readonly #overlap: Overlap;
  readonly #topicOverlap: TopicOverlap;
  readonly #register: Register;
  readonly #hollow: Hollow;
  readonly #unheard: Unheard;
  readonly #unasked: Unasked;
  readonly #care: Care;
  readonly #class: ReturnType<typeof indicesOf>;

  constructor(reading: DialogueReading) {
    this.#reading = reading;
    const size = reading.topics.names.length;
    const zeros = () => new Float64Array(size);
    this.#topics = { reply: zeros(), user: zeros(), before: zeros() };
    const [reply, user] = [reading.reply.seen, reading.user.seen];
    this.#class = indicesOf(reply);
    this.#mood = new Mood(reply, user, reading.vocabulary.wordless);
    this.#overlap = new Overlap(reading.vocabulary.scale);
    this.#topicOverlap = new TopicOverlap(reading.topics.chances);
    this.#register = new Register(reply, user);
    this.#hollow = new Hollow(reply, user);
    this.#unheard = new Unheard(reply, user, reading.vocabulary);
    this.#unasked = new Unasked(reply, user, reading.topics);
    this.#care = new Care(reply, user);
  }

  set(name: NumberName, value: number): void {
    this.#numbers.set(name, value);
  }

  number(name: NumberName): number {
    return this.#numbers.get(name);
  }

  /** Counts anew what `reading` holds. */
  read(): void {
    this.#readTurns();
    this.#readReply();
    // What is no joy is taken back from what was seen of the reply, so what counts it comes after.
    this.#readMood();
    this.#readOverlap();
  }

  #readTurns(): void {
    const { reply, user, turns, asked, repeated, known } = this.#reading;
    this.set('user_words', Math.log1p(user.tokens.words));
    this.set('user_asks', Math.min(1, user.tokens.questions));
    this.set('first_turns', turns <= 1 ? 1 : 0);
    this.set('has_context', turns > 0 ? 1 : 0);
    this.set('asked', asked);
    this.set('repeated', repeated > 0.8 ? repeated : 0);
    const people = peopleMet(reply.people, known);
    this.set('person_met', people.met);
    this.set('person_unknown', people.unknown);
  }

  #readReply(): void {
    const { reply, wording, cueRow, addressed, turns } = this.#reading;
    const { words, questions, exclamations } = reply.tokens;
    const { counts } = reply.seen;
    const count = (index: number) => counts[index] ?? 0;
    const at = this.#class;
    this.set('words', Math.log1p(words));
    this.set('short', Math.max(0, 1 - words / 12));
    this.set('you_share', count(at.you) / (words + 5));
    this.set('i_share', count(at.i) / (words + 5));
    this.set('feelings', saturated(count(at.feeling_low) + count(at.feeling_high)));
    this.set('questions', Math.min(3, questions));
    this.set('exclamations', Math.min(3, exclamations));
    this.set('own_words', Math.log1p(addressed.read(reply.tokens, reply.seen).ownWords));
    this.set('tells_story', count(at.own_story) > 0 ? 1 : 0);
    this.set('salad', Math.max(wording.salad(reply.tokens, reply.seen), cueRow.read(reply.tokens)));
    const shrugs = words > 0 && words <= 4 && words === count(at.shrug);
    const cold = words <= 8 && count(at.cold_if_short) > 0;
    this.set('curt', shrugs || cold ? 1 : 0);
    this.set('listed', within(fewPoints, manyPoints, count(at.enumerates)));
    const weakly = turns > 0 ? count(at.refers_back_weakly) / 2 : 0;
    this.set('refers', Math.min(1, count(at.refers_back) + weakly));
  }

  #readMood(): void {
    const { reply, user } = this.#reading;
    const mood = this.#mood.read(reply.seen, reply.tokens, user.seen);
    this.set('to_celebrate', mood.toCelebrate);
    this.set('celebrated', mood.celebrated);
    this.set('pitied', mood.pitied);
    this.set('pain_cheered', mood.painCheered);
    this.set('mocked', mood.mocked);
    this.set('unheard', this.#unheard.read(reply, user, mood));
    const register = this.#register.read(reply.seen, user.seen, reply.tokens.words);
    this.set('off_register', register.offRegister);
    this.set('made_light', register.madeLight);
    this.set('cares', this.#care.cares(reply.seen) ? 1 : 0);
    this.set('danger_met', this.#care.dangerMet(reply, user.seen));
  }

  #readOverlap(): void {
    const { reply, user, before, pairs, turns } = this.#reading;
    const { reply: said, user: heard, before: earlier } = this.#topics;
    reply.bag.addTopics(said.fill(0));
    user.bag.addTopics(heard.fill(0));
    earlier.fill(0);
    if (turns > 0) before.addTopics(earlier);
    const met = this.#overlap.read(reply.bag, user.bag, before);
    this.set('words_met', met.evidence);
    this.set('user_words_met', met.userEvidence);
    this.set('word_cosine', met.userCosine);
    this.set('before_cosine', met.beforeCosine);
    const unasked = this.#unasked.read(reply, user, earlier);
    this.set('unasked', unasked);
    this.set('hollow', Math.max(unasked, this.#hollow.read(reply.seen, reply.tokens.words, user.seen, met.evidence)));
    this.set('pairs_met', pairs.metBy(reply.tokens));
    this.set('echo', within(noEcho, allEcho, pairs.share));
    const topical = this.#topicOverlap.read(said, heard, earlier, user.bag.words + before.words);
    this.set('topics_met', topical.evidence);
    this.set('topic_cosine', topical.user);
    this.set('all_topic_cosine', topical.all);
    this.set('before_topic_cosine', topical.before);
  }

  /**
   * Closeness in meaning, for the second stage; without one, 0. Without turns before the user's there is nothing but
   * the user's turn to be close to.
   */
  readMeaning(closeness: Closeness | undefined): void {
    const { user, before } = this.#reading;
    const believed = credibility(user.tokens.words + before.words);
    this.set('user_meaning', believed * (closeness?.user ?? 0));
    this.set('context_meaning', believed * (closeness?.context ?? 0));
    this.set('before_meaning', this.number('has_context') * (closeness?.context ?? 0));
    this.set('usual_message_meaning', believed * (closeness?.usualMessage ?? 0));
    this.set('usual_reply_meaning', believed * (closeness?.usualReply ?? 0));
    this.set('thin_meaning', closeness ? 1 - believed : 0);
  }

  /**
   * What a model is fitted on: the numbers, and each class as the reply holds it, without those that only the user's turn
   * is asked for. Of all that weights may name, `user.<class>` and `addressed.<class>` are left out: they double what is
   * fitted and tell of a reply what is in the numbers already. On the labelled replies of docs/quality.md they cost empathy
   * .005 and .004 of AUC, and `overall` .006 and .002.
   */
  names(): string[] {
    const [reply, user] = [this.#reading.reply.seen, this.#reading.user.seen];
    const tellsOfReply = (name: string) => reply.isUsed(reply.index(name)) || !user.isUsed(user.index(name));
    return [...numberNames, ...reply.names().filter(tellsOfReply)];
  }

  /** Whoever looks a class up weighs it: from then on its places are evidence. */
  lookup: Lookup = (feature) => {
    if (isNumber(feature)) return this.#numbers.feature(feature);
    const any = feature.startsWith('any.');
    const rest = any ? feature.slice(4) : feature;
    const { seen } = this.#reading[rest.startsWith('user.') ? 'user' : 'reply'];
    const named = rest.replace(/^(user|addressed)\./, '');
    const name = renamed[named] ?? named;
    if (seen.find(name) === undefined) return [...numberNames, ...seen.names()];
    const { counts } = rest.startsWith('addressed.') ? this.#reading.addressed : seen;
    return { values: counts, at: seen.uses(name), shape: any ? 'any' : 'saturated' };
  };
}
