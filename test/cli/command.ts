import { fork, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, jest } from '@jest/globals';
import { once } from '../../layers/core/once.ts';
import type { Answer, Asked } from './served.ts';

// A process of its own takes a second to start, and many on a busy computer.
jest.setTimeout(120_000);

interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Answers that are waited for, by the number of what was asked. */
const waiting = new Map<number, PromiseWithResolvers<Finished>>();
let asked = 0;

/** Ends the process of the commands, where one was started, and waits for its end. */
let end = async () => {};
afterAll(() => end());

const server = once(() => {
  const child = fork(join(import.meta.dirname, 'served.ts'), { serialization: 'advanced' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  end = () => {
    child.kill('SIGKILL');
    return ended;
  };
  child.on('message', ({ id, ...finished }: Answer) => waiting.get(id)?.resolve(finished));
  child.once('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('The process of the commands ended.'));
  });
  return child;
});

/**
 * Runs the command as a person would, in a process that the commands of one test file share. Clients of AWS are made
 * once in a process: a file with commands that speak to AWS has one double of it.
 */
export function reflectwithin(
  args: readonly string[],
  input: string | Buffer = '',
  environment: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  const answer = Promise.withResolvers<Finished>();
  const id = asked++;
  waiting.set(id, answer);
  server().send({ id, args, input, environment } satisfies Asked);
  return answer.promise;
}

/** Runs the command in a process of its own, standing in `folder`. */
export function ownProcess(
  args: readonly string[],
  input: string | Buffer = '',
  environment: Readonly<Record<string, string>> = {},
  folder: string = process.cwd(),
): Promise<Finished> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../cli/reflectwithin.ts'), ...args], {
    env: { ...process.env, ...environment },
    cwd: folder,
  });
  const read = async (stream: AsyncIterable<Buffer>) => Buffer.concat(await Array.fromAsync(stream)).toString();
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  child.stdin.end(input);
  return Promise.all([exit, read(child.stdout), read(child.stderr)]).then(([code, out, err]) => ({ code, out, err }));
}

/** A new file with these rows, one JSON a line. */
export function fileOf(rows: readonly unknown[]): string {
  const file = join(mkdtempSync(join(tmpdir(), 'reflectwithin-')), 'rows.jsonl');
  writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  return file;
}

export const rowsOf = (text: string): unknown[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
