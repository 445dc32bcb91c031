import * as z from 'zod';
import type { VariationKind } from '../quality/augmentation.ts';

const words = z.string().min(1);

/** What a chat model is asked, for each kind of variation. Another wording is another version. */
export const promptsSchema = z.strictObject({
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  system: words,
  kinds: z.strictObject({
    paraphrase: words,
    tone: words,
    context: words,
    domain: words,
  } satisfies Record<VariationKind, typeof words>),
});
export type Prompts = Readonly<z.infer<typeof promptsSchema>>;

/** How a variation is named in shards, such as `tone@1.0.0`. */
export const variationOf = (kind: VariationKind, { version }: Prompts): string => `${kind}@${version}`;
