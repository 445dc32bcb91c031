import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import * as z from 'zod';
import { collectFiles } from '../../cli/assemble/collect.ts';
import { makeDataset } from '../../cli/assemble/stages.ts';
import { createProgress } from '../../cli/progress.ts';
import { exampleSchema } from '../../layers/core/dataset/card/example.ts';
import { strategyJudge } from '../support/exchanges.ts';
import { MemoryObjectStore } from '../support/memory-object-store.ts';

const subjects = ['running', 'sleep', 'stress', 'yoga', 'food', 'weights', 'swimming', 'rest', 'hiking', 'work'];

/** A conversation of so many exchanges, nobody's and without a name. */
const conversation = (which: number, exchanges: number) => ({
  messages: Array.from({ length: exchanges }, (_, i) => {
    const subject = `${subjects[which % 10]} on day ${which} after part ${i}`;
    return [
      { sender: 'user', text: `My ${subject} has been hard for ${which + i} weeks, and it wears me down.` },
      {
        sender: 'ai',
        text: `It sounds like ${subject} takes a lot out of you. What is hardest in week ${which * 7 + i}?`,
      },
    ];
  }).flat(),
});

async function examplesOf(rows: readonly unknown[]) {
  const folder = mkdtempSync(join(tmpdir(), 'held-out-'));
  const file = join(folder, 'rows.jsonl');
  writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const store = new MemoryObjectStore();
  const progress = createProgress({ write: () => true });
  await collectFiles(new Map([[file, file]]), store, { folder, judge: strategyJudge, progress });
  const judging = { judge: strategyJudge, embedder: undefined };
  const { files } = await makeDataset(store, judging, { validationShare: 0.1, moderator: undefined }, progress);
  return z.array(exampleSchema).parse(store.lines(files.examples.key).map((line) => JSON.parse(line)));
}

describe('conversations of files without a name, that go on from one file to the next', () => {
  it('train on nothing that is or was held out, in the context neither', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 2 })), {
          minLength: 60,
          maxLength: 60,
        }),
        async (lengths) => {
          const before = lengths.map(([exchanges], which) => conversation(which, exchanges));
          const grown = lengths.map(([exchanges, more], which) => conversation(which, exchanges + more));
          const heldOut = new Set<string>();
          for (const rows of [before, [...before, ...grown]]) {
            const examples = await examplesOf(rows);
            for (const { split, assistant } of examples) if (split === 'holdout') heldOut.add(assistant);
            const trained = examples.filter(({ split }) => split !== 'holdout');
            expect(heldOut.size).toBeGreaterThan(0);
            for (const { assistant, context } of trained) {
              for (const text of [assistant, ...context.map((turn) => turn.text)])
                expect(heldOut.has(text)).toBe(false);
            }
          }
        },
      ),
      { numRuns: 3 },
    );
  }, 120_000);
});
