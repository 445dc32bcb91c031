import type { WriteStream } from 'node:tty';

/** One thing under way. Ends by `done` or `failed`, once. */
export interface Stage {
  /** What is happening now; `share` (0..1) draws a bar where it is known. */
  tell(detail: string, share?: number): void;
  done(detail?: string): void;
  failed(): void;
}

export interface Progress {
  stage(name: string): Stage;
  note(line: string): void;
  /** Ends what is under way as failed, so that the screen is whole again. */
  close(): void;
}

type Output = Pick<WriteStream, 'write'> & { readonly isTTY?: boolean; readonly columns?: number };

const frames = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';
const barWidth = 20;
/** Of plain lines about one stage, at most one in this many milliseconds; the first after one second. */
const plainEvery = 5000;
const plainFirst = 1000;

const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;

function bar(share: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * barWidth);
  return `${'█'.repeat(full)}${'░'.repeat(barWidth - full)} `;
}

/** A spinner, or a bar, on one line that is drawn anew. */
function drawnStage(out: Output, name: string): Stage {
  const began = performance.now();
  let [detail, share, frame] = ['', -1, 0];
  const draw = () => {
    const mark = frames[frame++ % frames.length];
    const line = `${mark} ${name}  ${share < 0 ? '' : bar(share)}${detail} ${seconds(began)}`;
    out.write(`\r\x1b[2K${[...line].slice(0, (out.columns ?? 80) - 1).join('')}`);
  };
  draw();
  const timer = setInterval(draw, 100);
  timer.unref();
  const end = (mark: string, words: string) => {
    clearInterval(timer);
    out.write(`\r\x1b[2K${mark} ${name}${words === '' ? '' : `  ${words}`}  \x1b[2m${seconds(began)}\x1b[0m\n`);
  };
  return {
    tell: (words, part = -1) => {
      [detail, share] = [words, part];
    },
    done: (words = '') => end('\x1b[32m✔\x1b[0m', words),
    failed: () => end('\x1b[31m✘\x1b[0m', detail),
  };
}

/** Whole lines, for logs: one at the end, and while it takes long one now and then. */
function plainStage(out: Output, name: string): Stage {
  const began = performance.now();
  let [next, detail] = [plainFirst, ''];
  const timer = setInterval(() => {
    if (performance.now() - began < next) return;
    next += plainEvery;
    out.write(`… ${name}${detail === '' ? '' : `: ${detail}`}\n`);
  }, 200);
  timer.unref();
  const end = (mark: string, words: string) => {
    clearInterval(timer);
    out.write(`${mark} ${name}${words === '' ? '' : `: ${words}`} (${seconds(began)})\n`);
  };
  return {
    tell: (words) => {
      detail = words;
    },
    done: (words = '') => end('ok', words),
    failed: () => end('failed', detail),
  };
}

/**
 * Shows how far things are: drawn on a terminal, as plain lines elsewhere and where NO_COLOR or CI is set.
 *
 * @param out standard error, so that standard output holds results only
 */
export function createProgress(out: Output = process.stderr, env: NodeJS.ProcessEnv = process.env): Progress {
  const plain = out.isTTY !== true || Boolean(env['NO_COLOR']) || Boolean(env['CI']) || env['TERM'] === 'dumb';
  let open: Stage | undefined;
  return {
    stage(name) {
      const stage = plain ? plainStage(out, name) : drawnStage(out, name);
      const once = (end: (words?: string) => void) => (words?: string) => {
        if (open !== current) return;
        open = undefined;
        end(words);
      };
      const current: Stage = { tell: stage.tell, done: once(stage.done), failed: once(stage.failed) };
      open?.done();
      open = current;
      return current;
    },
    note: (line) => out.write(`${line}\n`),
    close: () => open?.failed(),
  };
}
