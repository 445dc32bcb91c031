import type { z } from 'zod';
import { digits, many } from '../layers/core/many.ts';
import { Kinds } from './kinds.ts';
import { type OtherForm, whatItIs } from './other-form.ts';
import { createProgress, percentOf } from './progress.ts';
import { linesOf, parseRow } from './row.ts';
import { checkInput, openInput } from './row-input.ts';
import { isSameFile, openOutput } from './row-output.ts';
import { UnusableFile } from './unusable-file.ts';

interface Counts {
  readonly read: number;
  readonly written: number;
  readonly skipped: number;
}

/** For `--help`: every command that reads rows does so alike. */
export const aboutRows = `
JSON Lines are UTF-8. What is read may be packed with gzip; what is written is, in a file whose name ends in .gz. A row that
cannot be read is named on standard error and skipped; the last line there counts them.
Exit code: 0 also where rows were skipped, 1 where none can be read or nothing can be written.`;

/** So many bad lines are named one by one: who gives the wrong file need not read a thousand. */
const linesNamed = 20;

/** Of a line, so many bytes tell what its file is. */
const beginningOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes.subarray(0, 10_000));

/** Whatever the turn it is wrong in: the numbers of turns would make kinds without end. */
const kindOf = (problem: string): string => problem.replaceAll(/\.\d+(?=[.: ])/g, '');

/** What is read of the rows, and what is done with each. */
interface RowReading<Schema extends z.ZodObject> {
  readonly input: string;
  readonly schema: Schema;
  /** Rows that are often given in place of these. */
  readonly other?: OtherForm;
  readonly take: (row: z.infer<Schema>, line: number) => unknown;
}

/**
 * Reads JSON Lines row by row; memory stays flat. Bad rows are named on standard error and skipped; progress is
 * told there too.
 *
 * @throws {UnusableFile} when there is nothing to read
 */
export async function readRows<Schema extends z.ZodObject>({ input, schema, other, take }: RowReading<Schema>) {
  const { name, size, bytes, bytesRead } = await openInput(input);
  const progress = createProgress();
  const problems = new Kinds();
  const counts = { read: 0, skipped: 0 };
  try {
    for await (const line of linesOf(bytes)) {
      counts.read++;
      const row = parseRow(line.bytes, line.number, schema);
      if ('problem' in row) {
        const columns = Object.keys(schema.shape);
        const what = counts.read > 1 ? undefined : whatItIs(beginningOf(line.bytes), row.json, columns, other);
        if (what !== undefined) throw new UnusableFile(`${name} ${what}`);
        counts.skipped++;
        if (counts.skipped <= linesNamed) progress.note(`line ${row.line} skipped: ${row.problem}`);
        if (counts.skipped === linesNamed + 1) progress.note('… more lines are skipped, and counted');
        problems.add(kindOf(row.problem));
      } else await take(row.value, row.line);
      progress.tell(`${many(counts.read, 'row')}${size === undefined ? '' : ` ${percentOf(bytesRead(), size)}`}`);
    }
    if (counts.skipped > linesNamed) progress.note(`skipped: ${problems}`);
  } finally {
    progress.end();
  }
  if (counts.read === 0) throw new UnusableFile(`${name} has no row to read.`);
  if (counts.read === counts.skipped) {
    throw new UnusableFile(`${name} has no row of the form that this command reads; --help shows it.`);
  }
  return counts;
}

/**
 * Reads JSON Lines, makes of each row another, and writes them in order; bad rows are skipped as `readRows` does. A file
 * is there when all of it is: of a run that fails or is ended nothing stays.
 *
 * @throws {UnusableFile} when there is nothing to read, or nowhere to write
 */
export async function transformRows<Schema extends z.ZodObject>({
  output,
  transform,
  ...reading
}: Omit<RowReading<Schema>, 'take'> & {
  readonly output: string;
  readonly transform: (row: z.infer<Schema>) => unknown;
}): Promise<Counts> {
  const { input } = reading;
  await checkInput(input);
  if (input !== '-' && output !== '-' && (await isSameFile(input, output))) {
    throw new UnusableFile(`${output} is the input, and would be lost. Name another output.`);
  }
  const out = await openOutput(output);
  try {
    const counts = await readRows({ ...reading, take: async (row) => out.write(await transform(row)) });
    await out.close();
    return { ...counts, written: out.written() };
  } catch (error) {
    await out.abort();
    throw error;
  }
}

/** The last line of a command, on standard error: what was read, written and skipped. */
export function reportCounts({ read, written, skipped }: Counts): void {
  const without = skipped > 0 ? `, ${digits(skipped)} skipped` : '';
  process.stderr.write(`${digits(written)} of ${many(read, 'row')} written${without}\n`);
}
