/** Longer texts are rare and heavy: they are worked on anew each time. */
const longestRemembered = 4096;
/** Hardly more characters than so many are looked at to tell texts apart; shorter texts are read whole. */
const sampled = 64;
/** Of the FNV hash. */
const prime = 0x01000193;
/** In so many slots a text may be. Look-alikes all want the same ones: the latest of them stay. */
const probed = 8;

export interface Remembered<T> {
  (text: string): T;
  /** Remembers an answer that was found on the way to something else. */
  keep(text: string, answer: T): void;
}

/** A number that texts seldom share, never 0. Read from both ends at once: neither waits for what the other came to. */
function printOf(text: string): number {
  const step = Math.ceil(text.length / sampled);
  let [print, fromEnd] = [text.length, 1];
  for (let at = 0, end = text.length - 1; at <= end; at += step, end -= step) {
    print = Math.imul(print ^ text.charCodeAt(at), prime);
    fromEnd = Math.imul(fromEnd ^ text.charCodeAt(end), prime);
  }
  print ^= Math.imul(fromEnd, prime);
  return print === 0 ? 1 : print;
}

/** Answers by text. A map reads all of a text, and those of its bucket, to tell that it does not know it; most are new. */
class Answers<T> {
  size = 0;
  /** By slot, 0 where it is empty; a text is at its print's slot, or at one of the next. */
  readonly #prints: Int32Array;
  readonly #texts: string[];
  readonly #answers: (T | undefined)[];
  #replaced = 0;

  constructor(capacity: number) {
    const slots = 2 ** Math.ceil(Math.log2(2 * capacity));
    this.#prints = new Int32Array(slots);
    this.#texts = new Array<string>(slots).fill('');
    this.#answers = new Array<T | undefined>(slots).fill(undefined);
  }

  /** The slot of a text, -1 where it has none. */
  slotOf(text: string, print: number): number {
    for (let tried = 0; tried < probed; tried++) {
      const slot = this.#slotAt(print, tried);
      const found = this.#prints[slot];
      if (found === 0) return -1;
      if (found === print && this.#texts[slot] === text) return slot;
    }
    return -1;
  }

  /** The answer in a slot that holds one. */
  at(slot: number): T {
    return this.#answers[slot] as T;
  }

  put(text: string, print: number, answer: T): void {
    const slot = this.#slotFor(text, print);
    if (this.#prints[slot] === 0) this.size++;
    this.#prints[slot] = print;
    this.#texts[slot] = text;
    this.#answers[slot] = answer;
  }

  #slotAt(print: number, tried: number): number {
    return ((print ^ (print >>> 15)) + tried) & (this.#prints.length - 1);
  }

  /** Where a text is, or may be: an empty slot, or that of another text, each in its turn. */
  #slotFor(text: string, print: number): number {
    for (let tried = 0; tried < probed; tried++) {
      const slot = this.#slotAt(print, tried);
      if (this.#prints[slot] === 0 || (this.#prints[slot] === print && this.#texts[slot] === text)) return slot;
    }
    return this.#slotAt(print, this.#replaced++ % probed);
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
 * @param capacity how many answers are kept, and at most twice as many; fewer of texts that look alike, the latest ones
 */
export function remembered<T>(work: (text: string) => T, capacity = 512): Remembered<T> {
  let recent = new Answers<T>(capacity);
  let older = new Answers<T>(capacity);
  const put = (text: string, print: number, answer: T): void => {
    if (recent.size >= capacity) {
      [recent, older] = [older, recent];
      recent.clear();
    }
    recent.put(text, print, answer);
  };
  const answerTo = (text: string): T => {
    if (text.length > longestRemembered) return work(text);
    const print = printOf(text);
    const slot = recent.slotOf(text, print);
    if (slot >= 0) return recent.at(slot);
    const before = older.slotOf(text, print);
    const answer = before >= 0 ? older.at(before) : work(text);
    put(text, print, answer);
    return answer;
  };
  return Object.assign(answerTo, {
    keep: (text: string, answer: T) => {
      if (text.length <= longestRemembered) put(text, printOf(text), answer);
    },
  });
}
