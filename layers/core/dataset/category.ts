import type { Exchange } from '../conversation/exchange.ts';
import type { Category, Selection } from '../quality/selection.ts';

/**
 * What an exchange teaches most: to use what was said before, where it does so; else a domain; else to sound like
 * the companion; else, simply, good conversation.
 */
export function categoryOf({ context, judgement }: Exchange, { categories }: Selection): Category {
  const { scores, domain } = judgement;
  if (context.length > 0 && scores.context_awareness >= categories.contextual_awareness.from) {
    return 'contextual_awareness';
  }
  if (domain.length > 0 && scores.relevance >= categories.domain.from) return 'domain';
  if (Math.max(scores.empathy, scores.tone) >= categories.personality_and_tone.from) return 'personality_and_tone';
  return 'conversation_quality';
}
