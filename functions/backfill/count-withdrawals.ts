import type * as z from 'zod';
import { toLookAt } from '../../layers/core/backfill/too-many.ts';
import { countNotAllowed } from '../../layers/core/backfill/withdraw.ts';
import type { ObjectStore } from '../../layers/core/dataset/object-store.ts';
import type { Notifier } from '../../layers/core/notifier.ts';
import { step } from '../../layers/kit/step.ts';
import { lake } from '../lake.ts';
import { people } from '../people.ts';
import { all as input, counted as output } from './state.ts';
import { patience } from './time.ts';

export { input, output };

interface Tools {
  readonly store: ObjectStore;
  readonly notifier: Notifier;
  readonly hasTime: () => boolean;
}

/**
 * Counts what the lake has and the table does not allow, as time allows.
 *
 * @throws TooManyToWithdraw when it is most of what there is, ConsentContradicted when the table says yes and no of
 *   something, unless somebody has said to go on; people are told before
 */
export async function countWithdrawals(
  state: z.infer<typeof input>,
  { notifier, ...tools }: Tools,
): Promise<z.infer<typeof output>> {
  const { runId, startedAt, withdraw, results, toWithdraw } = state;
  const of = { runId, startedAt: new Date(startedAt).toISOString(), shares: results.length };
  const counted = await countNotAllowed(tools, of, toWithdraw);
  const question = withdraw === 'all' || counted.after !== undefined ? undefined : toLookAt(counted);
  if (question) {
    await notifier.publish('ReflectWithin: backfill stopped', `${question.message}\n`);
    throw question;
  }
  return { ...state, toWithdraw: counted };
}

export const handler = step({
  input,
  output,
  run: (state) => countWithdrawals(state, { store: lake(), notifier: people(), hasTime: patience() }),
});
