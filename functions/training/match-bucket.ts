import type * as z from 'zod';
import { matchBucket } from '../../layers/core/dataset/near/match-bucket.ts';
import type { ObjectStore } from '../../layers/core/dataset/object-store.ts';
import { step } from '../../layers/kit/step.ts';
import { lake } from '../lake.ts';
import { reporting } from './reporting.ts';
import { matchInput as input, matchOutput as output } from './state.ts';

export { input, output };

/** Compares the texts of one bucket of band keys and writes which are near-duplicates. */
export async function match(
  { bucket: { index: bucket }, ...run }: z.infer<typeof input>,
  store: ObjectStore,
): Promise<z.infer<typeof output>> {
  return { bucket, ...(await matchBucket({ store, bucket, ...run })) };
}

export const handler = step({
  input,
  output,
  run: reporting('Match near-duplicates', (state: z.infer<typeof input>) => match(state, lake())),
});
