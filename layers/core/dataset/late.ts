import type { Exchange } from '../conversation/exchange.ts';
import type { Decision, Judgement } from '../quality/judgement.ts';
import type { Signal, SignalsByKind } from '../signals/signal.ts';

/** The reply that counts: a reviewer's words before the user's, and those before the model's. */
export const replyOf = (exchange: Exchange, { review, edit }: SignalsByKind): string =>
  review?.assistant ?? edit?.assistant ?? exchange.assistant;

/**
 * The policy's decision, with a person's above it: what a reviewer rejected is out, what one approved or wrote is
 * gold. But what is unsafe is not approved by the way: only where every category that was seen has been cleared.
 */
export function decideWith(
  decide: (judgement: Judgement) => Decision,
  { source, judgement }: Exchange,
  { review }: SignalsByKind,
): Decision {
  if (review?.decision === 'rejected') return { tier: 'rejected', reasons: ['review_rejected'] };
  if (review === undefined && source !== 'manual') return decide(judgement);
  const open = judgement.safety.filter((category) => review?.cleared?.includes(category) !== true);
  return open.length === 0
    ? { tier: 'gold', reasons: [] }
    : { tier: 'review', reasons: open.map((category) => `safety_${category}`) };
}

/** All replies that people wrote in place of the model's. */
export const repliesIn = (signals: readonly Signal[]): string[] =>
  signals.flatMap((signal) => ('assistant' in signal && signal.assistant !== undefined ? [signal.assistant] : []));
