import * as z from 'zod';

/**
 * What tells a row from the others; it is written as it was read. JSON knows more digits than a number holds:
 * 9007199254740993 would come out as another row's 9007199254740992, and 1.10 as 1.1.
 */
export const idSchema = z.custom<string | number>(
  (id) => typeof id === 'string' || Number.isSafeInteger(id),
  'a text or a whole number of up to 15 digits is wanted',
);

const [newline, carriageReturn] = [0x0a, 0x0d];
const blanks: readonly number[] = [0x20, 0x09, carriageReturn];

/** The lines of a byte stream, without their line ends, numbered from 1; blank lines are passed over. */
export async function* linesOf(
  stream: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ number: number; bytes: Uint8Array }> {
  let number = 0;
  let rest: Uint8Array[] = [];
  const take = (piece: Uint8Array): Uint8Array => {
    const bytes = rest.length === 0 ? piece : Buffer.concat([...rest, piece]);
    rest = [];
    number++;
    return bytes.at(-1) === carriageReturn ? bytes.subarray(0, -1) : bytes;
  };
  const isBlank = (bytes: Uint8Array): boolean => bytes.every((byte) => blanks.includes(byte));
  for await (const chunk of stream) {
    let from = 0;
    for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, from)) {
      const bytes = take(chunk.subarray(from, at));
      from = at + 1;
      if (!isBlank(bytes)) yield { number, bytes };
    }
    if (from < chunk.length) rest.push(chunk.subarray(from));
  }
  const last = take(Buffer.alloc(0));
  if (!isBlank(last)) yield { number, bytes: last };
}

/** A row of the input, or why a line is none, and its JSON if it is any. A problem names fields, never what they hold. */
type Row<T> =
  | { readonly line: number; readonly value: T }
  | { readonly line: number; readonly problem: string; readonly json?: unknown };

/** Bytes: far more than any conversation has, and as much as a text of JavaScript surely holds. */
const longestRow = 64 * 1024 * 1024;

/** Whether a row has anything where the path leads. */
function isMissing(row: unknown, path: readonly PropertyKey[]): boolean {
  const found = path.reduce<unknown>((value, key) => Object(value)[key], row);
  return path.length > 0 && found === undefined;
}

function problemOf(row: unknown, error: z.ZodError): string {
  const [issue] = error.issues;
  const path = issue?.path ?? [];
  if (isMissing(row, path)) return `${path.join('.')} is missing`;
  const what = issue?.message.replace('Invalid input: ', '') ?? 'malformed';
  return `${path.join('.') || 'row'}: ${what}`;
}

/** Reads one line as a row: unknown columns are passed over. */
export function parseRow<Schema extends z.ZodType>(
  bytes: Uint8Array,
  line: number,
  schema: Schema,
): Row<z.infer<Schema>> {
  if (bytes.length > longestRow) return { line, problem: 'longer than 64 MB' };
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    const problem = error instanceof SyntaxError ? 'not JSON (is the line cut off?)' : 'not UTF-8';
    return { line, problem };
  }
  const parsed = schema.safeParse(json);
  return parsed.success ? { line, value: parsed.data } : { line, problem: problemOf(json, parsed.error), json };
}
