import type * as z from 'zod';
import type { Notifier } from '../../layers/core/notifier.ts';
import { step } from '../../layers/kit/step.ts';
import { people } from '../people.ts';
import { backfilled, withdrawn as input, done as output } from './state.ts';

export { input, output };

/** Adds up what the segments came to, and tells people. */
export async function finishBackfill(
  { results, consent: { withdrawn } }: z.infer<typeof input>,
  notifier: Notifier,
): Promise<z.infer<typeof output>> {
  const sum = { conversations: 0, exchanges: 0, withoutConsent: 0, signals: 0, quarantined: 0, shards: 0 };
  for (const result of results) {
    for (const name of backfilled.keyof().options) sum[name] += result[name];
  }
  await notifier.publish(
    'ReflectWithin: backfill done',
    `${sum.exchanges} exchanges of ${sum.conversations} conversations are in the lake, ${sum.shards} shards are new. ` +
      `Without consent: ${sum.withoutConsent}. Ratings and corrections: ${sum.signals}. In quarantine: ${sum.quarantined}. ` +
      `Collected before and withdrawn now, for the table says that they may not train: ${withdrawn}.\n`,
  );
  return { ...sum, withdrawn };
}

export const handler = step({ input, output, run: (state) => finishBackfill(state, people()) });
