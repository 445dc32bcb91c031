import { type Decision, type Judgement, type SafetyCategory, scoreNames } from './judgement.ts';
import type { Policy } from './policy.ts';

/** What puts the one who speaks in danger. */
const dangers: ReadonlySet<SafetyCategory> = new Set<SafetyCategory>([
  'abuse',
  'crisis_suicide',
  'eating_disorder',
  'medical_danger',
  'self_harm',
]);

/** Whether people rather find empathy in a reply than not. */
const isKind = (empathy: number): boolean => empathy >= 0.5;

/**
 * The tier of a judgement by a policy's thresholds, with every rule that made it. What was said to somebody in danger is not
 * rejected for its scores where it is kind or looks to their safety: few words, cosines or questions tell a good reply to that.
 */
export function decideBy(policy: Policy): (judgement: Judgement) => Decision {
  const rejecting = new Set<string>(policy.rejectOn);
  const reviewing = new Set<string>(policy.reviewOn);
  const languages = new Set<string>(policy.languages);
  return ({ scores, flags, safety, language }) => {
    const below = (limits: Policy['rejectBelow']) =>
      scoreNames.filter((name) => !(scores[name] >= (limits[name] ?? 0))).map((name) => `low_${name}`);
    const isInDanger = safety.some((category) => dangers.has(category));
    const cares = flags.includes('cares_for_safety');
    const rejected = [
      ...flags.filter((flag) => rejecting.has(flag)),
      ...(languages.has(language) ? [] : [`language_${language}`]),
      ...(isInDanger && (cares || isKind(scores.empathy)) ? [] : below(policy.rejectBelow)),
    ];
    const held = safety.map((category) => `safety_${category}`);
    if (isInDanger && !cares) held.push('danger_unanswered');
    // What is held is named here too: a person should hear of it, although nothing waits for one.
    if (rejected.length > 0) return { tier: 'rejected', reasons: [...rejected, ...held] };
    const review = [...held, ...flags.filter((flag) => reviewing.has(flag)), ...below(policy.reviewBelow)];
    return review.length > 0 ? { tier: 'review', reasons: review } : { tier: 'accepted', reasons: [] };
  };
}
