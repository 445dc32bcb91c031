import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CorpusLine, readCorpus } from '../core/quality/safety/corpus.ts';

/** More variants of a template say little that is new. */
const variantsOfTemplate = 8;

/**
 * Reads the corpus that the safety screen is measured by, and writes its templates out.
 *
 * @param folder corpus/safety
 * @param isRead by a file's name, whether its lines are asked for; without it all are
 * @throws ZodError or Error naming what a file says that cannot be read
 */
export function loadSafetyCorpus(folder: string, isRead: (file: string) => boolean = () => true): CorpusLine[] {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.txt') && isRead(file))
    .sort();
  const lines: CorpusLine[] = [];
  for (const file of files) {
    const first = (lines.at(-1)?.template ?? -1) + 1;
    lines.push(...readCorpus(readFileSync(join(folder, file), 'utf8'), variantsOfTemplate, first));
  }
  return lines;
}
