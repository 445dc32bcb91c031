import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { type SafetyLexicon, safetyLexiconSchema } from '../core/quality/safety/lexicon.ts';

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

/**
 * Reads the safety lexicon: lexicon.json, with concepts.json, excuses.json, known-words.json and rules/*.json beside it.
 *
 * @param folder the policy layer's `safety` folder
 * @throws ZodError naming what a file says that the schema does not know
 */
export function loadSafetyLexicon(folder: string): SafetyLexicon {
  const rules = readdirSync(join(folder, 'rules'))
    .filter((file) => file.endsWith('.json'))
    .sort();
  const main = readJson(join(folder, 'lexicon.json'));
  return safetyLexiconSchema.parse({
    ...z.record(z.string(), z.unknown()).parse(main),
    concepts: readJson(join(folder, 'concepts.json')),
    excuses: readJson(join(folder, 'excuses.json')),
    known_words: z
      .array(z.string())
      .parse(readJson(join(folder, 'known-words.json')))
      .flatMap((line) => line.split(' ')),
    sections: rules.flatMap((file) => readJson(join(folder, 'rules', file))),
  });
}
