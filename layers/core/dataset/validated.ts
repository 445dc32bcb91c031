import * as z from 'zod';
import type { ObjectStore } from './object-store.ts';
import { mends, type ProblemCode } from './problem.ts';
import { readEach, workPrefix } from './work.ts';

const count = z.int().min(0);
const isCode = (code: unknown): code is ProblemCode => typeof code === 'string' && code in mends;

const problemSchema = z.object({
  file: z.string(),
  line: count,
  code: z.custom<ProblemCode>(isCode),
  what: z.string(),
  mend: z.string(),
});

const fileSchema = z.object({
  lines: count,
  bytes: count,
  tokens: count,
  /** For each line the first 64 bits of what stands for what it says; two zeros where it cannot be read. */
  said: z.object({ key: z.string(), start: count, end: count }),
});

/** What the checks of a part have found. */
const validatedPartSchema = z.object({
  part: count,
  files: z.object({ train: fileSchema, validation: fileSchema, holdout: fileSchema, preferences: fileSchema }),
  /** JSON lines, in the order of the files and their lines. */
  problems: z.object({ key: z.string(), lines: count, bytes: count }),
  /** The first few. */
  first: z.array(problemSchema),
});
export type ValidatedPart = z.infer<typeof validatedPartSchema>;
export type ValidatedFile = z.infer<typeof fileSchema>;

/** As many problems as a message names. */
export const shownProblems = 5;

export const validatedPrefix = (runId: string) => `${workPrefix(runId)}validated/`;

/** What the checks of a part have found; written last, for it says that the part is complete. */
export const validatedKey = (runId: string, part: number) => `${validatedPrefix(runId)}${part}.json`;

/** What the checks have found, part by part. @throws WorkMissing */
export const readValidated = (store: ObjectStore, runId: string, parts: number): Promise<ValidatedPart[]> =>
  readEach({ store, runId, children: parts }, validatedKey, validatedPartSchema);
