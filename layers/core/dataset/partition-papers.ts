import * as z from 'zod';
import { filePartSchema } from './file-part.ts';
import { entryFileSchema } from './near/band-entries.ts';
import { meaningFilesSchema } from './near/meaning-entries.ts';
import { shardCountsSchema } from './shard-list.ts';
import { unreadableFileSchema } from './unreadable.ts';
import { workPrefix } from './work.ts';

const count = z.int().min(0);

export const countsSuffix = '.counts.json';
/** Where what became of a partition lies, without what tells its files apart. */
export const curatedPrefix = (runId: string, partition: number) => `${workPrefix(runId)}curated/${partition}`;

/** What a partition was made of; for Assemble alone. */
export const inputsKey = (runId: string, partition: number) => `${curatedPrefix(runId, partition)}.inputs.json`;
/** Which files were made of a partition; written last, for it says that the partition is complete. */
export const countsKey = (runId: string, partition: number) => `${curatedPrefix(runId, partition)}${countsSuffix}`;

const sortedRun = z.object({ key: z.string(), bytes: count, offsets: z.array(count) });

/** By what a partition was curated. */
const madeBy = {
  index: count,
  policy: z.string(),
  /** What compared meanings; null: words alone did. */
  embedder: z.string().nullable(),
  signatures: z.string(),
};

/** The files that the merge and the comparisons start from. Every child of Join and Match reads those of all partitions. */
export const countsSchema = z.object({
  ...madeBy,
  runs: z.array(sortedRun),
  signalRuns: z.array(sortedRun),
  /** The signatures of everything that held-out users wrote: see near/band-entries.ts. */
  heldOut: entryFileSchema,
  /** What they mean. Null: the policy looks for no paraphrases, or there is no embedder. */
  heldOutMeanings: meaningFilesSchema.nullable(),
});
export type Counts = z.infer<typeof countsSchema>;

/** What was found in the shards of a partition, for the manifest to add up. It does not grow with their number. */
export const inputsSchema = z.object({
  ...madeBy,
  /** Lines of exchanges seen, those that take part, lines of late signals, and lines that could not be read. */
  read: count,
  kept: count,
  signals: count,
  unreadable: count,
  unreadableSignals: count,
  /** Sorted files of exchanges. */
  runs: count,
  /** The part of the list of shards, and what is in it: see shard-list.ts. */
  shardFile: filePartSchema,
  shards: shardCountsSchema,
  /** Where the unreadable lines stand. */
  unreadableFile: unreadableFileSchema,
});
export type Inputs = z.infer<typeof inputsSchema>;
