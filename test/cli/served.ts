import { Readable, Writable } from 'node:stream';
import { inspect } from 'node:util';

/**
 * Runs commands that a test sends, one after another, each as if it had this process to itself: with its arguments,
 * environment, standard streams and exit code. What they share are the modules: to load them again for every command
 * takes longer than most commands do. `ownProcess` in command.ts is what this must not differ from.
 */

export interface Asked {
  readonly id: number;
  readonly args: readonly string[];
  readonly input: string | Uint8Array;
  readonly environment: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly id: number;
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Ends the command where it would have ended the process. */
class Exit extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`exit ${code}`);
    this.code = code;
  }
}

/** A standard stream that keeps what is written to it. */
function kept() {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _, done) {
      chunks.push(chunk);
      done();
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString() };
}

const entry = new URL('../../cli/reflectwithin.ts', import.meta.url);
const own = { ...process.env };
process.exit = (code) => {
  throw new Exit(Number(code ?? 0));
};

async function answerTo({ id, args, input, environment }: Asked): Promise<Answer> {
  const [out, err] = [kept(), kept()];
  const streams = {
    stdin: Readable.from(input.length > 0 ? [Buffer.from(input)] : []),
    stdout: out.stream,
    stderr: err.stream,
  };
  for (const [name, value] of Object.entries(streams)) Object.defineProperty(process, name, { value, writable: true });
  process.argv = [process.execPath, entry.pathname, ...args];
  process.env = { ...own, ...environment };
  process.exitCode = 0;
  try {
    // Under a name of its own the module runs again; those that it imports are there already.
    await import(`${entry.href}?${id}`);
  } catch (error) {
    if (!(error instanceof Exit)) err.stream.write(inspect(error));
    process.exitCode = error instanceof Exit ? error.code : 1;
  }
  return { id, code: Number(process.exitCode), out: out.text(), err: err.text() };
}

let last: Promise<unknown> = Promise.resolve();
process.on('message', (asked: Asked) => {
  last = last.then(async () => process.send?.(await answerTo(asked)));
});
