interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Milliseconds between two lines: a terminal's is written over, a log's stays. */
const [onTerminal, inLog] = [100, 10_000];
const clear = '\r\u001b[K';

/** Tells what is under way. */
export interface Progress {
  /** What is being done now; may be told as often as one likes. */
  tell(what: string): void;
  /** A line that stays. */
  note(line: string): void;
  /** Nothing is under way any more. */
  end(): void;
}

/**
 * Progress on standard error: one line that changes on a terminal; elsewhere a line every ten seconds, so that short
 * work leaves none.
 *
 * @param now milliseconds
 */
export function createProgress(out: Output = process.stderr, now: () => number = () => performance.now()): Progress {
  const every = out.isTTY ? onTerminal : inLog;
  let next = out.isTTY ? Number.NEGATIVE_INFINITY : now() + every;
  let drawn = false;
  const end = () => {
    if (drawn) out.write(clear);
    drawn = false;
  };
  return {
    tell(what) {
      if (now() < next) return;
      next = now() + every;
      drawn = out.isTTY === true;
      out.write(drawn ? `${clear}${what} …` : `${what} …\n`);
    },
    note(line) {
      end();
      out.write(`${line}\n`);
    },
    end,
  };
}

/** How much of it is done: `40 %`. */
export const percentOf = (done: number, all: number): string =>
  `${Math.min(100, Math.floor((100 * done) / Math.max(1, all)))} %`;
