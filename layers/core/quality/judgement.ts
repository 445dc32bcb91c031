import * as z from 'zod';

const score = z.number().min(0).max(1);

/** Each 0..1: the probability that a person would agree. */
export const scoresSchema = z.object({
  empathy: score,
  question: score,
  relevance: score,
  context_awareness: score,
  tone: score,
  overall: score,
});
export type Scores = Readonly<z.infer<typeof scoresSchema>>;
export const scoreNames = scoresSchema.keyof().options;

/** Why a person must look before an exchange may train. */
export const safetyCategories = [
  'crisis_suicide',
  'self_harm',
  'abuse',
  'eating_disorder',
  'medical_danger',
  'dangerous_advice',
  'minors_sexual',
  'sexual',
  'hate',
  'violence_threat',
  'illegal_drugs',
  'other_harm',
] as const;
export type SafetyCategory = (typeof safetyCategories)[number];

/** Every flag that a judge may set: what a policy's `rejectOn` and `reviewOn` can name. */
export const flagNames = [
  'bare_question',
  'cares_for_safety',
  'dismissive',
  'echoes_user',
  'generic_phrase',
  'misses_feeling',
  'misses_mood',
  'misses_question',
  'no_question',
  'no_user_text',
  'out_of_character',
  'profanity',
  'repeats_itself',
  'self_disclosure',
  'third_question_in_a_row',
  'too_short',
  'uses_domain_knowledge',
  'word_salad',
] as const;
export type Flag = (typeof flagNames)[number];

/** What was measured of an exchange: facts, no decision. Lists are sorted and without repeats. */
export const judgementSchema = z.object({
  /** The policy that measured, as `name@version`. */
  policy: z.string(),
  scores: scoresSchema,
  /** Names of the rules that saw something, such as `generic_phrase`. */
  flags: z.array(z.string()).readonly(),
  safety: z.array(z.enum(safetyCategories)).readonly(),
  domain: z.array(z.string()).readonly(),
  /** Of both turns: an ISO 639-1 code; `und` when neither tells, `mul` when they are in two languages, `mis` when most of several words are of none that is known. */
  language: z.string(),
});
export type Judgement = Readonly<z.infer<typeof judgementSchema>>;

/** gold = a person approved it. */
export const tiers = ['gold', 'accepted', 'review', 'rejected'] as const;
export type Tier = (typeof tiers)[number];

/** What a policy makes of a judgement; `reasons` names every rule that had a part in it. */
export interface Decision {
  readonly tier: Tier;
  readonly reasons: readonly string[];
}

/**
 * Where a rule saw something: UTF-16 units of the turn named. `turn` counts the context from 0. A rule that is a term of a
 * score has what was measured as `value`, and what that adds to the score as `logOdds`.
 */
export interface Evidence {
  readonly rule: string;
  readonly where: 'user' | 'assistant' | 'context';
  readonly turn?: number;
  readonly start: number;
  readonly end: number;
  readonly value?: number;
  readonly logOdds?: number;
}
