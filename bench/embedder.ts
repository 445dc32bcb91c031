import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { type Figure, inWords, rounded, summary } from './figure.ts';

const folder = resolve(import.meta.dirname, '../layers/semantic/model');
const measuredSchema = z.object({ textsPerSecond: z.number(), readyMs: z.number(), memoryMb: z.number() }).nullable();

const inNewProcess = (round: number) =>
  measuredSchema.parse(
    JSON.parse(
      execFileSync(process.execPath, [join(import.meta.dirname, 'embedder-child.ts'), folder, String(round + 1)], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    ),
  );

/** The embedding model by itself, in a new process each round: from nothing to ready, and then text after text. */
export const embedder: Figure = {
  name: 'embedder',
  async measure(rounds) {
    const measured = Array.from({ length: rounds }, (_, round) => inNewProcess(round)).filter((each) => each !== null);
    if (measured.length < rounds) {
      return { json: null, rows: [['Embedder', 'not measured: "npm run fetch-model" brings the model']] };
    }
    const of = (key: keyof (typeof measured)[number]) => summary(measured.map((each) => each[key]));
    const [speed, ready, memory] = [of('textsPerSecond'), of('readyMs'), of('memoryMb')];
    return {
      json: {
        textsPerSecond: rounded(speed, 0).value,
        readyMs: rounded(ready, 0).value,
        memoryMb: rounded(memory, 0).value,
        spread: {
          textsPerSecond: rounded(speed, 0).spread,
          readyMs: rounded(ready, 0).spread,
          memoryMb: rounded(memory, 0).spread,
        },
        rounds,
      },
      rows: [
        ['Embedder, texts per second of processor time', inWords(speed, '', 0)],
        ['  milliseconds until it is ready', inWords(ready, '', 0)],
        ['  memory that it adds', inWords(memory, ' MB', 0)],
      ],
    };
  },
};
