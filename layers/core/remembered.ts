/** Longer texts are rare and heavy: they are worked on anew each time. */
const longestRemembered = 4096;
/** Hardly more characters than so many are looked at to tell texts apart. */
const sampled = 8;

export interface Remembered<T> {
  (text: string): T;
  /** Remembers an answer that was found on the way to something else. */
  keep(text: string, answer: T): void;
}

/** A number that texts seldom share, never 0. */
function printOf(text: string): number {
  const { length } = text;
  const step = Math.max(1, Math.trunc(length / sampled));
  let print = length;
  for (let at = 0; at < length; at += step) print = Math.imul(print ^ text.charCodeAt(at), 0x01000193);
  return print === 0 ? 1 : print;
}

/** Answers by text. A map reads all of a text, and those of its bucket, to tell that it does not know it; most are new. */
class Answers<T> {
  size = 0;
  /** By slot, 0 where it is empty; a text is at its print's slot, or at the next that was empty. */
  readonly #prints: Int32Array;
  readonly #texts: string[];
  readonly #answers: (T | undefined)[];

  constructor(capacity: number) {
    const slots = 2 ** Math.ceil(Math.log2(2 * capacity));
    this.#prints = new Int32Array(slots);
    this.#texts = new Array<string>(slots).fill('');
    this.#answers = new Array<T | undefined>(slots).fill(undefined);
  }

  /** The slot of a text, or the empty one for it. */
  slotOf(text: string, print: number): number {
    const last = this.#prints.length - 1;
    let slot = (print ^ (print >>> 15)) & last;
    while (this.#prints[slot] !== 0 && (this.#prints[slot] !== print || this.#texts[slot] !== text))
      slot = (slot + 1) & last;
    return slot;
  }

  holds(slot: number): boolean {
    return this.#prints[slot] !== 0;
  }

  /** The answer in a slot that holds one. */
  at(slot: number): T {
    return this.#answers[slot] as T;
  }

  put(slot: number, text: string, print: number, answer: T): void {
    if (this.#prints[slot] === 0) this.size++;
    this.#prints[slot] = print;
    this.#texts[slot] = text;
    this.#answers[slot] = answer;
  }

  clear(): void {
    this.size = 0;
    this.#prints.fill(0);
    this.#texts.fill('');
    this.#answers.fill(undefined);
  }
}

/**
 * A pure function of a text that remembers its latest answers. In the stream a turn is the context of the next few
 * exchanges, so what is found in it is asked for several times within moments.
 *
 * @param work pure; its answer is shared, so nobody may change it
 * @param capacity how many answers are kept at least; at most twice as many are
 */
export function remembered<T>(work: (text: string) => T, capacity = 512): Remembered<T> {
  let recent = new Answers<T>(capacity);
  let older = new Answers<T>(capacity);
  const put = (text: string, print: number, answer: T): void => {
    if (recent.size >= capacity) {
      [recent, older] = [older, recent];
      recent.clear();
    }
    recent.put(recent.slotOf(text, print), text, print, answer);
  };
  const answerTo = (text: string): T => {
    if (text.length > longestRemembered) return work(text);
    const print = printOf(text);
    const slot = recent.slotOf(text, print);
    if (recent.holds(slot)) return recent.at(slot);
    const before = older.slotOf(text, print);
    const answer = older.holds(before) ? older.at(before) : work(text);
    put(text, print, answer);
    return answer;
  };
  return Object.assign(answerTo, {
    keep: (text: string, answer: T) => {
      if (text.length <= longestRemembered) put(text, printOf(text), answer);
    },
  });
}
