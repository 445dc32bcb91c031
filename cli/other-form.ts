import { isObject } from '../layers/core/json.ts';

/** What tells a row of another command's form, and what to do with it. */
export interface OtherForm {
  readonly column: string;
  readonly advice: string;
}

const wanted = 'and JSON Lines are wanted, a row a line';

/** Whether it is the names of columns, of which these are some. */
function isHeader(line: string, columns: readonly string[]): boolean {
  const cells = line.split(/[,;\t]/).map((cell) => cell.trim().replaceAll('"', ''));
  return cells.length > 1 && cells.some((cell) => columns.includes(cell));
}

/** Whether a row is of the other form, and not a bad one that has a column more. An id has every row. */
const isOf = ({ column }: OtherForm, row: unknown, columns: readonly string[]): boolean =>
  isObject(row) && column in row && !columns.some((own) => own !== 'id' && own in row);

/**
 * What a file is whose first line cannot be read as a row, as the end of a sentence that begins with its name.
 *
 * @param json of the line, if it is any
 * @param columns of the rows that are wanted
 * @returns undefined where it may be a bad row of a file that is as it should be
 */
export function whatItIs(
  line: string,
  json: unknown,
  columns: readonly string[],
  other?: OtherForm,
): string | undefined {
  const text = line.replace(/^\ufeff/, '').trim();
  // A line of a log may begin with a bracket too.
  if (/^\[\s*(\{|$)/.test(text)) return `is a JSON array, ${wanted}: jq -c '.[]' makes them of it.`;
  if (text === '{') return `is JSON over several lines, ${wanted}: jq -c . makes them of it.`;
  if (isHeader(text, columns)) return `is a table with columns (CSV), ${wanted}: {"${columns[0]}":…}.`;
  if (other !== undefined && isOf(other, json, columns)) return other.advice;
  return undefined;
}
