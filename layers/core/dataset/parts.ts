import * as z from 'zod';
import type { WrittenRange } from './written.ts';

const count = z.int().min(0);

/** The files of a dataset that the trainer may be given: they are checked line by line. */
export const checkedNames = ['train', 'validation', 'holdout', 'preferences'] as const;
export type CheckedName = (typeof checkedNames)[number];
type PerChecked<T> = Record<CheckedName, T>;

/** Where in a file a part lies: bytes `start` to `end`, the last not included, and how many lines come before it. */
const placeSchema = z.object({ start: count, end: count, before: count });
export type Place = z.infer<typeof placeSchema>;

/** An item for each child of Validate parts: the same part of every file. */
export const partSchema = z.object({
  index: count,
  files: z.object({ train: placeSchema, validation: placeSchema, holdout: placeSchema, preferences: placeSchema }),
});
export type DatasetPart = z.infer<typeof partSchema>;

/** Where the items lie. */
export const partsKey = (runId: string): string => `runs/${runId}/parts.json`;

/** Where the parts that were written lie in the files that they have become. */
export function partsOf(ranges: readonly WrittenRange[]): DatasetPart[] {
  const ends: PerChecked<{ bytes: number; lines: number }> = {
    train: { bytes: 0, lines: 0 },
    validation: { bytes: 0, lines: 0 },
    holdout: { bytes: 0, lines: 0 },
    preferences: { bytes: 0, lines: 0 },
  };
  return ranges.map(({ range: index, files }) => {
    const place = (name: CheckedName): Place => {
      const [{ lines, bytes }, end] = [files[name], ends[name]];
      const here = { start: end.bytes, end: end.bytes + bytes, before: end.lines };
      ends[name] = { bytes: end.bytes + bytes, lines: end.lines + lines };
      return here;
    };
    return {
      index,
      files: {
        train: place('train'),
        validation: place('validation'),
        holdout: place('holdout'),
        preferences: place('preferences'),
      },
    };
  });
}
