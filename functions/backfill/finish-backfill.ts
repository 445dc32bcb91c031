import type * as z from 'zod';
import type { Notifier } from '../../layers/core/notifier.ts';
import { step } from '../../layers/kit/step.ts';
import { people } from '../people.ts';
import { all as input, backfilled as output } from './state.ts';

export { input, output };

/** Adds up what the segments came to, and tells people. */
export async function finishBackfill(
  { results }: z.infer<typeof input>,
  notifier: Notifier,
): Promise<z.infer<typeof output>> {
  const sum = { conversations: 0, exchanges: 0, withoutConsent: 0, signals: 0, quarantined: 0, shards: 0 };
  for (const result of results) {
    for (const name of output.keyof().options) sum[name] += result[name];
  }
  await notifier.publish(
    'ReflectWithin: backfill done',
    `${sum.exchanges} exchanges of ${sum.conversations} conversations are in the lake, ${sum.shards} shards are new. ` +
      `Without consent: ${sum.withoutConsent}. Ratings and corrections: ${sum.signals}. In quarantine: ${sum.quarantined}.\n`,
  );
  return sum;
}

export const handler = step({ input, output, run: (state) => finishBackfill(state, people()) });
