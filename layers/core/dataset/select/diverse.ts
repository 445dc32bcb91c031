/** Minima of a topic sketch: see near/topics.ts. */
export const topicMinima = 16;
export const topicWords = topicMinima / 2;

/** Looked at in order to take one: more would find little that is better, and take long. */
export const poolPerExample = 20;

/**
 * The order in which a greedy choice takes candidates: each time the one that is worth most, which is its place among
 * all, and how much it differs from those taken before. It differs by its MinHash minima: of each, what matters is
 * how often it was taken already; so the hundredth text about being tired is worth a hundredth of the first.
 * The worth of a candidate only falls, so that most need not be looked at again (lazy greedy, Minoux 1978).
 *
 * @param bestFirst the candidates
 * @param topics `topicWords` numbers for each candidate of `bestFirst`, in its order
 * @param diversity 0 = the place alone counts, 1 = only the difference
 */
export function* diverseOrder(bestFirst: Uint32Array, topics: Uint32Array, diversity: number): Generator<number> {
  const taken = new Uint32Array(topicMinima * 2 ** 16);
  const slot = (place: number, minimum: number) => {
    const word = topics[place * topicWords + (minimum >> 1)] ?? 0;
    return minimum * 2 ** 16 + ((minimum & 1) === 0 ? word & 0xffff : word >>> 16);
  };
  const worth = (place: number) => {
    let difference = 0;
    for (let i = 0; i < topicMinima; i++) difference += 1 / (1 + (taken[slot(place, i)] ?? 0));
    return (1 - diversity) * (1 - place / bestFirst.length) + (diversity * difference) / topicMinima;
  };
  const heap = new Heap(bestFirst.length, worth);
  for (let place = heap.pop(); place !== undefined; place = heap.pop()) {
    yield bestFirst[place] ?? 0;
    for (let i = 0; i < topicMinima; i++) taken[slot(place, i)] = (taken[slot(place, i)] ?? 0) + 1;
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
