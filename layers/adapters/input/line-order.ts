/**
 * Whether the lines of a file stand as their messages were said, by the times of neighbours in a conversation. Some go
 * back where clocks differ; shuffled lines go back half of the time, and those that begin with the newest always.
 */
export class LineOrder {
  #forth = 0;
  #back = 0;

  /** @param times of two messages of a conversation that follow one another in the file; equal ones say nothing */
  add(before: string, after: string): void {
    if (after > before) this.#forth++;
    if (after < before) this.#back++;
  }

  get isTimely(): boolean {
    return this.#back * 10 <= this.#forth + this.#back;
  }
}
