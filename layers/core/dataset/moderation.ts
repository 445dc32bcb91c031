import * as z from 'zod';
import type { Dialogue } from '../conversation/exchange.ts';
import {
  type ModerationEvidence,
  type Moderator,
  noOpinion,
  type Opinion,
  secondOpinions,
} from '../quality/safety/moderator.ts';
import { mustBeSame } from './curated-files.ts';
import type { LineSink } from './sink.ts';
import { summed, Tally } from './tally.ts';

const count = z.int().min(0);

/** What became of asking a moderator. */
export const moderationSchema = z.object({
  /** The models that answered, by their own names. */
  models: z.array(z.string()),
  /** The probability from which on a category counts, besides those that the service flags itself. */
  threshold: z.number().min(0).max(1),
  /** Exchanges asked about: those that would train, as examples or in preferences. */
  asked: count,
  /** Of these, exchanges that are no examples because of what it saw. */
  held: count,
  /** Exchanges by each of the service's categories that was seen in them. */
  categories: z.record(z.string(), count),
});
export type Moderation = z.infer<typeof moderationSchema>;

/** So many exchanges wait for an answer together: texts that they share are asked about once. */
const together = 128;

/** What of an exchange would train: as an example, and in pairs. Nothing of both: it only waits for its turn. */
export interface Asked {
  readonly asExample: readonly Dialogue[];
  readonly inPairs: readonly Dialogue[];
}

/** Is given each item in order, with what was seen in either. */
type Settle<Item> = (item: Item, asExample: Opinion, inPairs: Opinion) => Promise<void>;

/** Asks a moderator about items in batches, and hands them on in their order. */
export class ModerationQueue<Item> {
  readonly #moderator: Moderator;
  readonly #threshold: number;
  readonly #settle: Settle<Item>;
  readonly #models = new Set<string>();
  readonly #categories = new Tally();
  readonly #held: Pick<LineSink, 'add'>;
  #waiting: (Asked & { readonly item: Item })[] = [];
  #asked = 0;
  #heldCount = 0;

  /**
   * @param threshold the probability from which on a category counts, 0..1
   * @param held takes a line for each exchange that is held: there may be as many as exchanges
   */
  constructor(moderator: Moderator, threshold: number, held: Pick<LineSink, 'add'>, settle: Settle<Item>) {
    this.#held = held;
    this.#moderator = moderator;
    this.#threshold = threshold;
    this.#settle = settle;
  }

  async add(item: Item, asked: Asked): Promise<void> {
    this.#waiting.push({ item, ...asked });
    if (this.#waiting.length >= together) await this.flush();
  }

  /** Asks about all that wait. */
  async flush(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    const dialogues = waiting.flatMap(({ asExample, inPairs }) => [...asExample, ...inPairs]);
    const { models, opinions } = await secondOpinions(this.#moderator, dialogues, this.#threshold);
    for (const model of models) this.#models.add(model);
    for (const { item, asExample, inPairs } of waiting) {
      if (asExample.length + inPairs.length > 0) this.#asked++;
      const one = opinionOf(opinions.splice(0, asExample.length));
      const other = opinionOf(opinions.splice(0, inPairs.length));
      for (const category of new Set([...one.evidence, ...other.evidence].map(({ category }) => category))) {
        this.#categories.add(category);
      }
      await this.#settle(item, one, other);
    }
  }

  /** Notes that an exchange is no example because of what was seen. Evidence has no text. */
  async hold(id: string, reasons: readonly string[], evidence: readonly ModerationEvidence[]): Promise<void> {
    this.#heldCount++;
    await this.#held.add(JSON.stringify({ id, reasons, evidence }));
  }

  counts(): Moderation {
    return {
      models: [...this.#models].sort(),
      threshold: this.#threshold,
      asked: this.#asked,
      held: this.#heldCount,
      categories: this.#categories.all(),
    };
  }
}

/** Of several opinions one. */
function opinionOf(opinions: readonly Opinion[]): Opinion {
  const all = opinions.filter(({ evidence }) => evidence.length > 0);
  const categories = [...new Set(all.flatMap((each) => each.categories))].sort();
  return all.length === 0 ? noOpinion : { categories, evidence: all.flatMap(({ evidence }) => evidence) };
}

const mode = (moderation: Moderation | undefined) =>
  moderation === undefined ? 'no moderation' : `moderation from ${moderation.threshold}`;

/** What became of it in all ranges; undefined: nobody was asked. @throws PolicyChanged when only some ranges asked */
export function moderationOf(
  ranges: readonly { readonly moderation?: Moderation | undefined }[],
): Moderation | undefined {
  const [first] = ranges;
  for (const range of ranges) mustBeSame(mode(first?.moderation), mode(range.moderation));
  const all = ranges.flatMap(({ moderation }) => moderation ?? []);
  if (first?.moderation === undefined) return undefined;
  const sum = (of: 'asked' | 'held') => all.reduce((total, each) => total + each[of], 0);
  return {
    models: [...new Set(all.flatMap(({ models }) => models))].sort(),
    threshold: first.moderation.threshold,
    asked: sum('asked'),
    held: sum('held'),
    categories: summed(all.map(({ categories }) => categories)),
  };
}
