import type { Dialogue } from '../conversation/exchange.ts';
import type { Decision, Evidence, Judgement } from './judgement.ts';
import { type Policy, policyId } from './policy.ts';

/** Measures exchanges, and decides what a policy makes of what was measured. Pure: same in, same out. */
export interface Judge {
  readonly policy: Policy;
  /** The facts of an exchange. `evidence` is filled only when asked for: it costs time. */
  judge(dialogue: Dialogue, evidence?: Evidence[]): Judgement;
  /** The tier by the policy's thresholds, with every rule that made it. */
  decide(judgement: Judgement): Decision;
}

const overlap = (reply: string, about: string): number => {
  const words = (text: string) => new Set(text.toLowerCase().match(/\p{L}{3,}/gu) ?? []);
  const [said, asked] = [words(reply), words(about)];
  return said.size === 0 ? 0 : [...said].filter((word) => asked.has(word)).length / said.size;
};

export function createJudge(policy: Policy): Judge {
  const generic = policy.rules.genericPhrases.map((phrase) => phrase.toLowerCase());
  return {
    policy,
    judge({ user, assistant, context }) {
      const reply = assistant.toLowerCase();
      const flags = [
        generic.some((phrase) => reply.includes(phrase)) && 'generic_phrase',
        assistant.includes('?') || 'no_question',
        assistant.length < policy.rules.minimumReplyLength && 'too_short',
      ].filter((flag) => typeof flag === 'string');
      const question = assistant.includes('?') ? 1 : 0;
      const relevance = overlap(assistant, user);
      const context_awareness = overlap(assistant, context.map((turn) => turn.text).join(' '));
      return {
        policy: policyId(policy),
        scores: { empathy: 0, question, relevance, context_awareness, tone: 0, overall: question },
        flags,
        safety: [],
        domain: [],
        language: 'en',
      };
    },
    decide({ flags, safety, language }) {
      const rejected = flags.filter((flag) => policy.rejectOn.includes(flag));
      if (!policy.languages.includes(language)) rejected.push(`language_${language}`);
      if (rejected.length > 0) return { tier: 'rejected', reasons: rejected };
      const review = [
        ...safety.map((category) => `safety_${category}`),
        ...flags.filter((flag) => policy.reviewOn.includes(flag)),
      ];
      return review.length > 0 ? { tier: 'review', reasons: review } : { tier: 'accepted', reasons: [] };
    },
  };
}
