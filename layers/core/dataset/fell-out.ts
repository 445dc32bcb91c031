import { Tally } from './tally.ts';

/** Enough to see what a reason means. */
const sampleSize = 20;

/** What fell out, by reason: how often, and the first few ids. One with two reasons counts under both. */
export class FellOut {
  readonly reasons = new Tally();
  readonly #samples = new Map<string, string[]>();
  dropped = 0;

  /** An exchange that is no example. */
  add(id: string, reasons: readonly string[]): void {
    this.dropped++;
    for (const reason of reasons) {
      this.reasons.add(reason);
      this.#sample(reason, id);
    }
  }

  /** A line that is no exchange of its own. */
  count(reason: string): void {
    this.reasons.add(reason);
  }

  #sample(reason: string, id: string): void {
    const sample = this.#samples.get(reason) ?? [];
    if (sample.length < sampleSize) sample.push(id);
    this.#samples.set(reason, sample);
  }

  /** Takes over what was counted of the ids that follow. */
  addAll({ dropped, rejected, samples }: Counted): void {
    this.dropped += dropped;
    this.reasons.addAll(rejected);
    for (const [reason, ids] of Object.entries(samples)) for (const id of ids) this.#sample(reason, id);
  }

  /** The first few ids of each reason, by reason. */
  samples(): Record<string, string[]> {
    return Object.fromEntries([...this.#samples].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

interface Counted {
  readonly dropped: number;
  readonly rejected: Readonly<Record<string, number>>;
  readonly samples: Readonly<Record<string, readonly string[]>>;
}
