import type { Exchange } from '../conversation/exchange.ts';
import type { Decision, Judgement } from '../quality/judgement.ts';
import type { Signal, SignalsByKind } from '../signals/signal.ts';

/**
 * Whether the exchange has changed since a reviewer read it: it was collected anew, or its reply was edited, and the
 * reviewer put no words in its place.
 */
export const isOutdated = ({ version }: Pick<Exchange, 'version'>, { review, edit }: SignalsByKind): boolean =>
  review !== undefined &&
  (review.version < version || (review.assistant === undefined && edit !== undefined && review.version < edit.version));

/** The reply that counts: a reviewer's words before the user's, and those before the model's. */
export const replyOf = (exchange: Exchange, signals: SignalsByKind): string =>
  (isOutdated(exchange, signals) ? undefined : signals.review?.assistant) ??
  signals.edit?.assistant ??
  exchange.assistant;

/**
 * The policy's decision, with a person's above it: what a reviewer rejected is out, what one approved or wrote is
 * gold. But what is unsafe is not approved by the way: only where every category that was seen has been cleared. Nor
 * is what was written after the reviewer had read: it waits for another look. A rejection stays.
 */
export function decideWith(
  decide: (judgement: Judgement) => Decision,
  exchange: Exchange,
  signals: SignalsByKind,
): Decision {
  const { source, judgement } = exchange;
  const { review } = signals;
  if (review?.decision === 'rejected') return { tier: 'rejected', reasons: ['review_rejected'] };
  if (review === undefined && source !== 'manual') return decide(judgement);
  const outdated = isOutdated(exchange, signals);
  const cleared = outdated ? [] : review?.cleared;
  const open = judgement.safety.filter((category) => cleared?.includes(category) !== true);
  // What a person wrote needs an approval only for the harm in it.
  if (open.length === 0 && (!outdated || source === 'manual')) return { tier: 'gold', reasons: [] };
  const reasons = open.map((category) => `safety_${category}`);
  return { tier: 'review', reasons: outdated ? ['review_outdated', ...reasons] : reasons };
}

/** All replies that people wrote in place of the model's. */
export const repliesIn = (signals: readonly Signal[]): string[] =>
  signals.flatMap((signal) => ('assistant' in signal && signal.assistant !== undefined ? [signal.assistant] : []));
