import * as z from 'zod';
import { augmentationSchema } from './augmentation.ts';
import { flagNames, scoreNames, scoresSchema } from './judgement.ts';
import { languageCodes } from './language.ts';
import { selectionSchema } from './selection.ts';

const share = z.number().min(0).max(1);

/** What a candidate model is measured against on the hold-out prompts. Scores are means, 0..1. */
export const gateSchema = z.strictObject({
  relevance: share,
  empathy: share,
  question: share,
  /**
   * Whether missing one of these three fails the gate. When false a miss is only reported, for scorers that
   * compare words seldom reach such thresholds even on answers that people wrote. The champion counts either way.
   */
  mustReach: z.boolean(),
  /** How far below the champion's `overall` a candidate may fall and still pass: 0 = not at all. */
  margin: share,
});

/** What a policy file may say, field by field. */
const fields = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, 'must be small letters, digits and "-", a letter first, as in "my-policy"'),
  version: z.string().regex(/^\d+\.\d+\.\d+$/, 'must be three whole numbers, as in "1.2.0"'),
  description: z.string(),
  /** How many turns before the user's are kept with an exchange. */
  contextTurns: z.int().min(0).max(50),
  /** The first message of every training line; the stand-in for the user's name is added where one is known. */
  systemPrompt: z.string().min(1),
  /** Languages that may train: ISO 639-1 codes, `und` for too little to tell, `mul` for two languages in one exchange, `mis` for one that is not known here. */
  languages: z
    .array(z.enum(languageCodes))
    .min(1, 'must name one language at least, or every exchange is rejected')
    .readonly(),
  /** Flags that reject an exchange, and flags that send it to a person. A flag that no judge sets is refused. */
  rejectOn: z.array(z.enum(flagNames)).readonly(),
  reviewOn: z.array(z.enum(flagNames)).readonly(),
  /** Scores below which an exchange is rejected, or goes to a person. A score that is not named decides nothing. */
  rejectBelow: z.partialRecord(scoresSchema.keyof(), share),
  reviewBelow: z.partialRecord(scoresSchema.keyof(), share),
  /** Where a moderator is asked: the probability from which on what it sees in an exchange sends it to a person. */
  moderationAtLeast: share.default(0.5),
  /** Of the exchanges that are accepted, the share to train on, best `overall` first: 1 = all, 0.1 = the best tenth. */
  keepBest: share.gt(0, 'must be above 0, or nothing trains; 1 keeps all'),
  /** What `generic_phrase`, `too_short` and `no_question` look for in the reply. */
  rules: z.strictObject({
    /** Of a phrase that is not seen nothing is left to look for: it would be in every reply. */
    genericPhrases: z
      .array(
        z
          .string()
          .trim()
          .regex(/[^\s\p{Default_Ignorable_Code_Point}]/u, 'has nothing that is seen'),
      )
      .readonly(),
    minimumReplyLength: z.int().min(0),
    /** Whether only a question mark asks, or also "tell me more about…" without one. */
    questionMarkOnly: z.boolean().default(false),
  }),
  /** A conversation above this quality is a training candidate. */
  conversationCandidateAbove: share,
  /** How much each factor of a conversation's quality counts, see conversation-quality.ts. */
  conversationWeights: z.strictObject({
    length: share,
    engagement: share,
    sentiment: share,
    followUps: share,
    themes: share,
    goals: share,
  }),
  /** The share of a conversation's quality that is lost where its replies are worth nothing. Default: none, for they are not looked at. */
  conversationReplies: share.default(0),
  /** What of the exchanges that are good enough a dataset is made of. Default: all, each text once. */
  selection: selectionSchema.prefault({}),
  /** Variants of examples by a chat model. Default: off. */
  augmentation: augmentationSchema.prefault({}),
  gate: gateSchema,
});

/** Sentences on what two fields say that cannot both be meant, and where. */
function contradictions({ rejectOn, reviewOn, rejectBelow, reviewBelow }: z.infer<typeof fields>) {
  const twice = reviewOn
    .filter((flag) => rejectOn.includes(flag))
    .map((flag) => ({
      path: ['reviewOn'],
      message: `"${flag}" stands in rejectOn too, and what is rejected waits for nobody: take it out of one`,
    }));
  const crossed = scoreNames
    .filter((score) => (reviewBelow[score] ?? 1) < (rejectBelow[score] ?? 0))
    .map((score) => ({
      path: ['reviewBelow', score],
      message: `lies under the rejectBelow of ${score}, and sends nothing to a person: set it higher, or take it out`,
    }));
  return [...twice, ...crossed];
}

/** A policy. Anything else is refused by name: a misspelt threshold must not pass as none. */
export const policySchema = fields.superRefine((policy, context) => {
  for (const { path, message } of contradictions(policy)) context.addIssue({ code: 'custom', path, message });
});
export type Policy = Readonly<z.infer<typeof policySchema>>;

/** How a policy is named in shards and manifests. */
export const policyId = (policy: Policy): string => `${policy.name}@${policy.version}`;
