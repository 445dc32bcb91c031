import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';

// A process of its own takes a second to start, and many on a busy computer.
jest.setTimeout(120_000);

export interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command as a person would, in a process of its own. */
export function reflectwithin(
  args: readonly string[],
  input: string | Buffer = '',
  environment: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../cli/reflectwithin.ts'), ...args], {
    env: { ...process.env, ...environment },
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
