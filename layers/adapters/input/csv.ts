import { Readable } from 'node:stream';
import { CsvError, type Info, parse } from 'csv-parse';
import * as z from 'zod';
import { many } from '../../core/many.ts';
import { InputError } from './input-error.ts';
import { isName, plainName } from './names.ts';
import { type BadRow, named, type Row, widened } from './row.ts';
import { textOf } from './text.ts';

const recordSchema = z.object({ record: z.array(z.string()), info: z.custom<Info>() });
/** Of the parser's errors only the place is told: their messages quote what the file says. */
const placeSchema = z.object({ lines: z.int() });

/** What stands between the columns: whichever the header has most of. */
function delimiterOf(header: string): string {
  const names = header.replaceAll(/"[^"]*"/g, '');
  return [',', ';', '\t', '|'].reduce((best, next) =>
    names.split(next).length > names.split(best).length ? next : best,
  );
}

/** Excel reads, and some programs write, what stands between the columns in a line of its own. */
const delimiterLine = /^sep=(.)\r?$/i;

async function* withFirst(first: IteratorResult<string>, rest: AsyncIterator<string>): AsyncGenerator<string> {
  for (let piece = first; piece.done !== true; piece = await rest.next()) yield piece.value;
}

/** Exported for the message of the error and for --help. */
export const knownColumns =
  'either question,answer[,title] or conversationId,sender,text[,messageId,userId,createdAt,consent]';

/** What is enough for a row, by any of the names that a field may have. */
const forms = [
  ['question', 'answer'],
  ['title', 'answer'],
  ['user', 'assistant'],
  ['conversationid', 'sender', 'text'],
];

/** Columns of which two would be one too many. */
const single = [...forms.flat(), 'userid', 'messageid', 'createdat', 'consent', 'rating', 'editedtext', 'regenerates'];

function isUsable(record: readonly string[]): boolean {
  const names = widened(named(Object.fromEntries(record.map((column) => [column, column]))));
  return forms.some((form) => form.every((name) => name in names));
}

/** @throws InputError `InputOtherColumns` */
function checkColumns(name: string, record: readonly string[]): void {
  const twice = record.map(plainName).find((column, i, all) => single.includes(column) && all.indexOf(column) < i);
  if (isUsable(record)) {
    if (twice === undefined) return;
    throw new InputError('InputOtherColumns', `${name} has two columns called ${twice}. Rename or remove one of them.`);
  }
  if (record.length === 1 && !isName(record[0] ?? '')) {
    throw new InputError(
      'InputOtherColumns',
      `${name} is neither JSON nor CSV with a header, which names ${knownColumns}.`,
    );
  }
  const has = record.every(isName)
    ? `has the columns ${record.join(', ')}. Name them`
    : `has no header. Its first line is to name ${many(record.length, 'column')}:`;
  throw new InputError('InputOtherColumns', `${name} ${has} ${knownColumns}.`);
}

/**
 * The rows of a CSV file with a header; the delimiter may be a comma, a semicolon or a tab.
 *
 * @param name of the file, for the errors
 * @throws InputError `InputOtherColumns`; `InputHalfLine` when a quoted field is never closed; `InputBrokenCsv`
 */
export async function* csvRows(path: string, name: string): AsyncGenerator<Row | BadRow> {
  const pieces = textOf(path, name);
  const first = await pieces.next();
  const header = first.done === true ? '' : (first.value.split('\n', 1)[0] ?? '');
  const told = delimiterLine.exec(header)?.[1];
  const parser = parse({
    delimiter: told ?? delimiterOf(header),
    from_line: told === undefined ? 1 : 2,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
  });
  const source = Readable.from(withFirst(first, pieces));
  source.once('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let columns: string[] | undefined;
  try {
    for await (const parsed of parser) {
      const { record, info } = recordSchema.parse(parsed);
      if (columns === undefined) {
        checkColumns(name, record);
        columns = record;
      } else if (record.length < columns.length || record.slice(columns.length).some((cell) => cell !== '')) {
        yield { line: info.lines, reason: `has ${many(record.length, 'column')}, the header has ${columns.length}` };
      } else {
        yield { line: info.lines, fields: named(Object.fromEntries(columns.map((column, i) => [column, record[i]]))) };
      }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    if (error.code === 'CSV_QUOTE_NOT_CLOSED') {
      throw new InputError(
        'InputHalfLine',
        `${name} ends inside a quoted field: the file was cut, or a quote is never closed. Copy it again, or mend the quotes.`,
        { cause: error },
      );
    }
    throw new InputError(
      'InputBrokenCsv',
      `${name} is not CSV in line ${placeSchema.parse(error).lines}: a quote stands within a field. Put the field in quotes. Double the quotes within a quoted field.`,
      { cause: error },
    );
  }
}
