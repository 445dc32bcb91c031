import * as z from 'zod';
import { type ManualReport, manualReportKey, type TakeIn, takeIn } from '../../layers/core/manual/take-in.ts';
import type { Notifier } from '../../layers/core/training/registry.ts';
import { count, publishCounts } from '../../layers/kit/metrics.ts';
import { step } from '../../layers/kit/step.ts';
import { lineParts } from '../collect/line-parts.ts';
import { identity } from '../identity.ts';
import { lake } from '../lake.ts';
import { people } from '../training/people.ts';

/** What EventBridge tells of an object that was put into the lake, or deleted. */
export const input = z.object({
  time: z.iso.datetime(),
  detail: z.object({ object: z.object({ key: z.string().regex(/^manual\/.+\.jsonl$/) }) }),
});
export const output = z.object({ report: z.string(), rows: z.int(), taken: z.int(), refused: z.int() });

/** Takes in a file, and tells people when something is wrong with it. */
async function checkManual(work: TakeIn, notifier: Notifier): Promise<z.infer<typeof output>> {
  const { rows, taken, refused, problems }: ManualReport = await takeIn(work);
  const report = manualReportKey(work.key);
  count({ ManualExamplesTaken: taken, ManualExamplesRefused: refused });
  publishCounts();
  if (refused > 0) {
    const first = problems.slice(0, 5).map(({ row, reason }) => `row ${row}: ${reason}`);
    await notifier.publish(
      'ReflectWithin: examples were refused',
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
