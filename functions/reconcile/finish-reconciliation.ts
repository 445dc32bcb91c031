import type * as z from 'zod';
import type { ObjectStore } from '../../layers/core/dataset/object-store.ts';
import type { Notifier } from '../../layers/core/notifier.ts';
import { count, publishCounts } from '../../layers/kit/metrics.ts';
import { step } from '../../layers/kit/step.ts';
import { lake } from '../lake.ts';
import { people } from '../people.ts';
import { all as input, done as output } from './state.ts';

export { input, output };

interface Tools {
  readonly store: Pick<ObjectStore, 'put'>;
  readonly notifier: Notifier;
}

/** Adds up, writes the proof, counts what is missing for the alarm, and tells people when anything is. */
export async function finishReconciliation(
  { results, ...span }: z.infer<typeof input>,
  { store, notifier }: Tools,
): Promise<z.infer<typeof output>> {
  const sum = { conversations: 0, eligible: 0, found: 0, missing: 0, broken: 0 };
  for (const result of results) {
    sum.conversations += result.conversations;
    sum.eligible += result.eligible;
    sum.found += result.found;
    sum.missing += result.missing;
    // Every segment reads the same shards.
    sum.broken = Math.max(sum.broken, result.broken);
  }
  const report = `runs/${span.runId}/reconciliation.json`;
  const some = results.flatMap(({ missingIds }) => missingIds).sort();
  await store.put(report, JSON.stringify({ schema: 1, ...span, ...sum, some }, null, 2), 'application/json');
  count({ ExchangesEligible: sum.eligible, ExchangesMissing: sum.missing });
  publishCounts();
  if (sum.missing > 0) {
    await notifier.publish(
      'ReflectWithin: exchanges are missing',
      `${sum.missing} of ${sum.eligible} exchanges from ${span.since} to ${span.until} were not collected. Start the ` +
        `Redrive state machine with {} and look at quarantine/, then start the Backfill state machine with {}: it collects what is still missing. ${report} has some of their ids.\n`,
    );
  }
  return { ...span, ...sum, report };
}

export const handler = step({
  input,
  output,
  run: (state) => finishReconciliation(state, { store: lake(), notifier: people() }),
});
