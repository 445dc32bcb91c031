import * as z from 'zod';
import { exists } from '../../layers/core/dataset/object-store.ts';
import { type ManualReport, manualReportKey, type TakeIn, takeIn } from '../../layers/core/manual/take-in.ts';
import type { Notifier } from '../../layers/core/notifier.ts';
import { count, publishCounts } from '../../layers/kit/metrics.ts';
import { step } from '../../layers/kit/step.ts';
import { identity } from '../identity.ts';
import { lake } from '../lake.ts';
import { lineParts } from '../line-parts.ts';
import { people } from '../people.ts';

/** What EventBridge tells of an object that was put into the lake, or deleted. */
export const input = z.object({
  time: z.iso.datetime(),
  detail: z.object({ object: z.object({ key: z.string().startsWith('manual/') }) }),
});
export const output = z.object({ report: z.string().nullable(), rows: z.int(), taken: z.int(), refused: z.int() });

const refusedSubject = 'ReflectWithin: examples were refused';

/** Takes in a file, and tells people when something is wrong with it. Folders that the console makes are passed over. */
export async function checkManual(work: TakeIn, notifier: Notifier): Promise<z.infer<typeof output>> {
  if (!work.key.endsWith('.jsonl')) {
    if (!work.key.endsWith('/') && (await exists(work.store, work.key))) {
      const remedy = 'Only files that end in .jsonl are taken in. Put it there again under such a name.';
      await notifier.publish(refusedSubject, `${work.key}: ${remedy}\n`);
    }
    return { report: null, rows: 0, taken: 0, refused: 0 };
  }
  const { rows, taken, refused, problems }: ManualReport = await takeIn(work);
  const report = manualReportKey(work.key);
  count({ ManualExamplesTaken: taken, ManualExamplesRefused: refused });
  publishCounts();
  if (refused > 0) {
    const first = problems.slice(0, 5).map(({ row, reason }) => `row ${row}: ${reason}`);
    await notifier.publish(
      refusedSubject,
      `${work.key}: ${refused} of ${rows} rows were refused, ${taken} taken in.\n${first.join('\n')}\n${report} in the lake has all.\n`,
    );
  }
  return { report, rows, taken, refused };
}

export const handler = step({
  input,
  output,
  run: async ({ time, detail }) => {
    const { pseudonyms } = await identity();
    const file = { key: detail.object.key, at: new Date(time).toISOString() };
    return checkManual({ store: lake(), pseudonyms, ...lineParts(), ...file }, people());
  },
});
