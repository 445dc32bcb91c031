import { Readable } from 'node:stream';
import { CsvError, type Info, parse } from 'csv-parse';
import * as z from 'zod';
import { many } from '../../core/many.ts';
import { InputError } from './input-error.ts';
import { type BadRow, fieldName, type Row } from './row.ts';
import { textOf } from './text.ts';

const recordSchema = z.object({ record: z.array(z.string()), info: z.custom<Info>() });
/** Of the parser's errors only the place is told: their messages quote what the file says. */
const placeSchema = z.object({ lines: z.int() });

/** What stands between the columns: whichever the header has most of. */
const delimiterOf = (header: string): string =>
  [',', ';', '\t'].reduce((best, next) => (header.split(next).length > header.split(best).length ? next : best));

async function* withFirst(first: IteratorResult<string>, rest: AsyncIterator<string>): AsyncGenerator<string> {
  for (let piece = first; piece.done !== true; piece = await rest.next()) yield piece.value;
}

/** Exported for the message of the error and for --help. */
export const knownColumns =
  'either question,answer[,title] or conversationId,sender,text[,messageId,userId,createdAt,consent]';

const usable = (columns: readonly string[]): boolean =>
  (columns.includes('answer') && (columns.includes('question') || columns.includes('title'))) ||
  ['conversationid', 'sender', 'text'].every((name) => columns.includes(name));

/** One word or two, as names of columns are: a first line that is none may be what somebody wrote. */
const isName = (column: string): boolean =>
  /^\s*[\p{L}_][\p{L}\p{N}_.-]{0,40}( [\p{L}\p{N}_.-]{1,40})?\s*$/u.test(column);

function otherColumns(name: string, record: readonly string[]): InputError {
  const has = record.every(isName)
    ? `has the columns ${record.join(', ')}. Name them`
    : `has no header. Its first line is to name ${many(record.length, 'column')}:`;
  return new InputError('InputOtherColumns', `${name} ${has} ${knownColumns}.`);
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
  const header = first.done === true ? '' : (first.value.split(/\r?\n/, 1)[0] ?? '');
  const parser = parse({
    delimiter: delimiterOf(header),
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
        columns = record.map(fieldName);
        if (!usable(columns)) throw otherColumns(name, record);
      } else if (record.length !== columns.length) {
        yield { line: info.lines, reason: `has ${record.length} columns, the header has ${columns.length}` };
      } else {
        yield { line: info.lines, fields: Object.fromEntries(columns.map((column, i) => [column, record[i]])) };
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
