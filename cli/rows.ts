import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import type { z } from 'zod';
import { TerminalError } from '../layers/core/errors.ts';
import { many } from '../layers/core/many.ts';
import { createProgress, percentOf } from './progress.ts';

/** A file cannot be read or written at all; a single bad row is only reported. */
export class UnusableFile extends TerminalError {
  override name = 'UnusableFile';
}

const newline = 0x0a;

/** The lines of a byte stream, without their line ends, numbered from 1; blank lines are passed over. */
export async function* linesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<{ number: number; bytes: Buffer }> {
  let number = 0;
  let rest: Buffer[] = [];
  const take = (piece: Buffer): Buffer => {
    const bytes = rest.length === 0 ? piece : Buffer.concat([...rest, piece]);
    rest = [];
    number++;
    return bytes.at(-1) === 0x0d ? bytes.subarray(0, -1) : bytes;
  };
  for await (const chunk of stream) {
    let from = 0;
    for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, from)) {
      const bytes = take(chunk.subarray(from, at));
      from = at + 1;
      if (bytes.length > 0) yield { number, bytes };
    }
    if (from < chunk.length) rest.push(chunk.subarray(from));
  }
  if (rest.length > 0) yield { number: number + 1, bytes: take(Buffer.alloc(0)) };
}

/** A row of the input, or why a line is none. A problem names fields, never what they hold. */
export type Row<T> = { readonly line: number; readonly value: T } | { readonly line: number; readonly problem: string };

/** Bytes: far more than any conversation has, and as much as a text of JavaScript surely holds. */
const longestRow = 64 * 1024 * 1024;

/** Reads one line as a row: unknown columns are passed over. */
export function parseRow<Schema extends z.ZodType>(bytes: Buffer, line: number, schema: Schema): Row<z.infer<Schema>> {
  if (bytes.length > longestRow) return { line, problem: 'longer than 64 MB' };
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    const problem = error instanceof SyntaxError ? 'not JSON (is the line cut off?)' : 'not UTF-8';
    return { line, problem };
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return { line, value: parsed.data };
  const [issue] = parsed.error.issues;
  return { line, problem: `${issue?.path.join('.') || 'row'}: ${issue?.message ?? 'malformed'}` };
}

/** @returns the bytes of the file, where it has a size. @throws UnusableFile */
async function checkInput(path: string): Promise<number | undefined> {
  if (path === '-') return undefined;
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new UnusableFile(`There is no file ${path}. Give a JSON Lines file, or - for standard input.`);
  if (found.isDirectory()) throw new UnusableFile(`${path} is a folder. Give a JSON Lines file in it.`);
  if (found.isFile() && found.size === 0) throw new UnusableFile(`${path} is empty: it has no row to read.`);
  return found.isFile() ? found.size : undefined;
}

const openInput = (path: string): AsyncIterable<Buffer> =>
  path === '-' ? process.stdin : createReadStream(path, { highWaterMark: 1 << 18 });

/** Also by another name or a link; false when one is not there yet. */
export async function isSameFile(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([one, other].map((path) => stat(path).catch(() => undefined)));
  return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino;
}

const cannotWrite = (path: string, error: unknown): UnusableFile =>
  new UnusableFile(`${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`);

function openOutput(path: string): Promise<Writable> {
  if (path === '-') return Promise.resolve(process.stdout);
  return new Promise((resolve, reject) => {
    const stream = createWriteStream(path);
    stream.once('open', () => resolve(stream));
    stream.once('error', (error) => reject(cannotWrite(path, error)));
  });
}

export interface Counts {
  readonly read: number;
  readonly written: number;
  readonly skipped: number;
}

/** So many bad lines are named one by one: who gives the wrong file need not read a thousand. */
const linesNamed = 20;

/** What is read of the rows, and what is done with each. */
interface Reading<Schema extends z.ZodType> {
  readonly input: string;
  readonly schema: Schema;
  readonly take: (row: z.infer<Schema>, line: number) => unknown;
}

/**
 * Reads JSON Lines row by row; memory stays flat. Bad rows are named on standard error and skipped; progress is
 * told there too.
 *
 * @throws {UnusableFile} when there is nothing to read
 */
export async function readRows<Schema extends z.ZodType>({ input, schema, take }: Reading<Schema>) {
  const size = await checkInput(input);
  const progress = createProgress();
  const counts = { read: 0, skipped: 0 };
  let bytesRead = 0;
  try {
    for await (const { number, bytes } of linesOf(openInput(input))) {
      counts.read++;
      bytesRead += bytes.length + 1;
      const row = parseRow(bytes, number, schema);
      if ('problem' in row) {
        counts.skipped++;
        if (counts.skipped <= linesNamed) progress.note(`line ${row.line} skipped: ${row.problem}`);
        if (counts.skipped === linesNamed + 1) progress.note('… more lines are skipped, and counted');
      } else await take(row.value, row.line);
      progress.tell(`${many(counts.read, 'row')}${size === undefined ? '' : ` ${percentOf(bytesRead, size)}`}`);
    }
  } finally {
    progress.end();
  }
  const name = input === '-' ? 'Standard input' : input;
  if (counts.read === 0) throw new UnusableFile(`${name} has no row to read.`);
  if (counts.read === counts.skipped) {
    throw new UnusableFile(`${name} has no row of the form that this command reads; --help shows it.`);
  }
  return counts;
}

/**
 * Reads JSON Lines, makes of each row another, and writes them in order; bad rows are skipped as `readRows` does.
 *
 * @throws {UnusableFile} when there is nothing to read, or nowhere to write
 */
export async function transformRows<Schema extends z.ZodType>(options: {
  readonly input: string;
  readonly output: string;
  readonly schema: Schema;
  readonly transform: (row: z.infer<Schema>) => unknown;
}): Promise<Counts> {
  const { input, output, schema, transform } = options;
  await checkInput(input);
  if (input !== '-' && output !== '-' && (await isSameFile(input, output))) {
    throw new UnusableFile(`${output} is the input: it would be emptied before it is read. Name another output.`);
  }
  const out = await openOutput(output);
  let failed: unknown;
  // A full disk, say. Standard output has a listener of its own, for all commands.
  if (out !== process.stdout) out.on('error', (error) => (failed ??= error));
  let written = 0;
  const take = async (row: z.infer<Schema>) => {
    const line = `${JSON.stringify(await transform(row))}\n`;
    if (failed !== undefined) throw cannotWrite(output, failed);
    written++;
    if (!out.write(line)) await once(out, 'drain');
  };
  try {
    const counts = await readRows({ input, schema, take });
    if (out !== process.stdout) {
      out.end();
      await once(out, 'finish');
    }
    return { ...counts, written };
  } catch (error) {
    throw failed === undefined ? error : cannotWrite(output, failed);
  }
}

/** The last line of a command, on standard error: what was read, written and skipped. */
export function reportCounts({ read, written, skipped }: Counts): void {
  process.stderr.write(`${written} of ${many(read, 'row')} written${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
}
