import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import * as z from 'zod';
import { costOf } from './assembly/cost.ts';
import { measuredFilesSchema, measuredRunSchema } from './assembly/measured.ts';
import { minHashShare } from './assembly/minhash.ts';
import { sizesOf } from './assembly/sizes.ts';

const help = `Assembles datasets of seeded exchanges: the states from Plan dataset to Write card, on a local folder.

  npm run bench:assemble                         10,000, 100,000 and 1,000,000 exchanges: some ten minutes, 6 GB of disk
  npm run bench:assemble -- --quick              without the million: about a minute
  npm run bench:assemble -- --sizes 1000,5000
  npm run bench:assemble -- --vectors            with meanings compared as well, by a stand-in for an embedder
  npm run -s bench:assemble -- --json            the same as JSON

Times are processor time, helper threads included. "Floor" is JSON.parse + JSON.stringify of the same lines.
What is under way is told on standard error.`;

const { values } = parseArgs({
  options: {
    vectors: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    sizes: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const sizes = sizesOf(values);

/** As much as the smallest function that reads text may have on its heap; buffers come on top. */
const heapMegabytes = 192;

const run = promisify(execFile);
const child = async (...args: string[]): Promise<string> => {
  const file = new URL('assembly/child.ts', import.meta.url).pathname;
  const options = { maxBuffer: 64 * 1024 * 1024 };
  const heap = args[0] === 'run' || args[0] === 'files' ? [`--max-old-space-size=${heapMegabytes}`] : [];
  return (await run(process.execPath, [...heap, file, ...args], options)).stdout;
};

const foundSchema = z.object({ recall: z.number(), rewordedRecall: z.number().optional(), wrong: z.number() });

const comparedBy = values.vectors ? 'vectors' : 'words';

async function measure(size: number) {
  const folder = mkdtempSync(join(tmpdir(), 'reflectwithin-bench-'));
  try {
    const tell = (what: string) => process.stderr.write(`${size.toLocaleString('en')} exchanges: ${what} …\n`);
    tell('making them');
    await child('make', folder, String(size), comparedBy);
    tell('planning to matching');
    const measured = measuredRunSchema.parse(JSON.parse(await child('run', folder, String(size), comparedBy)));
    tell('selecting to the card');
    const files = measuredFilesSchema.parse(JSON.parse(await child('files', folder, String(size), comparedBy)));
    tell('checking what was found');
    const checked = await child('check', folder, String(size), comparedBy, files.manifestKey);
    const found = foundSchema.parse(JSON.parse(checked));
    const requests = {
      reads: measured.requests.reads + files.requests.reads,
      writes: measured.requests.writes + files.requests.writes,
    };
    const stages = { ...measured.stages, ...files.stages };
    return {
      size,
      ...measured,
      seen: files.seen,
      ...found,
      stages,
      requests,
      peakOfFiles: files.peakMemory,
      afterwards: files.stages,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
type Figures = Awaited<ReturnType<typeof measure>>;

const sum = (stages: Figures['stages']) => Object.values(stages).reduce((total, time) => total + time, 0);
const perExchange = ({ stages, seen }: Figures) => sum(stages) / seen;

function told(figures: Figures) {
  const { size, stages, embedding, floor, peakMemory, peakOfFiles, seen, recall, rewordedRecall, wrong } = figures;
  const time = perExchange(figures);
  return {
    exchanges: size,
    microsecondsEach: Number(time.toFixed(1)),
    recordsPerSecond: Math.round(1e6 / time),
    percentOfFloor: Number(((100 * floor) / time).toFixed(1)),
    percentOfFloorUntilMatched: Number(((100 * floor) / (time - sum(figures.afterwards) / seen)).toFixed(1)),
    peakMegabytes: Math.round(Math.max(peakMemory, peakOfFiles) / 2 ** 20),
    peakMegabytesUntilMatched: Math.round(peakMemory / 2 ** 20),
    usdPerMillion: Number(((costOf(figures) * 1e6) / seen).toFixed(3)),
    recallPercent: Number((100 * recall).toFixed(2)),
    ...(rewordedRecall !== undefined && { rewordedRecallPercent: Number((100 * rewordedRecall).toFixed(2)) }),
    wrong,
    ...(embedding !== undefined && { standInEmbedderMicrosecondsEach: Number((embedding / seen).toFixed(1)) }),
    stagesMicrosecondsEach: Object.fromEntries(
      Object.entries(stages).map(([name, total]) => [name, Number((total / seen).toFixed(2))]),
    ),
  };
}

if (values.help) console.log(help);
else if (sizes === undefined) {
  console.error('--sizes takes whole numbers from 100, with commas between them.');
  console.error(help);
  process.exitCode = 1;
} else {
  const minHash = minHashShare(Math.max(...sizes));
  const all: Figures[] = [];
  for (const size of sizes) all.push(await measure(size));
  const rows = all.map(told);
  const [least, most] = [all[0], all.at(-1)];
  const growth = least && most ? Number((perExchange(most) / perExchange(least)).toFixed(2)) : 1;
  const json = { minHashPercentOfFloor: minHash, sizes: rows, timeEachAgainstSmallest: growth };
  if (values.json) console.log(JSON.stringify(json, null, 2));
  else {
    for (const { stagesMicrosecondsEach, ...row } of rows) {
      console.log(
        Object.entries(row)
          .map(([name, value]) => `${name.padEnd(30)} ${value}`)
          .join('\n'),
      );
      console.log(
        `µs each: ${Object.entries(stagesMicrosecondsEach)
          .map(([name, time]) => `${name} ${time}`)
          .join(', ')}\n`,
      );
    }
    console.log(`MinHash, of the floor: ${minHash} %`);
    console.log(`Time per exchange, largest against smallest: ${growth}`);
  }
}
