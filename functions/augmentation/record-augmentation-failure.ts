import * as z from 'zod';
import { type Batches, phaseOfBatch, requestsNameOf } from '../../layers/core/augmentation/batches.ts';
import type { ObjectStore } from '../../layers/core/dataset/object-store.ts';
import { failedRun } from '../../layers/core/training/failed-run.ts';
import type { Notifier } from '../../layers/core/training/registry.ts';
import { logger } from '../../layers/kit/logger.ts';
import { step } from '../../layers/kit/step.ts';
import { lake } from '../training/lake.ts';
import { people } from '../training/people.ts';
import { batches } from './batches.ts';

/** The run's state may be any: all that is needed is whether the service was reached. */
export const input = z.object({
  runId: z.string().min(1),
  startedAt: z.string(),
  failure: z.object({ Error: z.string().default(''), Cause: z.string().default('') }),
  state: z.looseObject({ plan: z.unknown().optional() }).catch({}),
});
export const output = z.object({ error: z.string(), reason: z.string(), key: z.string() });

interface Tools {
  readonly store: Pick<ObjectStore, 'put'>;
  readonly notifier: Notifier;
  readonly batches: () => Pick<Batches, 'find' | 'filesOf' | 'cancel' | 'deleteFile'>;
}

/** Ends what goes on at the service and deletes what lies there. That is worth an attempt, and no more. */
async function putAway(runId: string, tools: Tools): Promise<string[]> {
  try {
    const service = tools.batches();
    const batch = await service.find(runId);
    const going = batch !== undefined && phaseOfBatch(batch.status) === 'going';
    if (going) await service.cancel(batch.id);
    const files = [...(await service.filesOf(requestsNameOf(runId))), batch?.outputFile, batch?.errorFile];
    for (const id of files) if (typeof id === 'string') await service.deleteFile(id);
    return going ? [`The batch ${batch.id} was cancelled; delete there what it has answered until then.`] : [];
  } catch (error) {
    logger.warn('Could not put away what the run left at the service', { error: String(error) });
    return [
      `The service could not be asked about this run: look there for a batch of run ${runId}, and for its files.`,
    ];
  }
}

/** Writes down why an augmentation failed, in words that say what to do, and tells people. */
export async function recordAugmentationFailure(
  { runId, startedAt, failure, state }: z.infer<typeof input>,
  tools: Tools,
): Promise<z.infer<typeof output>> {
  const { error, reason } = failedRun(failure);
  // Before the plan was made nothing can have been sent anywhere.
  const remarks = state.plan === undefined ? [] : await putAway(runId, tools);
  const key = `runs/${runId}/failure.json`;
  const paper = { schema: 1, runId, startedAt, error, reason, remarks };
  await tools.store.put(key, JSON.stringify(paper, null, 2), 'application/json');
  const words = [`Augmentation ${runId} failed.`, '', reason, ...remarks, '', `${error}; see ${key} in the lake.`];
  await tools.notifier.publish(`ReflectWithin augmentation failed: ${error}`, `${words.join('\n')}\n`);
  return { error, reason, key };
}

export const handler = step({
  input,
  output,
  run: (state) => recordAugmentationFailure(state, { store: lake(), notifier: people(), batches }),
});
