import * as z from 'zod';
import { s3 } from '../../layers/adapters/clients.ts';
import { createS3ShardStore } from '../../layers/adapters/s3-shard-store.ts';
import { withdrawNotAllowed } from '../../layers/core/backfill/withdraw.ts';
import type { ShardStore } from '../../layers/core/conversation/shard-store.ts';
import type { ObjectStore } from '../../layers/core/dataset/object-store.ts';
import type { Signal } from '../../layers/core/signals/signal.ts';
import { clock } from '../../layers/kit/clock.ts';
import { environment } from '../../layers/kit/environment.ts';
import { step } from '../../layers/kit/step.ts';
import { lake } from '../lake.ts';
import { all as input, withdrawn as output } from './state.ts';

export { input, output };

/** In milliseconds: what is under way then has five minutes more. */
const enough = 10 * 60_000;

interface Tools {
  readonly store: ObjectStore;
  readonly signals: ShardStore<Signal>;
  readonly hasTime: () => boolean;
}

/** Withdraws what the lake has and the table does not allow, as time allows. */
export async function withdrawConsent(state: z.infer<typeof input>, tools: Tools): Promise<z.infer<typeof output>> {
  const { runId, startedAt, results, consent } = state;
  const at = new Date(startedAt).toISOString();
  return {
    ...state,
    consent: await withdrawNotAllowed(tools, { runId, startedAt: at, shares: results.length }, consent),
  };
}

export const handler = step({
  input,
  output,
  run: (state) => {
    const started = clock.now();
    const { LAKE_BUCKET } = environment({ LAKE_BUCKET: z.string().min(1) });
    const signals = createS3ShardStore(s3, LAKE_BUCKET);
    return withdrawConsent(state, { store: lake(), signals, hasTime: () => clock.now() - started < enough });
  },
});
