/** Longer texts are rare and heavy: they are worked on anew each time. */
const longestRemembered = 4096;

export interface Remembered<T> {
  (text: string): T;
  /** Remembers an answer that was found on the way to something else. */
  keep(text: string, answer: T): void;
}

/**
 * A pure function of a text that remembers its latest answers. In the stream a turn is the context of the next few
 * exchanges, so what is found in it is asked for several times within moments.
 *
 * @param work pure; its answer is shared, so nobody may change it
 * @param capacity how many answers are kept at least; at most twice as many are
 */
export function remembered<T>(work: (text: string) => T, capacity = 512): Remembered<T> {
  let recent = new Map<string, { readonly answer: T }>();
  let older: typeof recent = new Map();
  const put = (text: string, entry: { readonly answer: T }): void => {
    if (recent.size >= capacity) {
      older = recent;
      recent = new Map();
    }
    recent.set(text, entry);
  };
  const answerTo = (text: string): T => {
    if (text.length > longestRemembered) return work(text);
    const known = recent.get(text);
    if (known) return known.answer;
    const entry = older.get(text) ?? { answer: work(text) };
    put(text, entry);
    return entry.answer;
  };
  return Object.assign(answerTo, {
    keep: (text: string, answer: T) => {
      if (text.length <= longestRemembered) put(text, { answer });
    },
  });
}
