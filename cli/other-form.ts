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

/**
 * What a file is whose first line cannot be read as a row, as the end of a sentence that begins with its name.
 *
 * @param columns of the rows that are wanted
 * @returns undefined where it may be a bad row of a file that is as it should be
 */
export function whatItIs(line: string, columns: readonly string[], other?: OtherForm): string | undefined {
  const text = line.replace(/^\ufeff/, '').trim();
  if (text.startsWith('[')) return `is a JSON array, ${wanted}: jq -c '.[]' makes them of it.`;
  if (text === '{') return `is JSON over several lines, ${wanted}: jq -c . makes them of it.`;
  if (isHeader(text, columns)) return `is a table with columns (CSV), ${wanted}: {"${columns[0]}":…}.`;
  if (other !== undefined && text.startsWith('{') && text.includes(`"${other.column}"`)) return other.advice;
  return undefined;
}
