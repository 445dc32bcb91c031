import * as z from 'zod';

const words = z.array(z.string().min(1)).readonly();

/** What `cues.json` may say. */
export const privacyCuesSchema = z.strictObject({
  description: z.string(),
  /** Words before a person's own name: "my name is". */
  introductions: words,
});

/** What `stand-ins.json` may say: stand-ins are every beginning with every ending. */
export const standInsSchema = z.strictObject({
  description: z.string(),
  beginnings: words,
  endings: words,
});

/** What the finders know, ready for use. */
export interface PrivacyLexicon {
  readonly introductions: readonly string[];
  readonly standInList: readonly string[];
  /** The same in lower case, to be recognised: a stand-in is not replaced again. */
  readonly standIns: ReadonlySet<string>;
}

/** The texts of the files of the privacy folder, by file name. */
export type PrivacyFiles = Readonly<Record<'cues.json' | 'stand-ins.json', string>>;
export const privacyFileNames = ['cues.json', 'stand-ins.json'] as const;

/** @throws ZodError when a file says what the schema does not know */
export function privacyLexicon(files: PrivacyFiles): PrivacyLexicon {
  const cues = privacyCuesSchema.parse(JSON.parse(files['cues.json']));
  const { beginnings, endings } = standInsSchema.parse(JSON.parse(files['stand-ins.json']));
  const standInList = beginnings.flatMap((beginning) => endings.map((ending) => beginning + ending));
  return {
    introductions: cues.introductions,
    standInList,
    standIns: new Set(standInList.map((name) => name.toLowerCase())),
  };
}
