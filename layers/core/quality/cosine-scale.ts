import * as z from 'zod';
import { TerminalError } from '../errors.ts';
import { cosine, type Embedder } from './embedder.ts';

const cosineSchema = z.number().min(-1).max(1);

/** The file that says by which model's cosines the weights for meaning were set: `lexicons/anchors.json`. */
export const anchorsSchema = z.strictObject({
  description: z.string(),
  /** The name of the embedder whose cosines are taken as they are. */
  embedder: z.string().min(1),
  /**
   * The mean cosine that it gives a message and the reply to it, and a message and the reply to another, the
   * commonplace taken out.
   */
  related: cosineSchema,
  unrelated: cosineSchema,
  /** Messages and replies to them. */
  pairs: z
    .array(z.tuple([z.string().min(1), z.string().min(1)]))
    .min(2)
    .readonly(),
});
export type Anchors = Readonly<z.infer<typeof anchorsSchema>>;

/** Takes one model's cosine to where the policy's weights expect it, -1..1. */
export type CosineScale = (cosine: number) => number;

/** Cosines as they are. */
export const asItIs: CosineScale = (cosine) => cosine;

/** Means closer than this come from a model that does not hear what belongs together. */
const leastDistance = 0.02;

/** A model gives a reply to another message almost the same cosine as the reply to this one. */
export class UselessEmbedder extends TerminalError {
  override name = 'UselessEmbedder';

  constructor(name: string, related: number, unrelated: number) {
    super(
      `The embedding model ${name} does not tell replies that belong to a message (mean cosine ${related.toFixed(3)}) ` +
        `from replies that do not (${unrelated.toFixed(3)}). Choose another embedder, or none: then relevance goes by words.`,
    );
  }
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The mean cosine of the pairs, and of every message with every reply to another. */
export async function measureAnchors(
  { pairs }: Pick<Anchors, 'pairs'>,
  embedder: Embedder,
): Promise<{ related: number; unrelated: number }> {
  const vectors = await embedder.embed(pairs.flat());
  const [related, unrelated]: [number[], number[]] = [[], []];
  for (const [message, one] of pairs.keys().map((pair) => [pair, vectors[2 * pair]] as const)) {
    for (const [reply, other] of pairs.keys().map((pair) => [pair, vectors[2 * pair + 1]] as const)) {
      if (one && other) (message === reply ? related : unrelated).push(cosine(one, other));
    }
  }
  return { related: mean(related), unrelated: mean(unrelated) };
}

/**
 * Models spread their cosines differently: one gives two texts that have nothing in common 0.1, another 0.75. The
 * weights and thresholds for meaning were set by one model. This is the linear map that brings the two means of
 * another model onto that model's.
 *
 * @throws UselessEmbedder when the two means are nearly the same
 */
export async function cosineScaleOf(anchors: Anchors, embedder: Embedder): Promise<CosineScale> {
  if (embedder.name === anchors.embedder) return asItIs;
  const { related, unrelated } = await measureAnchors(anchors, embedder);
  if (!(related - unrelated >= leastDistance)) throw new UselessEmbedder(embedder.name, related, unrelated);
  const slope = (anchors.related - anchors.unrelated) / (related - unrelated);
  return (cosine) => Math.max(-1, Math.min(1, anchors.unrelated + (cosine - unrelated) * slope));
}
