import * as z from 'zod';
import { s3 } from '../../layers/adapters/clients.ts';
import { S3ErasableStore } from '../../layers/adapters/s3-erasable-store.ts';
import { type Redriven, redrive } from '../../layers/core/backfill/redrive.ts';
import type { Notifier } from '../../layers/core/notifier.ts';
import { environment } from '../../layers/kit/environment.ts';
import { step } from '../../layers/kit/step.ts';
import { collector } from '../collect/deps.ts';
import { people } from '../people.ts';
import { redriven as input, redriven as output } from './state.ts';

export { input, output };

/** In milliseconds: the batches under way then have five minutes more. */
const enough = 10 * 60_000;

/** Tells people what a redrive came to, once it has looked at everything. */
export async function tell(done: Redriven, notifier: Notifier): Promise<void> {
  if (done.after !== undefined) return;
  const words = [
    `Batches taken in: ${done.batches}, with ${done.records} records. They came to ${done.exchanges} exchanges and ` +
      `${done.signals} ratings, corrections and withdrawals of consent. In quarantine: ${done.quarantined}.`,
    ...(done.stayed === 0
      ? []
      : [
          `Batches that could not be taken in, and stay in the failures bucket: ${done.stayed}. Mend the cause and start ` +
            `the Redrive state machine again. The first of them:`,
          ...done.some,
        ]),
  ];
  await notifier.publish('ReflectWithin: redrive done', `${words.join('\n')}\n`);
}

export const handler = step({
  input,
  output,
  run: async ({ Comment: _, ...before }) => {
    const started = Date.now();
    const { FAILURES_BUCKET } = environment({ FAILURES_BUCKET: z.string().min(1) });
    const failures = new S3ErasableStore(s3, FAILURES_BUCKET);
    const collect = await collector();
    const done = await redrive({ failures, collect, hasTime: () => Date.now() - started < enough }, before);
    await tell(done, people());
    return { ...done, some: [...done.some] };
  },
});
