import * as z from 'zod';
import { s3 } from '../../layers/adapters/clients.ts';
import { createS3ShardStore } from '../../layers/adapters/s3-shard-store.ts';
import { withdrawNotAllowed } from '../../layers/core/backfill/withdraw.ts';
import type { ShardStore } from '../../layers/core/conversation/shard-store.ts';
import type { ObjectStore } from '../../layers/core/dataset/object-store.ts';
import { WorkMissing } from '../../layers/core/dataset/work.ts';
import type { Signal } from '../../layers/core/signals/signal.ts';
import { environment } from '../../layers/kit/environment.ts';
import { step } from '../../layers/kit/step.ts';
import { lake } from '../lake.ts';
import { all as input, withdrawn as output } from './state.ts';
import { patience } from './time.ts';

export { input, output };

interface Tools {
  readonly store: ObjectStore;
  readonly signals: ShardStore<Signal>;
  readonly hasTime: () => boolean;
}

/** Withdraws what the lake has and the table does not allow, as time allows. */
export async function withdrawConsent(state: z.infer<typeof input>, tools: Tools): Promise<z.infer<typeof output>> {
  const { runId, startedAt, results, toWithdraw, consent } = state;
  // An execution goes on in its old flow, which had no such state, when the project is deployed meanwhile.
  if (toWithdraw === undefined) throw new WorkMissing('The count of "Count withdrawals"');
  if (toWithdraw.found === 0) return { ...state, toWithdraw, consent: { withdrawn: 0 } };
  const of = { runId, startedAt: new Date(startedAt).toISOString(), shares: results.length };
  return { ...state, toWithdraw, consent: await withdrawNotAllowed(tools, of, consent) };
}

export const handler = step({
  input,
  output,
  run: (state) => {
    const { LAKE_BUCKET } = environment({ LAKE_BUCKET: z.string().min(1) });
    const signals = createS3ShardStore(s3, LAKE_BUCKET);
    return withdrawConsent(state, { store: lake(), signals, hasTime: patience() });
  },
});
