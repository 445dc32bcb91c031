import { readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { exchangeId, madeLakeSchema, makeLake } from './lake.ts';
import { examplesOf, measuredRun } from './measured-run.ts';

/** One step of the bench in a process of its own, so that its memory is its own. */
const [step, folder, size, what] = z
  .tuple([z.enum(['make', 'run', 'check']), z.string(), z.coerce.number(), z.string().default('')])
  .parse(process.argv.slice(2));
const truth = `${folder}/copies.json`;

/** How many edited copies were found, and how many exchanges fell out that nobody copied and that are no copies. */
async function found() {
  const { edited, repeated } = madeLakeSchema.parse(JSON.parse(readFileSync(truth, 'utf8')));
  const kept = await examplesOf(folder, what);
  const missed = Object.entries(edited).filter(([copy, original]) => kept.has(copy) && kept.has(original)).length;
  const related = new Set([...Object.entries(edited), ...Object.entries(repeated)].flat());
  let wrong = 0;
  for (let i = 0; i < size; i++) {
    const id = exchangeId(size, i);
    if (!kept.has(id) && !related.has(id)) wrong++;
  }
  const copies = Object.keys(edited).length;
  return { recall: (copies - missed) / copies, wrong };
}

if (step === 'make') writeFileSync(truth, JSON.stringify(await makeLake(folder, size)));
else console.log(JSON.stringify(step === 'run' ? await measuredRun(folder) : await found()));
