import type { Closeness } from '../meaning.ts';
import { type Lookup, saturated } from './linear.ts';
import { Mood } from './mood.ts';
import { Overlap, TopicOverlap } from './overlap.ts';
import { peopleMet } from './people.ts';
import type { DialogueReading } from './reading.ts';
import { Register } from './register.ts';
import type { Seen } from './seen.ts';

/** The numbers that weights may name beside the classes of the lexicons. */
const numbers = [
  // Of the reply: ln(1 + words), how far it is under 12 words, shares of "you" and "I", feelings named, signs.
  'words',
  'short',
  'you_share',
  'i_share',
  'feelings',
  'questions',
  'exclamations',
  // Of the reply: ln(1 + words of sentences that speak of "I" and not to "you"), see addressed.ts.
  'own_words',
  // Whether it is a row of keywords, see wording.ts; whether it is nothing but a shrug ("sure, whatever").
  'salad',
  'curt',
  // Of both: how far it is sympathy by set phrases alone, none of them about what the user said.
  'hollow',
  // Of what came before: ln(1 + words of the user's turn), whether it asks, how often the assistant asked in a row.
  'user_words',
  'user_asks',
  'first_turns',
  'has_context',
  'asked',
  // Of both: whether the user has something to celebrate and the reply does, pities instead, or cheers at pain.
  'to_celebrate',
  'celebrated',
  'pitied',
  'pain_cheered',
  // Of both: praise for a lapse, with nothing kind about it.
  'mocked',
  // Of the reply: how far it is a list of points, 0..1.
  'listed',
  // Of both: how far the reply is from the register of the user, see register.ts.
  'off_register',
  'made_light',
  // Of both: how much the reply says the user's own words again, how it refers to what was said before.
  'echo',
  'refers',
  // Of both: see overlap.ts, people.ts and reading.ts.
  'repeated',
  'person_met',
  'person_unknown',
  'words_met',
  'user_words_met',
  'pairs_met',
  'word_cosine',
  'before_cosine',
  'topics_met',
  'topic_cosine',
  'all_topic_cosine',
  'before_topic_cosine',
  'follows',
  // Closeness in meaning, 0 in the first stage.
  'user_meaning',
  'context_meaning',
  'before_meaning',
  'usual_message_meaning',
  'usual_reply_meaning',
  // The scores made so far, as log-odds, and the chance that two of empathy, understanding and question are so.
  'empathy',
  'understanding',
  'question',
  'relevance',
  'context_awareness',
  'tone',
  'overall',
  'two_of_three',
  // Minus the logarithm of the relevance, 0 for what belongs: a reply to something else is not good, and one that belongs
  // the more surely is no better.
  'irrelevance',
] as const;
export type NumberName = (typeof numbers)[number];
/** Where each stands: an object, for its places are known when the code is compiled. */
const slotOf = Object.fromEntries(numbers.map((name, slot) => [name, slot])) as Readonly<Record<NumberName, number>>;

const isNumber = (name: string): name is NumberName => Object.hasOwn(slotOf, name);

/** The classes of the lexicons that the numbers are made of. */
const indicesOf = (reply: Seen, user: Seen) => ({
  // Of the reply.
  i: reply.uses('i'),
  you: reply.uses('you'),
  feeling_low: reply.uses('feeling_low'),
  feeling_high: reply.uses('feeling_high'),
  shrug: reply.uses('shrug'),
  cold_if_short: reply.uses('cold_if_short'),
  comforts: ['sympathy', 'recognition', 'validation', 'acknowledgement', 'reassurance', 'presence', 'affirmation'].map(
    (name) => reply.uses(name),
  ),
  enumerates: reply.uses('enumerates'),
  canned: reply.uses('canned'),
  refers_back: reply.uses('refers_back'),
  refers_back_weakly: reply.uses('refers_back_weakly'),
  // Of the user's turn.
  sad: ['tells_low', 'feeling_low'].map((name) => user.uses(name)),
});

