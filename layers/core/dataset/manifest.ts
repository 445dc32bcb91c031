import { createHash } from 'node:crypto';
import * as z from 'zod';
import { augmentationSchema } from '../quality/augmentation.ts';
import { selectionSchema } from '../quality/selection.ts';
import { moderationSchema } from './moderation.ts';
import { fileSchema as file, preferencesSchema } from './preference/write-preferences.ts';
import { shardCountsSchema } from './shard-list.ts';
import { type Split, splits } from './split.ts';
import { unreadableLineSchema } from './unreadable.ts';

/** The files of a dataset. `examples` is the kept exchanges with their scores, for people and other programs. */
export type FileName = 'train' | 'validation' | 'holdout' | 'examples';

/** The folder of a dataset, with a slash at its end, and the manifest in it. */
export const datasetPrefix = (id: string): string => `datasets/${id}/`;
export const manifestKey = (id: string): string => `${datasetPrefix(id)}manifest.json`;

export const formats: Readonly<Record<FileName, string>> = {
  train: 'openai-chat',
  validation: 'openai-chat',
  holdout: 'openai-chat',
  examples: 'reflectwithin-examples-4',
};

const count = z.int().min(0);

/**
 * The paper of a dataset: what it was made of, by which rules, and what became of everything else. Whoever reads a
 * dataset that another version may have made picks the fields it needs, and leaves `schema` out.
 */
export const manifestSchema = z.object({
  schema: z.literal(3),
  id: z.string(),
  /** SHA-256 over the line hashes of the three files, and of the preferences: the same data has the same id. */
  contentHash: z.string(),
  policy: z.string(),
  /** The version of the code that made it; written with the card. */
  code: z.string().optional(),
  /** The dataset that the lake had before this one; null: there was none. Written with the card. */
  parent: z.string().nullable().optional(),
  /** What compared meanings for the scores; null: words alone did. */
  embedder: z.string().nullable(),
  window: z.object({ since: z.string(), until: z.string() }),
  split: z.object({ rule: z.string(), holdoutShare: z.number(), validationShare: z.number() }),
  files: z.object({ train: file, validation: file, holdout: file, examples: file }),
  counts: z.object({
    /** Lines of shards. seen = unreadable + duplicate + superseded + conflicting + exchanges. */
    seen: count,
    unreadable: count,
    /** Lines that another line of the same exchange made needless. */
    duplicate: count,
    superseded: count,
    conflicting: count,
    /** Of the superseded, those that the clock calls newer than what replaced them. */
    clockBackwards: count,
    /** Different exchanges. exchanges = kept + dropped. */
    exchanges: count,
    kept: count,
    dropped: count,
  }),
  /** Exchanges by reason; one with two reasons counts under both. Needless and unreadable lines too. */
  rejected: z.record(z.string(), count),
  /**
   * How the work was cut. `empty`: partitions without a readable exchange. `runs`: sorted files; more than partitions
   * where one did not fit into memory.
   */
  work: z.object({ partitions: count, empty: count, runs: count, ranges: count, buckets: count }),
  /** Lines of signals; those that took effect, by kind, and `orphan`: about an exchange that is not there. */
  signals: z.object({ seen: count, unreadable: count, applied: z.record(z.string(), count) }),
  /**
   * Of conversations in files, what never became a line of a shard, or not all of it: rows that cannot be used,
   * exchanges without consent, ratings that are neither thumbs nor stars, copies of a message that disagree with it, and (since 2026-12) messages that
   * the input calls deleted, or that hold no text (a picture alone in an export), and messages of the same time of which nobody knows which came first.
   */
  unused: z
    .object({
      rows: count,
      withoutConsent: count,
      unreadableRatings: count,
      contradictions: count,
      deleted: count.optional(),
      unplaced: count.optional(),
    })
    .optional(),
  /** Files beside the others that hold nothing that can be used, and the first of them by name; since 2026-12. */
  passedOver: z.object({ files: count, first: z.array(z.string()).readonly() }).optional(),
  /** What a moderator said, where one was asked. */
  moderation: moderationSchema.optional(),
  /** Which replies people preferred; datasets made before pairs were made say nothing. */
  preferences: preferencesSchema.optional(),
  /**
   * Variants of examples, which train only: seen = kept + those that fell out, by reason; one with two reasons counts
   * under both. They are in the counts above too. Datasets made before there were any say nothing.
   */
  augmentation: z
    .object({ rules: augmentationSchema, seen: count, kept: count, rejected: z.record(z.string(), count) })
    .optional(),
  /** How near-duplicates were found. */
  signatures: z.string(),
  /** How paraphrases were, by the vectors of `embedder`. Not there: nobody looked for them. */
  meanings: z.string().optional(),
  /** The policy's rules by which the examples were chosen. */
  selection: selectionSchema,
  /**
   * The shards of the plan. `file` has a line for each, by key, with the ETag of what was read; its hash makes the
   * list provable. Datasets of schema 2 had the list here.
   */
  shards: shardCountsSchema.extend({ file }),
  /**
   * Where lines stand that could not be read, the first hundred by shard and line. How many there are, `counts` and
   * `signals` say; `unreadable.jsonl` names all.
   */
  unreadableLines: z.array(unreadableLineSchema),
});
export type Manifest = z.infer<typeof manifestSchema>;

interface Hashed {
  readonly lineHash: string;
}

/**
 * 64 hex digits that stand for the three files, and for the preferences where there are any. It depends on the lines
 * and their order alone, not on how the work on them was cut.
 */
export function contentHash(files: Readonly<Record<Split, Hashed>>, preferences?: Hashed): string {
  const hash = createHash('sha256');
  for (const split of splits) hash.update(`${split} ${files[split].lineHash}\n`);
  if (preferences !== undefined) hash.update(`preferences ${preferences.lineHash}\n`);
  return hash.digest('hex');
}
