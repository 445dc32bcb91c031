import type { Bag } from '../text/bag.ts';
import type { Topics } from '../text/topics.ts';
import { chanceOf } from '../text/vocabulary.ts';

/** Of the words of a reply that belongs to its context, the share that takes up a word of the context. */
const takenUp = 0.2;
/** A family of words is about this many times as common as the word of it that was seen. */
const familySize = 3;
const topicTakenUp = 0.15;

/**
 * How much more likely the reply's words are if it answers these turns than if it was drawn at random: the sum of
 * the log-likelihood ratios of its word families, over the root of their number.
 *
 * A family met in the turns speaks for it by log(1 + λ(1−p)/p), where p is the chance that a text of that length
 * holds the word anyway; one not met speaks against it by log(1−λ), the less the commoner it is. λ = 0.2.
 * A family that is repeated counts by 1 + ln(count) on either side.
 */
export function wordEvidence(reply: Bag, user: Bag, before: Bag | undefined): number {
  const words = 1 + user.words + (before?.words ?? 0);
  let sum = 0;
  let size = 1;
  for (let i = 0; i < reply.size; i++) {
    const stem = reply.stems[i] ?? 0;
    const weight = reply.weights[i] ?? 0;
    const inUser = user.find(stem);
    const met = inUser >= 0 || (before !== undefined && before.find(stem) >= 0);
    let times = 1 + Math.log(reply.counts[i] ?? 1);
    if (inUser >= 0) times *= 1 + Math.log(user.counts[inUser] ?? 1);
    size += times;
    if (met) {
      const chance = 1 - Math.exp(-familySize * chanceOf(weight) * words);
      sum += times * Math.log1p((takenUp * (1 - chance)) / chance);
    } else sum += times * Math.log1p(-takenUp * Math.min(1, weight / 4));
  }
  return sum / Math.sqrt(size);
}

/** The same for topics: of what the reply speaks, and whether the turns do; over the root of their number. */
export function topicEvidence(topics: Topics, reply: Float64Array, turns: Float64Array, words: number): number {
  let sum = 0;
  let size = 1;
  for (let topic = 0; topic < reply.length; topic++) {
    const said = reply[topic] ?? 0;
    if (said === 0) continue;
    const chance = 1 - Math.exp(-(topics.chances[topic] ?? 0) * (words + 1));
    const met = 1 - Math.exp(-(turns[topic] ?? 0) / 2);
    const ratio = met * Math.log1p((topicTakenUp * (1 - chance)) / chance) + (1 - met) * Math.log1p(-topicTakenUp);
    const weight = 1 - Math.exp(-said / 2);
    sum += weight * ratio;
    size += weight;
  }
  return sum / Math.sqrt(size);
}

/** Cosine of two topic vectors, by the roots of their weights. */
export function topicCosine(a: Float64Array, b: Float64Array): number {
  let [dot, left, right] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] ?? 0, b[i] ?? 0];
    dot += Math.sqrt(x * y);
    left += x;
    right += y;
  }
  return left === 0 || right === 0 ? 0 : dot / Math.sqrt(left * right);
}

/** Cosine of two texts by the weights of their word families. */
export function wordCosine(a: Bag, b: Bag): number {
  if (a.mass === 0 || b.mass === 0) return 0;
  let dot = 0;
  for (let i = 0; i < a.size; i++) {
    const at = b.find(a.stems[i] ?? 0);
    if (at >= 0) dot += (a.weights[i] ?? 0) * (b.weights[at] ?? 0);
  }
  return dot / Math.sqrt(a.mass * b.mass);
}
