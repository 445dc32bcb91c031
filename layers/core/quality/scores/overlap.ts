import type { Bag } from '../text/bag.ts';
import type { Scale } from '../text/vocabulary.ts';

/** Of the words of a reply that belongs to its context, the share that takes up a word of the context. */
const takenUp = 0.2;
/** A family of words is about this many times as common as the word of it that was seen. */
const familySize = 3;
const topicTakenUp = 0.15;

/** How much it speaks for a reply that it takes up what a text of that length holds by `chance` anyway, in log-odds. */
const ratioOfMet = (share: number, chance: number): number => Math.log1p((share * (1 - chance)) / chance);

/** @param one the square of the length of one side, as `other` of the other */
const cosineOf = (dot: number, one: number, other: number): number => (dot === 0 ? 0 : dot / Math.sqrt(one * other));

/** What the words of a reply and those of the turns it answers have in common. */
export class Overlap {
  /**
   * How much more likely the reply's words are if it answers these turns than if it was drawn at random: the sum of
   * the log-likelihood ratios of its word families, over the root of their number.
   *
   * A family met in the turns speaks for it by log(1 + λ(1−p)/p), where p is the chance that a text of that length
   * holds the word anyway; one not met speaks against it by log(1−λ), the less the commoner it is. λ = 0.2.
   * A family that is repeated counts by 1 + ln(count) on either side.
   */
  evidence = 0;
  /** The same for the user's turn alone. */
  userEvidence = 0;
  /** Cosine of the reply and the user's turn, and of the reply and the turns before, by the weights of their families. */
  userCosine = 0;
  beforeCosine = 0;
  readonly #scale: Scale;
  /** By place in the scale: how much a family that is not met speaks against a reply. */
  readonly #unmet: Float64Array;

  constructor(scale: Scale) {
    this.#scale = scale;
    this.#unmet = scale.weights.map((weight) => Math.log1p(-takenUp * Math.min(1, weight / 4)));
  }

  /** Compares all at once, for every family of the reply must be looked for in both. */
  read(reply: Bag, user: Bag, before: Bag): this {
    const words = 1 + user.words + before.words;
    let sum = 0;
    let userSum = 0;
    let size = 1;
    let userDot = 0;
    let beforeDot = 0;
    for (let at = 0; at < reply.size; at++) {
      const stem = reply.stems[at] ?? 0;
      const place = reply.weightPlace(at);
      const inUser = user.find(stem);
      const inBefore = before.size === 0 ? -1 : before.find(stem);
      const times = repeated(reply.counts[at] ?? 1) * (inUser < 0 ? 1 : repeated(user.counts[inUser] ?? 1));
      size += times;
      const unmet = times * (this.#unmet[place] ?? 0);
      sum += inUser < 0 && inBefore < 0 ? unmet : times * this.#met(place, words);
      userSum += inUser < 0 ? unmet : times * this.#met(place, 1 + user.words);
      if (inUser >= 0) userDot += reply.weight(at) * user.weight(inUser);
      if (inBefore >= 0) beforeDot += reply.weight(at) * before.weight(inBefore);
    }
    this.evidence = sum / Math.sqrt(size);
    this.userEvidence = userSum / Math.sqrt(size);
    this.userCosine = cosineOf(userDot, reply.mass, user.mass);
    this.beforeCosine = cosineOf(beforeDot, reply.mass, before.mass);
    return this;
  }

  #met(place: number, words: number): number {
    const chance = 1 - Math.exp(-familySize * (this.#scale.chances[place] ?? 0) * words);
    return ratioOfMet(takenUp, chance);
  }
}

const repeated = (count: number): number => (count === 1 ? 1 : 1 + Math.log(count));

/** What the topics of a reply and those of the turns it answers have in common; each text's are weights by topic. */
export class TopicOverlap {
  /** As the evidence of words: of what the reply speaks, and whether the turns do; over the root of their number. */
  evidence = 0;
  /** Cosines by the roots of the weights: with the user's turn, with the turns before it, and with all of them. */
  user = 0;
  before = 0;
  all = 0;
  /** By topic: the chance that a word of running text belongs to it. */
  readonly #chances: Float64Array;

  constructor(chances: Float64Array) {
    this.#chances = chances;
  }

  /** @param words of all the turns */
  read(reply: Float64Array, user: Float64Array, before: Float64Array, words: number): this {
    let sum = 0;
    let size = 1;
    let saidMass = 0;
    let userMass = 0;
    let beforeMass = 0;
    let allMass = 0;
    let userDot = 0;
    let beforeDot = 0;
    let allDot = 0;
    for (let topic = 0; topic < reply.length; topic++) {
      const said = reply[topic] ?? 0;
      const heard = user[topic] ?? 0;
      const earlier = before[topic] ?? 0;
      const turns = heard + earlier;
      saidMass += said;
      userMass += heard;
      beforeMass += earlier;
      allMass += turns;
      if (said === 0) continue;
      const chance = 1 - Math.exp(-(this.#chances[topic] ?? 0) * (words + 1));
      const met = 1 - Math.exp(-turns / 2);
      const ratio = met * ratioOfMet(topicTakenUp, chance) + (1 - met) * Math.log1p(-topicTakenUp);
      const weight = 1 - Math.exp(-said / 2);
      sum += weight * ratio;
      size += weight;
      if (turns === 0) continue;
      userDot += Math.sqrt(said * heard);
      beforeDot += Math.sqrt(said * earlier);
      allDot += Math.sqrt(said * turns);
    }
    this.evidence = sum / Math.sqrt(size);
    this.user = cosineOf(userDot, saidMass, userMass);
    this.before = cosineOf(beforeDot, saidMass, beforeMass);
    this.all = cosineOf(allDot, saidMass, allMass);
    return this;
  }
}
