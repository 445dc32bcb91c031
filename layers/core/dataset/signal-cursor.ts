import { type Signal, signalSchema } from '../signals/signal.ts';
import type { SortedLine } from './sorted-runs.ts';

/** Walks through sorted signals beside sorted exchanges. */
export class SignalCursor {
  readonly #lines: AsyncIterator<SortedLine>;
  #next: SortedLine | undefined;
  #started = false;
  #orphans = 0;

  constructor(lines: AsyncIterator<SortedLine>) {
    this.#lines = lines;
  }

  async #advance(): Promise<void> {
    const { value, done } = await this.#lines.next();
    this.#next = done === true ? undefined : value;
    this.#started = true;
  }

  /** The signals of an exchange, each once. Ids must be asked for in their order. */
  async of(id: string): Promise<Signal[]> {
    if (!this.#started) await this.#advance();
    for (; this.#next !== undefined && this.#next.id < id; await this.#advance()) this.#orphans++;
    const lines = new Set<string>();
    for (; this.#next?.id === id; await this.#advance()) lines.add(this.#next.line);
    return [...lines].map((line) => signalSchema.parse(JSON.parse(line)));
  }

  /** Reads to the end. @returns how many signals were of no exchange that was asked for */
  async rest(): Promise<number> {
    if (!this.#started) await this.#advance();
    for (; this.#next !== undefined; await this.#advance()) this.#orphans++;
    return this.#orphans;
  }
}
