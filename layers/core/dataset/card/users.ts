import * as z from 'zod';
import { histogramSchema } from './histogram.ts';
import type { Spread } from './spread.ts';

const count = z.int().min(0);

/** How the examples are spread over users, without naming one. */
export const concentrationSchema = z.object({
  /** Users, and the examples they wrote. */
  users: count,
  examples: count,
  /** Examples of the user who wrote most, and of the ten who did. */
  largest: count,
  largestTen: count,
  /** The sum of the squares of the users' counts. */
  squares: count,
  /** Examples per user. */
  perUser: histogramSchema,
});
type Concentration = Readonly<z.infer<typeof concentrationSchema>>;

/** @returns null when no user is known */
export const concentrationOf = ({ size, sum, squares, largest, largestTen, each }: Spread): Concentration | null =>
  size === 0 ? null : { users: size, examples: sum, largest, largestTen, squares, perUser: each };
