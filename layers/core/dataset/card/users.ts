import { createHash } from 'node:crypto';
import * as z from 'zod';
import { Histogram, histogramSchema } from './histogram.ts';

const count = z.int().min(0);

/** How the examples are spread over users, without naming one. */
export const concentrationSchema = z.object({
  /** Users counted, and the examples they wrote. */
  users: count,
  examples: count,
  /** One in so many users was counted: 1 = all of them. */
  oneIn: z.int().min(1),
  /** Examples of the user who wrote most, and of the ten who did. */
  largest: count,
  largestTen: count,
  /** The sum of the squares of the users' counts. */
  squares: count,
  /** Examples per user. */
  perUser: histogramSchema,
});
export type Concentration = Readonly<z.infer<typeof concentrationSchema>>;

/** A few dozen megabytes. */
const defaultCapacity = 2 ** 18;

/** 32 bits that depend on the user alone. */
const hashOf = (user: string): number => createHash('sha256').update(`card\0${user}`).digest().readUInt32BE(0);

/**
 * Counts the examples of each user in bounded memory. Up to `capacity` users are counted; where there are more, only
 * those whose hash begins with a zero bit are, then two zero bits, and so on: a fair sample of the users, with every
 * count in it exact, whatever the order.
 *
 * @see Gibbons, "Distinct sampling for highly-accurate answers to distinct values queries", VLDB 2001
 */
export class UserCounts {
  readonly #capacity: number;
  readonly #counts = new Map<string, number>();
  #level = 0;

  constructor(capacity = defaultCapacity) {
    this.#capacity = capacity;
  }

  #takesPart(user: string): boolean {
    return this.#level === 0 || hashOf(user) < 2 ** (32 - this.#level);
  }

  add(user: string): void {
    if (!this.#takesPart(user)) return;
    this.#counts.set(user, (this.#counts.get(user) ?? 0) + 1);
    while (this.#counts.size > this.#capacity) {
      this.#level++;
      for (const each of this.#counts.keys()) if (!this.#takesPart(each)) this.#counts.delete(each);
    }
  }

  /** Undefined when no user is known. */
  data(): Concentration | undefined {
    if (this.#counts.size === 0) return undefined;
    const perUser = new Histogram([1, 2, 3, 5, 9, 17, 33, 65, 129, 257]);
    const mostFirst = [...this.#counts.values()].sort((a, b) => b - a);
    for (const each of mostFirst) perUser.add(each);
    const sum = (counts: readonly number[], of = (n: number) => n) => counts.reduce((all, n) => all + of(n), 0);
    return {
      users: mostFirst.length,
      examples: sum(mostFirst),
      oneIn: 2 ** this.#level,
      largest: mostFirst[0] ?? 0,
      largestTen: sum(mostFirst.slice(0, 10)),
      squares: sum(mostFirst, (n) => n * n),
      perUser: perUser.data(),
    };
  }
}
