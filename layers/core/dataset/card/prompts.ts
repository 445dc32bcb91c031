import { hash } from 'node:crypto';
import * as z from 'zod';

const count = z.int().min(0);

/** How much of the training file answers one and the same message, without saying which. */
export const promptsSchema = z.object({
  /** Training examples. */
  examples: count,
  /** Of these, the examples that answer the message most often answered, and the ten that are: at least so many. */
  largest: count,
  largestTen: count,
});
export type PromptConcentration = Readonly<z.infer<typeof promptsSchema>>;

/** Some ten megabytes, and no count is too low by more than one in 65,536 of all examples. */
const defaultCapacity = 2 ** 16;

/** Case and white space do not tell messages apart. */
const keyOf = (message: string): string =>
  hash('sha256', message.toLowerCase().replaceAll(/\s+/g, ' ').trim(), 'base64').slice(0, 16);

/**
 * Finds the messages that come most often, in bounded memory: where there are more different ones than counters, a
 * new one takes one off each of the others. What makes up more than one in `capacity` of all is always found.
 *
 * @see Misra and Gries, Finding repeated elements, 1982
 */
export class PromptCounts {
  readonly #capacity: number;
  readonly #counts = new Map<string, number>();
  #examples = 0;

  constructor(capacity = defaultCapacity) {
    this.#capacity = capacity;
  }

  /** @param message the user's words, without what went before them */
  add(message: string): void {
    this.#examples++;
    const key = keyOf(message);
    const known = this.#counts.get(key);
    if (known !== undefined || this.#counts.size < this.#capacity) {
      this.#counts.set(key, (known ?? 0) + 1);
      return;
    }
    for (const [other, n] of this.#counts) {
      if (n === 1) this.#counts.delete(other);
      else this.#counts.set(other, n - 1);
    }
  }

  data(): PromptConcentration {
    const mostFirst = [...this.#counts.values()].sort((a, b) => b - a);
    return {
      examples: this.#examples,
      largest: mostFirst[0] ?? 0,
      largestTen: mostFirst.slice(0, 10).reduce((sum, n) => sum + n, 0),
    };
  }
}

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
