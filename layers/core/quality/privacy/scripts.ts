import * as z from 'zod';

/** What stands for a class of letters or words in the patterns of `scripts.json`. */
const classes = ['other', 'kin', 'surname', 'family', 'state'] as const;

/** What `scripts.json` may say. */
export const scriptsSchema = z.strictObject({
  description: z.string(),
  other: z.string(),
  kin: z.string(),
  surname: z.string(),
  family: z.string(),
  state: z.string(),
  patterns: z.array(z.string().regex(/\(\?<(?:name|self)>/, 'has no group "name" or "self"')).readonly(),
});

/** Makes the patterns of `scripts.json` ready. @throws SyntaxError for one that is no regular expression */
export function compileScripts(file: z.infer<typeof scriptsSchema>): readonly RegExp[] {
  const whole = (pattern: string) => classes.reduce((text, name) => text.replaceAll(`<${name}>`, file[name]), pattern);
  return file.patterns.map((pattern) => new RegExp(whole(pattern), 'dgu'));
}