/** What classes are called that had another name: weights of one's own may have that still. */
const renamed: Readonly<Record<string, string>> = { self_disclosure: 'speaks_of_self' };

/** 0 up to `from`, 1 from `to` on. */
const within = (from: number, to: number, value: number): number =>
  Math.max(0, Math.min(1, (value - from) / (to - from)));

/**
 * Phrases that would comfort anybody: four are what comfort begins with, eight are a row of them. Who tells nothing
 * sad needs none.
 */
const comfort = { toSadness: [4, 8], toNothing: [2, 5] } as const;
/** Phrases a word, from where they are most of what is said: a long reply comforts here and there. */
const [fewInWords, mostlyComfort] = [0.16, 0.24];
/** Words of a reply that are sentences which fit any turn ("thank you for sharing"): from this share on, and wholly from that on. */
const mostlyCanned = [0.5, 0.8] as const;
/** Who says "first" and "next" tells something; who goes on to "fifth" reads out a list. */
const [fewPoints, manyPoints] = [2, 5];
/** From this evidence on that a reply is about the user's own words, it is no row of set phrases. */
const takenUp = 1;

/** Up to this share of the user's own pairs of words, people take up what was said; from there on it is parroted. */
const [noEcho, allEcho] = [0.45, 0.65];

/**
 * The features that the policy's weights may name, of the dialogue read last:
 * - a class of the lexicons: how often the reply holds it, saturated (0, 1, 1.5 … 2); `user.<class>` the same of
 *   the user's turn; `any.<class>` and `any.user.<class>` 1 when it is there at all; `addressed.<class>` and
 *   `any.addressed.<class>` the same of the reply, each place counted by how far it is said to the user;
 * - the names of `numbers`.
 */
export class Features {
  readonly #reading: DialogueReading;
  readonly #values = new Float64Array(numbers.length);
  readonly #topics: Readonly<Record<'reply' | 'user' | 'before', Float64Array>>;
  readonly #mood: Mood;
  readonly #overlap: Overlap;
  readonly #topicOverlap: TopicOverlap;
  readonly #register: Register;
  readonly #class: ReturnType<typeof indicesOf>;

  constructor(reading: DialogueReading) {
    this.#reading = reading;
    const size = reading.topics.names.length;
    const zeros = () => new Float64Array(size);
    this.#topics = { reply: zeros(), user: zeros(), before: zeros() };
    const [reply, user] = [reading.reply.seen, reading.user.seen];
    this.#class = indicesOf(reply, user);
    this.#mood = new Mood(reply, user, reading.vocabulary.wordless);
    this.#overlap = new Overlap(reading.vocabulary.scale);
    this.#topicOverlap = new TopicOverlap(reading.topics.chances);
    this.#register = new Register(reply, user);
  }

  set(name: NumberName, value: number): void {
    this.#values[slotOf[name]] = value;
  }

  number(name: NumberName): number {
    return this.#values[slotOf[name]] ?? 0;
  }

