import * as z from 'zod';
import { safetyCategories } from '../../judgement.ts';
import { featureBuckets } from './features.ts';
import { categoryBuckets, type LearnedWeights, type MeaningWeights } from './weights.ts';

const bias = z.strictObject({ user: z.number(), ai: z.number() });
const weightsSchema = z.strictObject({ unit: z.number().positive(), bias });
const direction = z.array(z.number()).min(1);

/** `learned.json`: all that is not a byte by bucket. Those are in `learned.bin`, in the order of this file. */
export const learnedHeadSchema = z.strictObject({
  schema: z.literal(1),
  description: z.string(),
  words: weightsSchema,
  categories: z.array(z.enum(safetyCategories)).min(1).readonly(),
  doubted: z.array(z.int()).readonly(),
  /** Absent where nothing was learned of what texts mean. */
  meaning: weightsSchema
    .extend({ embedder: z.string().min(1), direction: z.strictObject({ user: direction, ai: direction }) })
    .optional(),
});
type LearnedHead = Readonly<z.infer<typeof learnedHeadSchema>>;

/** Both files as they are written: the same weights, the same bytes. */
export function writeLearned({ words, categories, doubted, meaning }: LearnedWeights): {
  head: LearnedHead;
  bytes: Uint8Array;
} {
  const parts = [words.buckets, categories.buckets, ...(meaning ? [meaning.buckets] : [])];
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let from = 0;
  for (const part of parts) {
    bytes.set(new Uint8Array(part.buffer, part.byteOffset, part.length), from);
    from += part.length;
  }
  const { user, ai } = meaning?.direction ?? {};
  const head = {
    schema: 1 as const,
    description: 'Learned from corpus/safety by cli/learn-safety.ts; learned.bin holds the weights of words.',
    words: { unit: words.unit, bias: words.bias },
    categories: categories.names,
    doubted: [...doubted].sort((a, b) => a - b),
    ...(meaning && {
      meaning: {
        unit: meaning.unit,
        bias: meaning.bias,
        embedder: meaning.embedder,
        direction: { user: thousandths(user), ai: thousandths(ai) },
      },
    }),
  };
  return { head, bytes };
}

const thousandths = (values: Float32Array | undefined): number[] =>
  Array.from(values ?? [], (value) => Math.round(value * 1000) / 1000);

/**
 * @param embedder whose vectors there will be: the weights for those of another are left out
 * @throws Error when the bytes are not those of this head
 */
export function readLearned(
  { words, categories, doubted, meaning }: LearnedHead,
  bytes: Uint8Array,
  embedder?: string,
): LearnedWeights {
  const ofCategories = categories.length * categoryBuckets;
  const size = featureBuckets + ofCategories + (meaning ? featureBuckets : 0);
  if (bytes.length !== size) throw new Error(`learned.bin has ${bytes.length} bytes, and its head wants ${size}.`);
  const part = (from: number, length: number) => new Int8Array(bytes.buffer, bytes.byteOffset + from, length);
  const learned = {
    words: { ...words, buckets: part(0, featureBuckets) },
    categories: { names: categories, buckets: part(featureBuckets, ofCategories) },
    doubted: new Set(doubted),
  };
  if (meaning === undefined || meaning.embedder !== embedder) return learned;
  const buckets = part(featureBuckets + ofCategories, featureBuckets);
  const { user, ai } = meaning.direction;
  const direction = { user: Float32Array.from(user), ai: Float32Array.from(ai) };
  return { ...learned, meaning: { ...meaning, buckets, direction } satisfies MeaningWeights };
}
