import * as z from 'zod';
import { TerminalError } from '../errors.ts';
import { nearest } from '../nearest.ts';

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
export type AugmentationOptions = Readonly<z.infer<typeof optionsSchema>>;

const names = optionsSchema.keyof().options;
const wants: Readonly<Record<(typeof names)[number], string>> = {
  policy: 'the name of a policy',
  dataset: 'the id of a dataset, 16 hex digits',
  budgetUsd: 'a number of US dollars from 0 on',
  dryRun: 'true or false',
};

/** An option is unknown or cannot be. Says which, and what would do. */
export class InvalidOptions extends TerminalError {
  override name = 'InvalidOptions';

  constructor(problems: readonly string[]) {
    super(`${problems.join(' ')} Start the augmentation again with that mended; {} takes every default.`);
  }
}

const printable = (text: string) => text.replaceAll(/\p{C}/gu, '?').slice(0, 80);

/**
 * Reads what an execution was started with: `{}`, the console's own `{"Comment": …}`, or options.
 *
 * @throws InvalidOptions naming every option that is unknown or wrong
 */
export function readOptions(raw: unknown): AugmentationOptions {
  const given = z.record(z.string(), z.unknown()).safeParse(raw);
  if (!given.success || Array.isArray(raw)) throw new InvalidOptions(['The input must be a JSON object of options.']);
  const { Comment: _, ...wanted } = given.data;
  const known: readonly string[] = names;
  const unknown = Object.keys(wanted)
    .filter((name) => !known.includes(name))
    .map((name) => `"${printable(name)}" is no option; did you mean "${nearest(name, names)}"?`);
  const read = optionsSchema.safeParse(wanted);
  const wrong = names
    .filter((name) => read.error?.issues.some(({ path }) => path[0] === name))
    .map((name) => `"${name}" must be ${wants[name]}.`);
  if (!read.success || unknown.length > 0) throw new InvalidOptions([...unknown, ...wrong]);
  return read.data;
}
