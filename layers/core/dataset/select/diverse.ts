import type { Differences } from './differences.ts';

/** Looked at in order to take one: more would find little that is better, and take long. */
export const poolPerExample = 20;

/**
 * Greedy choice: each time the candidate that is worth most, which is its place among all, and how much it differs from
 * those taken before. The worth of a candidate only falls, so that most need not be looked at again (lazy greedy,
 * Minoux 1978).
 *
 * @param bestFirst the candidates
 * @param differences of the candidates, by their places in `bestFirst`
 * @param diversity 0 = the place alone counts, 1 = only the difference
 * @param take whether a candidate was taken, for one that there is no room for makes no other worth less
 */
export function takeDiverse(
  bestFirst: Uint32Array,
  differences: Differences,
  diversity: number,
  take: (candidate: number) => boolean | 'enough',
): void {
  const worth = (place: number) => (1 - diversity) * (1 - place / bestFirst.length) + diversity * differences.of(place);
  const heap = new Heap(bestFirst.length, worth);
  for (let place = heap.pop(); place !== undefined; place = heap.pop()) {
    const taken = take(bestFirst[place] ?? 0);
    if (taken === 'enough') return;
    if (taken) differences.take(place);
  }
}

/** Gives the number of most worth first, where worths fall meanwhile; of equal ones the smaller number. */
class Heap {
  readonly #worth: (item: number) => number;
  readonly #items: Uint32Array;
  readonly #worths: Float64Array;
  #size: number;

  constructor(size: number, worth: (item: number) => number) {
    this.#worth = worth;
    this.#size = size;
    this.#items = Uint32Array.from({ length: size }, (_, i) => i);
    this.#worths = Float64Array.from({ length: size }, (_, i) => worth(i));
    for (let at = Math.floor(size / 2) - 1; at >= 0; at--) this.#sink(at);
  }

  #before(a: number, b: number): boolean {
    const [one, other] = [this.#worths[a] ?? 0, this.#worths[b] ?? 0];
    return one > other || (one === other && (this.#items[a] ?? 0) < (this.#items[b] ?? 0));
  }

  #swap(a: number, b: number): void {
    const [item, worth] = [this.#items[a] ?? 0, this.#worths[a] ?? 0];
    this.#items[a] = this.#items[b] ?? 0;
    this.#worths[a] = this.#worths[b] ?? 0;
    this.#items[b] = item;
    this.#worths[b] = worth;
  }

  #sink(from: number): void {
    for (let at = from; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      if (left >= this.#size) return;
      const child = right < this.#size && this.#before(right, left) ? right : left;
      if (!this.#before(child, at)) return;
      this.#swap(child, at);
      at = child;
    }
  }

  pop(): number | undefined {
    while (this.#size > 0) {
      const item = this.#items[0] ?? 0;
      const now = this.#worth(item);
      if (now === this.#worths[0]) {
        this.#swap(0, --this.#size);
        this.#sink(0);
        return item;
      }
      this.#worths[0] = now;
      this.#sink(0);
    }
    return undefined;
  }
}
