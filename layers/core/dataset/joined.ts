import * as z from 'zod';
import { exchangeSchema } from '../conversation/exchange.ts';
import { categories, sources } from '../quality/selection.ts';
import { moderationSchema } from './moderation.ts';
import { entryFileSchema } from './near/band-entries.ts';
import { meaningFilesSchema } from './near/meaning-entries.ts';
import type { ObjectStore } from './object-store.ts';
import { countsSuffix } from './partition-papers.ts';
import { ratedCountsSchema } from './preference/rated-runs.ts';
import { splits } from './split.ts';
import { sliceSchema } from './words.ts';
import { readEach, readWork, workPrefix } from './work.ts';

const count = z.int().min(0);

/**
 * A line of `joined/<range>.jsonl`: an exchange that may become an example, with everything known of it by then.
 * Its place in the file is its index within the range.
 */
export const joinedSchema = exchangeSchema.omit({ schema: true }).extend({
  /** See `textKey`. */
  text: z.string(),
  tier: z.enum(['gold', 'accepted']),
  /** The judge's overall score, 0..1. */
  quality_score: z.number(),
  split: z.enum(splits),
  category: z.enum(categories),
  source: z.enum(sources),
  /** The user's rating, -1..1. */
  rating: z.number().optional(),
  /** The reply as the model gave it, where a person wrote a better one. */
  original: z.string().optional(),
});
export type Joined = Readonly<z.infer<typeof joinedSchema>>;

/** What became of a range. */
export const joinCountsSchema = z.object({
  range: count,
  policy: z.string(),
  /** Lines of `joined/<range>.jsonl`. */
  candidates: count,
  /** Different exchanges; those that fell out; and by reason, lines that another made needless as well. */
  exchanges: count,
  dropped: count,
  rejected: z.record(z.string(), count),
  /** Lines that a higher version replaced though the clock calls them newer. */
  clockBackwards: count,
  /** The first few ids of each reason. */
  samples: z.record(z.string(), z.array(z.string())),
  /** Signals that took effect, by kind, and those whose exchange is not there. */
  signals: z.record(z.string(), count),
  lines: sliceSchema,
  columns: sliceSchema,
  /** Pairs of candidates with one signature. */
  same: sliceSchema,
  entries: entryFileSchema,
  /**
   * What each candidate is about, as its words tell (near/topics.ts) or as an embedder does (`sketchTurn`). Null: the
   * policy wants no target size.
   */
  topics: sliceSchema.extend({ by: z.enum(['words', 'meaning']) }).nullable(),
  /** Null: the policy looks for no paraphrases, or there is no embedder. */
  meanings: meaningFilesSchema.nullable(),
  /** Whose variant a candidate is: see families.ts. */
  ids: sliceSchema,
  variants: sliceSchema,
  /** Variants of examples among the exchanges, and by reason those that are no candidates. */
  augmentation: z.object({ seen: count, rejected: z.record(z.string(), count) }),
  /** Of each text that may stand in a pair, and of each prompt of one, the first 64 bits of its exchange's id, by its index: see `kinds.rated`. */
  ratedIds: sliceSchema,
  /** What people said of replies, for pairs. */
  rated: ratedCountsSchema,
  /** Absent: nobody was asked for a second opinion. */
  moderation: moderationSchema.optional(),
  /** Of the file under `moderatedKey`; 0: there is none. */
  moderatedBytes: count,
});
export type JoinCounts = z.infer<typeof joinCountsSchema>;

export const joinedPrefix = (runId: string, range: number) => `${workPrefix(runId)}joined/${range}`;

/** A few exchanges of the range that fell out, with their texts: see card/samples.ts. */
export const samplesKey = (runId: string, range: number) => `${joinedPrefix(runId, range)}.samples.jsonl`;

/** What a moderator saw in exchanges of the range that are no examples because of it: ids and places, no text. */
export const moderatedKey = (runId: string, range: number) => `${joinedPrefix(runId, range)}.moderated.jsonl`;

/** What became of a range; written last, for it says that the range is complete. */
export const joinCountsKey = (runId: string, range: number) => `${joinedPrefix(runId, range)}${countsSuffix}`;

/** What one range was found to hold. @throws WorkMissing */
export const readRangeCounts = (store: ObjectStore, runId: string, range: number): Promise<JoinCounts> =>
  readWork(store, joinCountsKey(runId, range), joinCountsSchema);

/** What every range of a run was found to hold, in order. @throws WorkMissing */
export const readJoinCounts = (store: ObjectStore, runId: string, ranges: number): Promise<JoinCounts[]> =>
  readEach({ store, runId, children: ranges }, joinCountsKey, joinCountsSchema);
