import { isObject, parsed } from '../../core/json.ts';
import { InputError } from './input-error.ts';
import { type BadRow, named, type Row } from './row.ts';
import { linesOf } from './text.ts';

/**
 * The rows of a JSON Lines file.
 *
 * @param name of the file, for the errors
 * @throws InputError `InputHalfLine` when the file breaks off in its last line; `InputIsJsonArray`, `InputIsJson`
 */
export async function* jsonRows(path: string, name: string): AsyncGenerator<Row | BadRow> {
  let first = true;
  for await (const { number, text, ended, isTooLong } of linesOf(path, name)) {
    if (isTooLong) {
      yield { line: number, reason: 'is longer than 64 MB, and no conversation is' };
      continue;
    }
    if (first && text.trimStart().startsWith('[')) {
      throw new InputError(
        'InputIsJsonArray',
        `${name} is one JSON array. Write one object per line instead, such as by: jq -c '.[]'`,
      );
    }
    if (first && text.trim() === '{') {
      throw new InputError(
        'InputIsJson',
        `${name} has objects over several lines. Write one object per line instead, such as by: jq -c .`,
      );
    }
    first = false;
    const value = parsed(text);
    if (value === undefined) {
      if (!ended) {
        throw new InputError(
          'InputHalfLine',
          `${name} breaks off in line ${number}: the file was cut. Copy it again, or remove that line.`,
        );
      }
      yield { line: number, reason: 'is not valid JSON' };
      continue;
    }
    if (isObject(value)) yield { line: number, fields: named(value) };
    else yield { line: number, reason: 'is not a JSON object' };
  }
}
