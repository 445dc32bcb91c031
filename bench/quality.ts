import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { policyFolder as policies } from '../cli/policy-folder.ts';
import { createProgress } from '../cli/progress.ts';
import { loadJudge } from '../layers/adapters/judge-files.ts';
import { findMinilmEmbedder } from '../layers/adapters/minilm/find-embedder.ts';
import { loadPrivacyLexicon } from '../layers/adapters/privacy-files.ts';
import { createRedactor } from '../layers/core/quality/privacy/redact.ts';
import { keptIn } from './quality/kept-vectors.ts';
import { measurePersonalData } from './quality/personal-data.ts';
import { missing, type Part, parts } from './quality/rows.ts';
import { measureSafety } from './quality/safety.ts';
import { measureScores } from './quality/scores.ts';
import type { Table } from './quality/table.ts';

const help = `npm run bench:quality [-- --data FOLDER]

How well the default policy agrees with what people said, on labelled rows that are not part of this project: AUC and
calibration of the scores, what is held for safety, and what personal data is found.
FOLDER (default ../shared/data) holds, each as .jsonl:
${Object.entries(parts)
  .map(([part, files]) => `  ${part.padEnd(14)} ${files.join(', ')}`)
  .join('\n')}
What has no files there is left out, and named.

  --data FOLDER    the labelled rows
  --only PART      ${Object.keys(parts).join(', ')}; may be given more than once
  --model FOLDER   the embedding model (default layers/semantic/model)
  --vectors FILE   keeps what was embedded there: the next run with it embeds only what is new
  --no-semantic    leave the embeddings out`;

const root = join(import.meta.dirname, '..');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  allowNegative: true,
  options: {
    data: { type: 'string' },
    only: { type: 'string', multiple: true, default: Object.keys(parts) },
    model: { type: 'string', default: join(root, 'layers/semantic/model') },
    vectors: { type: 'string' },
    semantic: { type: 'boolean', default: true },
    help: { type: 'boolean', default: false },
  },
});
const folder = values.data ?? positionals[0] ?? join(root, '../shared/data');
const told = createProgress();

const measures: Readonly<Record<Part, () => Promise<Table[]>>> = {
  async scores() {
    const say = (line: string) => console.error(line);
    const embedder = values.semantic ? await findMinilmEmbedder(values.model, say) : undefined;
    const kept = embedder && values.vectors !== undefined ? keptIn(values.vectors, embedder) : embedder;
    return measureScores(folder, policies, kept, told);
  },
  async safety() {
    told.tell('safety');
    return measureSafety(folder, loadJudge(policies, 'reflect'));
  },
  async personal_data() {
    told.tell('personal data');
    return measurePersonalData(folder, createRedactor(loadPrivacyLexicon(policies)));
  },
};

const isPart = (name: string): name is Part => Object.hasOwn(parts, name);

async function measure(part: Part): Promise<boolean> {
  const absent = missing(folder, part);
  if (absent.length > 0) {
    console.error(
      `${part} is not measured: ${folder} does not hold ${absent.map((name) => `${name}.jsonl`).join(', ')}.`,
    );
    return false;
  }
  const tables = await measures[part]();
  told.end();
  for (const table of tables) console.log(`${table}\n`);
  return true;
}

const unknown = values.only.filter((name) => !isPart(name));
if (values.help) console.log(help);
else if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}: choose from ${Object.keys(parts).join(', ')}.`);
  process.exitCode = 1;
} else {
  let measured = false;
  for (const part of values.only.filter(isPart)) measured = (await measure(part)) || measured;
  if (!measured) {
    console.error(`Nothing to measure on.\n\n${help}`);
    process.exitCode = 1;
  }
}