  /** Counts anew what `reading` holds. */
  read(): void {
    const { reply, user, before, pairs, wording, addressed, turns, asked, repeated, known } = this.#reading;
    const { words } = reply.tokens;
    const { counts } = reply.seen;
    this.set('words', Math.log1p(words));
    this.set('user_words', Math.log1p(user.tokens.words));
    this.set('short', Math.max(0, 1 - words / 12));
    this.set('you_share', (counts[this.#class.you] ?? 0) / (words + 5));
    this.set('i_share', (counts[this.#class.i] ?? 0) / (words + 5));
    this.set('feelings', saturated((counts[this.#class.feeling_low] ?? 0) + (counts[this.#class.feeling_high] ?? 0)));
    this.set('questions', Math.min(3, reply.tokens.questions));
    this.set('exclamations', Math.min(3, reply.tokens.exclamations));
    this.set('user_asks', Math.min(1, user.tokens.questions));
    this.set('first_turns', turns <= 1 ? 1 : 0);
    this.set('has_context', turns > 0 ? 1 : 0);
    this.set('asked', asked);
    this.set('repeated', repeated > 0.8 ? repeated : 0);
    const people = peopleMet(reply.people, known);
    this.set('person_met', people.met);
    this.set('person_unknown', people.unknown);
    this.set('own_words', Math.log1p(addressed.read(reply.tokens, reply.seen).ownWords));
    this.set('salad', wording.salad(reply.tokens, reply.seen));
    const shrugs = words > 0 && words <= 4 && words === counts[this.#class.shrug];
    const cold = words <= 8 && (counts[this.#class.cold_if_short] ?? 0) > 0;
    this.set('curt', shrugs || cold ? 1 : 0);
    const mood = this.#mood.read(reply.seen, reply.tokens, user.seen);
    this.set('to_celebrate', mood.toCelebrate);
    this.set('celebrated', mood.celebrated);
    this.set('pitied', mood.pitied);
    this.set('pain_cheered', mood.painCheered);
    this.set('mocked', mood.mocked);
    this.set('listed', within(fewPoints, manyPoints, counts[this.#class.enumerates] ?? 0));
    const register = this.#register.read(reply.seen, user.seen, words);
    this.set('off_register', register.offRegister);
    this.set('made_light', register.madeLight);
    const { reply: said, user: heard, before: earlier } = this.#topics;
    reply.bag.addTopics(said.fill(0));
    user.bag.addTopics(heard.fill(0));
    earlier.fill(0);
    if (turns > 0) before.addTopics(earlier);
    const met = this.#overlap.read(reply.bag, user.bag, before);
    this.set('words_met', met.evidence);
    this.set('user_words_met', met.userEvidence);
    let comforts = 0;
    for (const index of this.#class.comforts) comforts += counts[index] ?? 0;
    const sad = this.#class.sad.some((index) => (user.seen.counts[index] ?? 0) > 0);
    const [some, row] = sad ? comfort.toSadness : comfort.toNothing;
    const dense = within(fewInWords, mostlyComfort, comforts / (words + 1));
    const inARow = dense * within(some, row, comforts);
    const canned = within(...mostlyCanned, reply.seen.wordsOf(this.#class.canned) / Math.max(1, words));
    this.set('hollow', Math.max(inARow, canned) * within(takenUp, 0, met.evidence));
    this.set('pairs_met', pairs.metBy(reply.tokens));
    this.set('echo', within(noEcho, allEcho, pairs.share));
    const weakly = turns > 0 ? (counts[this.#class.refers_back_weakly] ?? 0) / 2 : 0;
    this.set('refers', Math.min(1, (counts[this.#class.refers_back] ?? 0) + weakly));
    this.set('word_cosine', met.userCosine);
    this.set('before_cosine', met.beforeCosine);
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
    this.set('user_meaning', closeness?.user ?? 0);
    this.set('context_meaning', closeness?.context ?? 0);
    this.set('before_meaning', this.number('has_context') * (closeness?.context ?? 0));
    this.set('usual_message_meaning', closeness?.usualMessage ?? 0);
    this.set('usual_reply_meaning', closeness?.usualReply ?? 0);
  }

  /** Every feature but the fixed `any.` forms: what a model can be fitted on. */
  names(): string[] {
    return [...numbers, ...this.#reading.reply.seen.names()];
  }

  /** Whoever looks a class up weighs it: from then on its places are evidence. */
  lookup: Lookup = (feature) => {
    if (isNumber(feature)) return { values: this.#values, at: slotOf[feature], shape: 'plain' };
    const any = feature.startsWith('any.');
    const rest = any ? feature.slice(4) : feature;
    const { seen } = this.#reading[rest.startsWith('user.') ? 'user' : 'reply'];
    const named = rest.replace(/^(user|addressed)\./, '');
    const name = renamed[named] ?? named;
    if (seen.find(name) === undefined) return undefined;
    const { counts } = rest.startsWith('addressed.') ? this.#reading.addressed : seen;
    return { values: counts, at: seen.uses(name), shape: any ? 'any' : 'saturated' };
  };
}
