import * as z from 'zod';
import { countedSchema } from './card/statistics.ts';
import { filePartSchema } from './file-part.ts';
import type { ObjectStore } from './object-store.ts';
import { sliceSchema } from './words.ts';
import { readEach, workPrefix } from './work.ts';

const count = z.int().min(0);

/** What a range writes its part of. */
export const partNames = ['train', 'validation', 'holdout', 'examples', 'preferences', 'pairs'] as const;
export type PartName = (typeof partNames)[number];
export type PerPart<T> = Record<PartName, T>;

export const perPart = <T>(make: (name: PartName) => T): PerPart<T> => ({
  train: make('train'),
  validation: make('validation'),
  holdout: make('holdout'),
  examples: make('examples'),
  preferences: make('preferences'),
  pairs: make('pairs'),
});

/** What became of the candidates of a range. */
const writtenRangeSchema = z.object({
  range: count,
  policy: z.string(),
  files: z.object(perPart(() => filePartSchema)),
  /** Candidates that Select left out, by reason, and the first few ids of each reason. */
  dropped: count,
  rejected: z.record(z.string(), count),
  samples: z.record(z.string(), z.array(z.string())),
  /** Pairs by where they come from, and preferences that became none, by reason. */
  sources: z.record(z.string(), count),
  lost: z.record(z.string(), count),
  /** What the card and SQL tell of its examples. */
  about: z.object({
    counted: countedSchema,
    /** How many examples each user wrote, and how many training examples answer each message: see card/occurrences.ts. */
    users: sliceSchema,
    prompts: sliceSchema,
    /** See card/tables.ts. Without examples it is no object. */
    rows: z.object({ key: z.string(), bytes: count }),
  }),
});
export type WrittenRange = z.infer<typeof writtenRangeSchema>;

export const writtenPrefix = (runId: string, range: number) => `${workPrefix(runId)}written/${range}/`;

/** What became of a range; written last, for it says that the range is complete. */
export const writtenKey = (runId: string, range: number) => `${writtenPrefix(runId, range)}counts.json`;

/** A few examples of the range, with their texts: see card/samples.ts. */
export const keptSamplesKey = (runId: string, range: number) => `${writtenPrefix(runId, range)}samples.jsonl`;

/** What every range of a run has written, in order. @throws WorkMissing */
export const readWritten = (store: ObjectStore, runId: string, ranges: number): Promise<WrittenRange[]> =>
  readEach({ store, runId, children: ranges }, writtenKey, writtenRangeSchema);
