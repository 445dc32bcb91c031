import type { Features } from './features.ts';

/** The relevance of a parrot or a row of keywords, in log-odds: about 0.18. */
const relevanceOfFakes = -1.5;
/** Beyond this, in log-odds, relevance counts no more before it is mixed with that of a fake. */
const mostBesideFakes = 3;
/** The empathy and tone of nothing but a row of set phrases, at most, in log-odds: about 0.27. */
const mostOfHollow = -1;
/** A reply that the assistant gave before, or that has no word, is no more relevant than this, in log-odds: about 0.05. */
const relevanceOfRepeats = -3;
/**
 * The relevance of a reply that looks to the safety of somebody in danger, at least, in log-odds: .31, above what `reflect` sends
 * to a person for it. It belongs to what was said, however few words they share.
 */
const relevanceOfCare = -0.8;
/**
 * Of what a story of the assistant's own is worth beyond a half, in log-odds, so much is left. People call a story of somebody
 * who went through the same strong, and a companion went through nothing. A plain good reply stands above it; among
 * stories the order stays.
 */
const shareOfStory = 0.2;

/**
 * What answers a plain question is worth so much at least, in log-odds: .07. That is more than an off-topic question by words
 * alone has (.03 to .06), and under the .08 from which `reflect` accepts: whether an answer is right no word tells.
 */
const worthOfAnswer = -2.6;

/** Where words add up to what must not count, or cannot: the log-odds of a score, with what they may be. */
export function limited(score: string, logOdds: number, features: Features): number {
  if (score === 'relevance') return unfaked(logOdds, features);
  if (score === 'overall')
    return answered(features.number('tells_story') === 1 && logOdds > 0 ? logOdds * shareOfStory : logOdds, features);
  return score === 'empathy' || score === 'tone' ? unhollowed(logOdds, features) : logOdds;
}

/** Who asked for no empathy and no question back, is not served worse for want of them. */
const answered = (logOdds: number, features: Features): number =>
  logOdds + features.number('answers_plainly') * Math.max(0, worthOfAnswer - logOdds);

/** However many set phrases a reply strings together. */
function unhollowed(logOdds: number, features: Features): number {
  const hollow = features.number('hollow');
  return hollow === 0 ? logOdds : (1 - hollow) * logOdds + hollow * Math.min(logOdds, mostOfHollow);
}

/** Words that are only said again meet those of the user without limit. */
function unfaked(logOdds: number, features: Features): number {
  const met = logOdds + features.number('danger_met') * Math.max(0, relevanceOfCare - logOdds);
  const fake = Math.max(features.number('salad'), features.number('echo'));
  const mixed = fake === 0 ? met : (1 - fake) * Math.min(mostBesideFakes, met) + fake * relevanceOfFakes;
  const saysNothing = features.number('words') === 0 || features.number('repeated') > 0;
  return saysNothing ? Math.min(mixed, relevanceOfRepeats) : mixed;
}
