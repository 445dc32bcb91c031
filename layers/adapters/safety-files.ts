import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { type SafetyLexicon, safetyLexiconSchema } from '../core/quality/safety/lexicon.ts';

const readJson = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'));

/**
 * Reads the safety lexicon: lexicon.json, with concepts.json, excuses.json, known-words.json and rules/*.json beside it.
 *
 * @param folder the policy layer's `safety` folder
 * @throws ZodError naming what a file says that the schema does not know
 */
export async function loadSafetyLexicon(folder: string): Promise<SafetyLexicon> {
  const rules = (await readdir(join(folder, 'rules'))).filter((file) => file.endsWith('.json')).sort();
  const [main, concepts, excuses, known, ...sections] = await Promise.all([
    readJson(join(folder, 'lexicon.json')),
    readJson(join(folder, 'concepts.json')),
    readJson(join(folder, 'excuses.json')),
    readJson(join(folder, 'known-words.json')),
    ...rules.map((file) => readJson(join(folder, 'rules', file))),
  ]);
  return safetyLexiconSchema.parse({
    ...z.record(z.string(), z.unknown()).parse(main),
    concepts,
    excuses,
    known_words: z
      .array(z.string())
      .parse(known)
      .flatMap((line) => line.split(' ')),
    sections: sections.flat(),
  });
}
