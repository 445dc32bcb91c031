import { readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { exchangeId, madeLakeSchema, makeLake } from './lake.ts';
import { examplesOf, measuredFiles, measuredRun } from './measured-run.ts';

/** One step of the bench in a process of its own, so that its memory is its own. */
const [step, folder, size, compared, what] = z
  .tuple([
    z.enum(['make', 'run', 'files', 'check']),
    z.string(),
    z.coerce.number(),
    z.enum(['words', 'vectors']),
    z.string().default(''),
  ])
  .parse(process.argv.slice(2));
const truth = `${folder}/copies.json`;

/** Which of the copies were found, and how many exchanges fell out that nobody copied and that are no copies. */
async function found() {
  const { edited, repeated, reworded } = madeLakeSchema.parse(JSON.parse(readFileSync(truth, 'utf8')));
  const kept = await examplesOf(folder, what);
  const recallOf = (copies: Readonly<Record<string, string>>) => {
    const all = Object.entries(copies);
    return all.filter(([copy, original]) => !kept.has(copy) || !kept.has(original)).length / all.length;
  };
  const related = new Set([edited, repeated, reworded].flatMap((copies) => Object.entries(copies)).flat());
  let wrong = 0;
  for (let i = 0; i < size; i++) {
    const id = exchangeId(size, i);
    if (!kept.has(id) && !related.has(id)) wrong++;
  }
  return { recall: recallOf(edited), ...(compared === 'vectors' && { rewordedRecall: recallOf(reworded) }), wrong };
}

const byVectors = compared === 'vectors';
const told = {
  run: () => measuredRun(folder, byVectors),
  files: () => measuredFiles(folder, byVectors),
  check: found,
};
if (step === 'make') writeFileSync(truth, JSON.stringify(await makeLake(folder, size, byVectors)));
else console.log(JSON.stringify(await told[step]()));
