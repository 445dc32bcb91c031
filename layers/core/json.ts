import type * as z from 'zod';

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
