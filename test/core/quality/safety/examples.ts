import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const texts = z.array(z.string());

/**
 * Invented lines, as people might write them: `said` must be held under its category, `answered` are a question and a
 * reply that nobody should learn, `answeredWell` a question and a reply that only
 * sounds like one, `harmless` is talk of the gym and of everyday life that only sounds alarming.
 */
export const { said, answered, answeredWell, harmless } = z
  .strictObject({
    said: z.record(z.string(), texts),
    answered: z.array(z.tuple([z.string(), z.string()])),
    answeredWell: z.array(z.tuple([z.string(), z.string()])),
    harmless: texts,
  })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, 'examples.json'), 'utf8')));
