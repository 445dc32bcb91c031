import * as z from 'zod';
import { mapBounded } from '../bounded.ts';
import { countedSchema } from './card/statistics.ts';
import { lazy } from './lazy-writer.ts';
import { Digests } from './line-hash.ts';
import type { ObjectStore } from './object-store.ts';
import { createSink, type LineSink } from './sink.ts';
import { sliceSchema } from './words.ts';
import { readWork, workPrefix } from './work.ts';

const count = z.int().min(0);

/** What a range writes its part of. */
export const partNames = ['train', 'validation', 'holdout', 'examples', 'preferences', 'pairs'] as const;
export type PartName = (typeof partNames)[number];
export type PerPart<T> = Record<PartName, T>;

/** A range's part of one file. A part without lines is no object. */
const partSchema = z.object({
  key: z.string(),
  lines: count,
  bytes: count,
  /** The hashes of its lines: see line-hash.ts. */
  digestsKey: z.string(),
});
export type FilePart = z.infer<typeof partSchema>;

/** What became of the candidates of a range. */
export const writtenRangeSchema = z.object({
  range: count,
  policy: z.string(),
  files: z.object({
    train: partSchema,
    validation: partSchema,
    holdout: partSchema,
    examples: partSchema,
    preferences: partSchema,
    pairs: partSchema,
  }),
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
  mapBounded([...Array(ranges).keys()], 16, async (range) =>
    writtenRangeSchema.parse(await readWork(store, writtenKey(runId, range))),
  );

/** Writes a range's part of a file, and the hashes of its lines beside it. Memory: 32 bytes a line. */
export function createPart(store: ObjectStore, key: string): LineSink<FilePart> {
  const sink = createSink(lazy(() => store.writer(key, 'application/jsonl')));
  const [digests, digestsKey] = [new Digests(), `${key}.sha256`];
  return {
    add(line) {
      digests.add(line);
      return sink.add(line);
    },
    async close() {
      const written = await sink.close();
      const writer = lazy(() => store.writer(digestsKey, 'application/octet-stream'));
      try {
        for (const piece of digests.all()) await writer.write(piece);
        await writer.close();
      } catch (error) {
        await writer.abort();
        throw error;
      }
      return { key, ...written, digestsKey };
    },
    abort: () => sink.abort(),
  };
}
