import * as z from 'zod';
import type { Dialogue, Exchange } from '../../conversation/exchange.ts';
import type { Judge } from '../../quality/judge.ts';
import { isWithdrawn, type SignalsByKind } from '../../signals/signal.ts';
import type { ObjectStore } from '../object-store.ts';
import { SortedRuns } from '../sorted-runs.ts';
import { Tally } from '../tally.ts';
import { prefers, type Rated, ratedOf } from './rated.ts';

const count = z.int().min(0);

/** What a range hands on to the pairs. */
export const ratedCountsSchema = z.object({
  /** Sorted by prompt, and cut by it as exchanges are by their ids. */
  runs: z.array(z.object({ key: z.string(), bytes: count, offsets: z.array(count) })),
  /** Rated replies that make no pair, by reason. */
  unused: z.record(z.string(), count),
});
type RatedCounts = z.infer<typeof ratedCountsSchema>;

/** The reply, and those that people wrote in its place. */
function dialoguesOf({ user, context, assistant, edit, review }: Rated): Dialogue[] {
  const replies = [assistant, edit, review?.assistant].filter((text) => text !== undefined);
  return [...new Set(replies)].map((reply) => ({ user, context, assistant: reply }));
}

/** Gathers what people said of the replies of a range of ids, sorted by prompt. */
export class RatedRuns {
  readonly #runs: SortedRuns;
  readonly #judge: Judge;
  readonly #unused = new Tally();

  /** @param ranges how many equal ranges of prompts the runs are read in */
  constructor(store: ObjectStore, prefix: string, judge: Judge, ranges: number) {
    this.#runs = new SortedRuns(store, (run) => `${prefix}.rated-${run}.jsonl`, ranges);
    this.#judge = judge;
  }

  /**
   * @param exchange in its last version, judged by the run's policy
   * @returns what of it may now stand in pairs, see `dialogues`: it must be compared with what held-out users wrote
   */
  async add(exchange: Exchange, signals: SignalsByKind): Promise<Dialogue[]> {
    if (isWithdrawn(exchange.version, signals)) {
      this.lose(['consent_withdrawn'], signals);
      return [];
    }
    const rated = this.#ratedOf(exchange, signals);
    if (typeof rated === 'string') this.#unused.add(rated);
    if (typeof rated !== 'object') return [];
    await this.#runs.add({ id: rated.id, version: rated.version, line: JSON.stringify(rated) });
    return dialoguesOf(rated);
  }

  /** Counts what people said of an exchange that takes no part. @param reasons why it does not */
  lose(reasons: readonly string[], signals: SignalsByKind): void {
    if (!prefers(signals)) return;
    for (const reason of reasons) this.#unused.add(reason);
  }

  /** What of an exchange may stand in pairs: its reply, and those that people wrote in its place. */
  dialogues(exchange: Exchange, signals: SignalsByKind): Dialogue[] {
    if (isWithdrawn(exchange.version, signals)) return [];
    const rated = this.#ratedOf(exchange, signals);
    return typeof rated === 'object' ? dialoguesOf(rated) : [];
  }

  #ratedOf(exchange: Exchange, signals: SignalsByKind) {
    const { policy } = this.#judge;
    const screen = (dialogue: Dialogue) => this.#judge.screen(dialogue);
    return ratedOf(exchange, signals, { languages: policy.languages, screen });
  }

  async close(): Promise<RatedCounts> {
    return { runs: [...(await this.#runs.close())], unused: this.#unused.all() };
  }
}
