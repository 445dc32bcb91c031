import { isObject, parsed } from '../../core/json.ts';
import { plainItem } from './dynamo.ts';
import { InputError } from './input-error.ts';
import { isSpread, valuesOf } from './json-values.ts';
import { type BadRow, badRow, named, placeOf, type Row } from './row.ts';
import { linesOf, textOf } from './text.ts';
import { isListOfTurns } from './wrapped.ts';

async function isSpreadFile(path: string, name: string): Promise<boolean> {
  for await (const piece of textOf(path, name)) if (piece.trim() !== '') return isSpread(piece);
  return false;
}

/** What others than JSON write that looks like it. */
function noJson(text: string): string {
  const start = text.slice(0, 200);
  if (/^\s*[[{]\s*\{?\s*'/.test(start))
    return 'is not valid JSON: single quotes stand for double ones, as Python prints them; its json.dumps writes JSON';
  if (/[:,[]\s?(?:NaN|-?Infinity)\s?[,}\]]/.test(text))
    return 'is not valid JSON: NaN and Infinity are no numbers there; write null';
  return 'is not valid JSON';
}

/**
 * The rows of a JSON file: its lines, the elements of its array, or its objects over several lines each.
 *
 * @param name of the file, for the errors
 * @throws InputError `InputHalfLine` when the file breaks off in its last row
 */
export async function* jsonRows(path: string, name: string): AsyncGenerator<Row | BadRow> {
  const isValue = await isSpreadFile(path, name);
  for await (const { number: line, text, ended, isTooLong } of isValue ? valuesOf(path, name) : linesOf(path, name)) {
    const place = { line, ...(isValue && { isValue }) };
    const value = parsed(text);
    if (!ended && (isValue || value === undefined) && !isTooLong) {
      const mend = isValue ? 'close what is open there' : 'remove that line';
      throw new InputError(
        'InputHalfLine',
        `${name} breaks off in ${placeOf(place)}: the file was cut, or what stands there is no JSON. Copy it again, or ${mend}.`,
      );
    }
    if (isTooLong)
      yield badRow(place, 'is longer than 64 MB, and no conversation is: write those that are in it one a line');
    else if (isObject(value)) yield { ...place, fields: named(plainItem(value)) };
    else if (isListOfTurns(value)) yield { ...place, fields: { turns: value } };
    else if (Array.isArray(value) && value.some(isObject)) yield { ...place, fields: { list: value } };
    else yield badRow(place, value === undefined ? noJson(text) : 'is not a JSON object');
  }
}
