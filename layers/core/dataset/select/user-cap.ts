import type { Columns } from '../columns.ts';
import { FirstSeen } from '../hash-set.ts';

/** Counts what is learned of each user, and says when it is as much as the policy allows. */
export class UserCap {
  readonly #columns: Columns;
  readonly #most: number;
  readonly #users = new FirstSeen();
  readonly #count: Uint32Array;

  /** @param most of each user; null is no limit */
  constructor(columns: Columns, most: number | null) {
    this.#columns = columns;
    this.#most = most ?? Number.POSITIVE_INFINITY;
    this.#count = new Uint32Array(most === null ? 0 : columns.count);
  }

  isFull(candidate: number): boolean {
    const user = this.#users.numberOf(...this.#columns.user(candidate));
    return user !== undefined && (this.#count[user] ?? 0) >= this.#most;
  }

  take(candidate: number): void {
    if (this.#count.length === 0) return;
    const user = this.#users.addHalves(...this.#columns.user(candidate), this.#users.size) ?? this.#users.size - 1;
    this.#count[user] = (this.#count[user] ?? 0) + 1;
  }
}
