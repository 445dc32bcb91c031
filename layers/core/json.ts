import type * as z from 'zod';

/** Whether a value is an object of JSON, with whatever in it. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value of a JSON text; undefined for what is none. The parser's own error would quote the text. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A JSON text as what it is expected to be; undefined when it is something else. */
export const parsedAs = <Schema extends z.ZodType>(schema: Schema, text: string): z.infer<Schema> | undefined =>
  schema.safeParse(parsed(text)).data;
