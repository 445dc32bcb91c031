import * as z from 'zod';
import type { CompiledRules } from './rule-book.ts';

/** Raised whenever what the tables mean changes: tables of another form are not read but made anew. */
export const compiledForm = 3;

/** By its name: an array of another realm is no instance of ours. */
const isNamed = (name: string) => (value: unknown) => Object.prototype.toString.call(value) === `[object ${name}]`;
const numbers = z.custom<Int32Array>(isNamed('Int32Array'));
const shorts = z.custom<Uint16Array>(isNamed('Uint16Array'));
const bytes = z.custom<Uint8Array>(isNamed('Uint8Array'));
const listsSchema = z.object({ masks: numbers, pairs: numbers, lists: numbers, from: numbers });

const rulesSchema: z.ZodType<CompiledRules> = z.object({
  vocabulary: z.object({ words: z.string(), hot: z.int(), slots: numbers, families: shorts }),
  patterns: z.object({
    sets: z.object({
      masks: numbers,
      from: numbers,
      words: shorts,
      phrases: numbers,
      opening: listsSchema,
      closing: listsSchema,
    }),
    stepSets: numbers,
    shapes: numbers,
    from: numbers,
    anchors: numbers,
    kinds: bytes,
    masks: numbers,
    lists: shorts,
    first: numbers,
    candidates: numbers,
  }),
});

/** Compiled rules as they lie beside the lexicon they were made of. */
export const compiledFileSchema = z.object({
  form: z.literal(compiledForm),
  /** Names the lexicon's files as they were, byte by byte. */
  fingerprint: z.string(),
  rules: rulesSchema,
});
