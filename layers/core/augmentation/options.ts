import * as z from 'zod';
import { TerminalError } from '../errors.ts';
import { optionsIn } from '../options.ts';

const optionsSchema = z.object({
  /** A policy by its name; default: the deployment's. */
  policy: z.string().min(1).optional(),
  /** The dataset whose examples are varied; default: the one that was made last. */
  dataset: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional(),
  /** US dollars, no more than the policy's. */
  budgetUsd: z.number().min(0).optional(),
  /** True: only says what would be asked, and what it could cost. */
  dryRun: z.boolean().default(false),
});
type AugmentationOptions = Readonly<z.infer<typeof optionsSchema>>;

const wants = {
  policy: 'the name of a policy',
  dataset: 'the id of a dataset, 16 hex digits',
  budgetUsd: 'a number of US dollars from 0 on',
  dryRun: 'true or false',
} satisfies Record<keyof AugmentationOptions, string>;

/** An option is unknown or cannot be. Says which, and what would do. */
class InvalidOptions extends TerminalError {
  override name = 'InvalidOptions';

  constructor(problems: readonly string[]) {
    super(`${problems.join(' ')} Start the augmentation again with that mended; {} takes every default.`);
  }
}

/** Reads what an execution was started with, see `optionsIn`. @throws InvalidOptions */
export function readOptions(raw: unknown): AugmentationOptions {
  const options = optionsIn(raw, optionsSchema, wants);
  if (Array.isArray(options)) throw new InvalidOptions(options);
  return options;
}
