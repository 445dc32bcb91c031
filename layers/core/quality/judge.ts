import type { Dialogue } from '../conversation/exchange.ts';
import type { Decision, Evidence, Judgement, SafetyCategory } from './judgement.ts';
import { type Policy, policyId } from './policy.ts';

/** Names why a person must look at an exchange; any turn counts, the context too. */
export type SafetyScreen = (dialogue: Dialogue, evidence?: Evidence[]) => readonly SafetyCategory[];

/** What a judge is made of. All but the policy may be left out: what measures with it then measures nothing. */
export interface JudgeParts {
  readonly policy: Policy;
  /** Default: nothing is held. */
  readonly screen?: SafetyScreen;
  /** An ISO 639-1 code, or `und`. Default: English. */
  readonly detectLanguage?: (text: string) => string;
}

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

export function createJudge({ policy, screen = () => [], detectLanguage = () => 'en' }: JudgeParts): Judge {
  const generic = policy.rules.genericPhrases.map((phrase) => phrase.toLowerCase());
  return {
    policy,
    judge(dialogue, evidence) {
      const { user, assistant, context } = dialogue;
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
        safety: [...new Set(screen(dialogue, evidence))].sort(),
        domain: [],
        language: detectLanguage(user),
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
