import * as z from 'zod';
import { s3 } from '../../layers/adapters/clients.ts';
import { S3ErasableStore } from '../../layers/adapters/s3-erasable-store.ts';
import { redrive } from '../../layers/core/backfill/redrive.ts';
import { environment } from '../../layers/kit/environment.ts';
import { step } from '../../layers/kit/step.ts';
import { collector } from '../collect/deps.ts';
import { redriven as input, redriven as output } from './state.ts';

export { input, output };

/** In milliseconds: the batches under way then have five minutes more. */
const enough = 10 * 60_000;

export const handler = step({
  input,
  output,
  run: async ({ Comment: _, ...before }) => {
    const started = Date.now();
    const { FAILURES_BUCKET } = environment({ FAILURES_BUCKET: z.string().min(1) });
    const failures = new S3ErasableStore(s3, FAILURES_BUCKET);
    const collect = await collector();
    const done = await redrive({ failures, collect, hasTime: () => Date.now() - started < enough }, before);
    return { ...done, some: [...done.some] };
  },
});
