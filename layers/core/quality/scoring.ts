import * as z from 'zod';
import type { Fitted } from './scores/fitted-file.ts';
import { withAlternatives } from './text/alternatives.ts';

/** Phrases by class; see `text/trie.ts` for what a phrase may hold. Choices in them, `(a|b)`, are spelled out on reading. */
export const lexiconSchema = z.strictObject({
  description: z.string(),
  classes: z.record(
    z.string().regex(/^[a-z_]+$/),
    z
      .array(z.string().min(1))
      .transform((phrases) => [...new Set(phrases.flatMap(withAlternatives))])
      .readonly(),
  ),
});

export const frequenciesSchema = z.strictObject({
  description: z.string(),
  /** By Zipf value (log10 of occurrences per 10^9 words): the words of that value, by spaces. */
  words: z.record(z.string().regex(/^\d\.\d$/), z.string()),
});

/** Beyond a hundred nothing changes a chance, and sums that are no numbers any more have no place in a score. */
const logOdds = z.number().min(-100).max(100);
/**
 * What makes a chance of a score p whose order is right: log-odds = low · ln p − high · ln(1 − p) + shift. Where `low` and
 * `high` are one number it is a slope; `low` alone spreads what is improbable, `high` what is sure. It keeps the order, so
 * neither may be negative. @see bench/quality/reliability.ts, which says what either half of the labels would have it be
 */
const curveSchema = z.strictObject({
  low: z.number().positive().max(10),
  high: z.number().positive().max(10),
  shift: logOdds,
});
export type Curve = Readonly<z.infer<typeof curveSchema>>;

/** A logistic model set by hand: what counts for a score and how much, in log-odds; and the curve laid over it, if any. */
const linearSchema = z.strictObject({
  bias: logOdds,
  weights: z.record(z.string(), logOdds),
  curve: curveSchema.optional(),
});
export type Linear = Readonly<z.infer<typeof linearSchema>>;

/** The weights behind every score. Kept apart from the policy's thresholds: facts here, decisions there. */
export const scoringSchema = z.strictObject({
  description: z.string(),
  empathy: linearSchema,
  /** Whether the reply shows that it understands the experience: interprets it, or knows it. A part of `overall`. */
  understanding: linearSchema,
  /** Of the sentence that asks best; features of a sentence, see `scores/question-features.ts`. */
  question: linearSchema,
  relevance: linearSchema,
  context_awareness: linearSchema,
  tone: linearSchema,
  overall: linearSchema,
  /** What follows what: a feature of what came before, a feature of the reply, log-odds when both are there; `!` = not. */
  follows: z.array(z.tuple([z.string(), z.string(), logOdds])).readonly(),
  /** How relevance, context awareness and the domain use sentence embeddings, see `meaning.ts`. */
  meaning: z.strictObject({
    relevance: linearSchema,
    context_awareness: linearSchema,
    /** How close in meaning the user's turn must be to the examples of a domain to have its tag, -1..1. */
    domainAtLeast: z.number().min(-1).max(1),
    /** The same where words gave a tag already, and for the reply. */
    domainBesideAtLeast: z.number().min(-1).max(1),
    /** How far behind the nearest domain another may be. */
    domainWithin: z.number().min(0).max(2),
  }),
});
export type Scoring = Readonly<z.infer<typeof scoringSchema>>;

/** Everything that the scores are made from, as the files under layers/policy say it. */
export interface ScoringData {
  readonly scoring: Scoring;
  /** Phrases by class, of all lexicons together. */
  readonly lexicon: Readonly<Record<string, readonly string[]>>;
  /** Words that speak of the same thing, by topic. */
  readonly topics: Readonly<Record<string, readonly string[]>>;
  readonly frequencies: Readonly<Record<string, string>>;
  /** What was learned from an operator's labels, in place of what is set by hand. */
  readonly fitted?: Fitted;
}
