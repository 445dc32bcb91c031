import * as z from 'zod';
import { type Batch, type Batches, phaseOfBatch, requestsNameOf } from '../../layers/core/augmentation/batches.ts';
import { askedKey, failureKey } from '../../layers/core/augmentation/parent.ts';
import { closeSent, type PaperStore, writeFailure } from '../../layers/core/augmentation/sent.ts';
import { exists, type ObjectStore } from '../../layers/core/dataset/object-store.ts';
import type { Notifier } from '../../layers/core/notifier.ts';
import { failedRun } from '../../layers/core/training/failed-run.ts';
import { logger } from '../../layers/kit/logger.ts';
import { step } from '../../layers/kit/step.ts';
import { lake } from '../lake.ts';
import { people } from '../people.ts';
import { batches } from './batches.ts';
import { waiting } from './state.ts';

/** The run's state may be any: all that is needed is whether the service was reached. */
export const input = z.object({
  runId: z.string().min(1),
  startedAt: z.string(),
  failure: z.object({ Error: z.string().default(''), Cause: z.string().default('') }),
  state: z.looseObject({ plan: z.unknown().optional() }).catch({}),
});
export const output = z.object({ error: z.string(), reason: z.string(), key: z.string() });

interface Tools {
  readonly store: PaperStore & Pick<ObjectStore, 'list'>;
  readonly notifier: Notifier;
  readonly batches: () => Pick<Batches, 'host' | 'find' | 'filesOf' | 'cancel' | 'deleteFile'>;
}

/**
 * Trouble of the service, the lake or Lambda, or a used-up quota: the answers themselves are good. All that
 * infra/retry.ts tries again for.
 */
export const mayGoWell = /^(RetryableError|QuotaExceeded|Lambda\.\w+|Sandbox\.Timedout)$/;

/** The state with which answers can still be taken in; undefined where that is done, or would fail again. */
function stateToGoOn(error: string, state: z.infer<typeof input>['state'], batch: Batch | undefined) {
  if (!mayGoWell.test(error) || state['report'] !== undefined || batch === undefined) return undefined;
  const { id, status, outputFile, errorFile } = batch;
  if (phaseOfBatch(status) !== 'ended' || outputFile === null) return undefined;
  const before = waiting.safeParse(state).data;
  return before && { ...before, batch: { ...before.batch, id, status, outputFile, errorFile, ended: true } };
}

interface Left {
  readonly remarks: readonly string[];
  readonly goOn?: z.infer<typeof waiting>;
  /** What an erasure must ask for: a batch that may still answer, or null when only the run's id is known. */
  readonly left?: { readonly batch: string | null };
  /** Of the service, where it could be asked. */
  readonly host?: string;
}

/** Ends what goes on at the service and deletes what lies there, but answers that were paid for and can still be taken in. One attempt. */
async function putAway(error: string, { runId, state }: z.infer<typeof input>, tools: Tools): Promise<Left> {
  let known = waiting.safeParse(state).data?.batch.id ?? null;
  try {
    const service = tools.batches();
    const batch = await service.find(runId);
    known = batch?.id ?? known;
    const going = batch !== undefined && phaseOfBatch(batch.status) === 'going';
    if (going) await service.cancel(batch.id);
    // Without the list of what was asked, which an erasure deletes, nobody can take them in.
    const goOn = (await exists(tools.store, askedKey(runId))) ? stateToGoOn(error, state, batch) : undefined;
    const answers = [batch?.outputFile, batch?.errorFile].filter((id) => typeof id === 'string');
    const files = await service.filesOf(requestsNameOf(runId));
    for (const id of goOn ? files : [...files, ...answers]) await service.deleteFile(id);
    const { host } = service;
    if (goOn) return { remarks: [remaining(runId, answers)], goOn, host };
    if (!going) return { remarks: [], host };
    const remark = `The batch ${batch.id} was cancelled; delete there what it has answered until then. An erasure does.`;
    return { remarks: [remark], left: { batch: batch.id }, host };
  } catch (error) {
    logger.warn('Could not put away what the run left at the service', { error: String(error) });
    return {
      remarks: [
        `The service could not be asked about this run: look there for a batch of run ${runId}, and for its files.`,
      ],
      left: { batch: known },
    };
  }
}

const remaining = (runId: string, answers: readonly string[]) =>
  `The answers remain at the service, in ${answers.join(' and ')}. When it answers again, give "goOn" of ` +
  `runs/${runId}/failure.json to the function TakeInVariants, within two weeks, and what that returns to ` +
  'DeleteBatchFiles: see docs/augmentation.md. If you do not want them, delete these files there; an erasure does.';

/** Writes down why an augmentation failed, in words that say what to do, and tells people. */
export async function recordAugmentationFailure(
  failed: z.infer<typeof input>,
  tools: Tools,
): Promise<z.infer<typeof output>> {
  const { runId, startedAt, failure, state } = failed;
  const { error, reason } = failedRun(failure);
  // Before the plan was made nothing can have been sent anywhere.
  const { remarks, goOn, left, host }: Left =
    state.plan === undefined ? { remarks: [] } : await putAway(error, failed, tools);
  const key = failureKey(runId);
  await writeFailure(tools.store, runId, { schema: 1, runId, startedAt, error, reason, remarks, goOn, left });
  // From here on this paper says what lies at the service.
  if (state.plan !== undefined) await closeSent(tools.store, runId, host);
  const words = [`Augmentation ${runId} failed.`, '', reason, ...remarks, '', `${error}; see ${key} in the lake.`];
  await tools.notifier.publish(`ReflectWithin augmentation failed: ${error}`, `${words.join('\n')}\n`);
  return { error, reason, key };
}

export const handler = step({
  input,
  output,
  run: (state) => recordAugmentationFailure(state, { store: lake(), notifier: people(), batches }),
});
