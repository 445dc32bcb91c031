import type * as z from 'zod';
import { loadPolicy } from '../../layers/adapters/policy-files.ts';
import { assembleDataset } from '../../layers/core/dataset/assemble.ts';
import { datasetPrefix, manifestKey } from '../../layers/core/dataset/manifest.ts';
import type { ObjectStore } from '../../layers/core/dataset/object-store.ts';
import { partsKey } from '../../layers/core/dataset/parts.ts';
import { brokenOf } from '../../layers/core/dataset/shard-list.ts';
import type { Policy } from '../../layers/core/quality/policy.ts';
import { policyFolder } from '../../layers/kit/layer-folder.ts';
import { logger } from '../../layers/kit/logger.ts';
import { step } from '../../layers/kit/step.ts';
import { lake } from '../lake.ts';
import { selected as input, assembled as output } from './state.ts';

export { input, output };

/** Puts together what the ranges have written into train, validation and hold-out, with the manifest beside them. */
export async function assemble(
  state: z.infer<typeof input>,
  store: ObjectStore,
  policy: Policy,
): Promise<z.infer<typeof output>> {
  const { runId, plan, request } = state;
  const { id, counts, files, rejected, shards } = await assembleDataset({
    store,
    policy,
    runId,
    partitions: plan.partitions,
    cut: plan,
    window: { since: request.since, until: request.until },
    validationShare: request.validationShare,
  });
  if (brokenOf(shards) > 0) {
    const { notAsPlanned, first } = shards;
    logger.warn('Some shards could not be read to their end', { notAsPlanned, first });
  }
  return {
    ...state,
    dataset: {
      id,
      prefix: datasetPrefix(id),
      manifestKey: manifestKey(id),
      partsKey: partsKey(runId),
      train: files.train.lines,
      validation: files.validation.lines,
      holdout: files.holdout.lines,
      seen: counts.seen,
      kept: counts.kept,
      rejected,
    },
  };
}

export const handler = step({
  input,
  output,
  run: (state) => assemble(state, lake(), loadPolicy(policyFolder(), state.request.policy)),
});
