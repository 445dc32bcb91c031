import * as z from 'zod';

/**
 * Reads a function's settings from its environment, once, at start-up.
 *
 * @param shape the variables the function needs, by name
 * @throws Error naming every variable that is missing or malformed: the deployment is wrong, a retry cannot help
 */
export function environment<Shape extends z.ZodRawShape>(shape: Shape): z.infer<z.ZodObject<Shape>> {
  const parsed = z.object(shape).safeParse(process.env);
  if (parsed.success) return parsed.data;
  throw new Error(`The function's environment is wrong, deploy the stack again.\n${z.prettifyError(parsed.error)}`);
}

/** A variable that holds JSON of a schema's form. */
export const json = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.issues.push({ code: 'custom', message: 'is not JSON', input: text });
        return z.NEVER;
      }
    })
    .pipe(schema);
