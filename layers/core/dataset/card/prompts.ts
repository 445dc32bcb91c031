import * as z from 'zod';
import type { Spread } from './spread.ts';

const count = z.int().min(0);

/** How much of the training file answers one and the same message, without saying which. */
export const promptsSchema = z.object({
  /** Training examples. */
  examples: count,
  /** Of these, the examples that answer the message most often answered, and the ten that are. */
  largest: count,
  largestTen: count,
});
type PromptConcentration = Readonly<z.infer<typeof promptsSchema>>;

export const promptConcentrationOf = ({ sum, largest, largestTen }: Spread): PromptConcentration => ({
  examples: sum,
  largest,
  largestTen,
});

/** From this share of the training file on, one message is too much of it; fewer examples than this are not. */
const crowdedFrom = { share: 0.01, examples: 10 };

/** A sentence that says so, with what to do; undefined where no message is answered too often. */
export function crowdedPrompt({ examples, largest }: PromptConcentration): string | undefined {
  const share = largest / Math.max(1, examples);
  if (largest < crowdedFrom.examples || share <= crowdedFrom.share) return undefined;
  return (
    `One message is answered in ${largest} of ${examples} training examples (${(100 * share).toFixed(1)} %), ` +
    'each time in another way or after another talk: the model will be good at that. ' +
    'Give the policy a "targetSize": then what was said often gives way to what was not.'
  );
}
