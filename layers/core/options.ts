import * as z from 'zod';
import { nearest } from './nearest.ts';

/** What a person typed, short and without control characters: it goes into messages. */
export const printable = (text: string): string => text.replaceAll(/\p{C}/gu, '?').slice(0, 80);

const given = z.record(z.string(), z.unknown());

/**
 * Reads what an execution was started with: `{}`, the console's own `{"Comment": "Insert your JSON here"}`, or options.
 *
 * @param wants what each option must be, in words
 * @returns the options, or a sentence for each that is unknown or wrong
 */
export function optionsIn<Schema extends z.ZodObject>(
  raw: unknown,
  schema: Schema,
  wants: Readonly<Record<string, string>>,
): z.infer<Schema> | string[] {
  const object = given.safeParse(raw);
  if (!object.success || Array.isArray(raw)) return ['The input must be a JSON object of options.'];
  const { Comment: _, ...wanted } = object.data;
  const names = Object.keys(wants);
  const read = schema.safeParse(wanted);
  const isWrong = (name: string) => read.error?.issues.some(({ path }) => path[0] === name);
  const problems = Object.entries(wanted).flatMap(([name, value]) => {
    if (!names.includes(name)) {
      const meant = `did you mean "${nearest(name, names)}"? Options: ${names.join(', ')}.`;
      return `"${printable(name)}" is no option; ${meant}`;
    }
    return isWrong(name)
      ? `"${name}" must be ${wants[name]}, not ${printable(JSON.stringify(value) ?? String(value))}.`
      : [];
  });
  return read.success && problems.length === 0 ? read.data : problems;
}
