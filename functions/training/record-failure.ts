import * as z from 'zod';
import type { ObjectStore } from '../../layers/core/dataset/object-store.ts';
import type { Notifier } from '../../layers/core/notifier.ts';
import { wordOfChild } from '../../layers/core/training/child-error.ts';
import { ErasedMeanwhile } from '../../layers/core/training/erased-meanwhile.ts';
import { endingOf } from '../../layers/core/training/failed-run.ts';
import { type Fate, fateOf } from '../../layers/core/training/fate.ts';
import { type Leftovers, putAwayLeftovers } from '../../layers/core/training/leftovers.ts';
import type { Registry } from '../../layers/core/training/registry.ts';
import type { Trainer } from '../../layers/core/training/trainer.ts';
import { logger } from '../../layers/kit/logger.ts';
import { step } from '../../layers/kit/step.ts';
import { lake } from '../lake.ts';
import { people } from '../people.ts';
import { registry } from '../registry/registry.ts';
import { trainer } from '../trainer.ts';
import { checked } from './fine-tune-state.ts';

const atTrainer = checked.pick({ baseModel: true, dataset: true });

/** The run's state may be any: it is read only as far as it can be understood. */
export const input = z.object({
  runId: z.string().min(1),
  startedAt: z.string(),
  failure: z.object({ Error: z.string().default(''), Cause: z.string().default('') }),
  state: z.record(z.string(), z.unknown()).catch({}),
});
export const output = z.object({ error: z.string(), reason: z.string(), key: z.string() });

interface Tools {
  readonly store: Pick<ObjectStore, 'put' | 'open'>;
  readonly notifier: Notifier;
  readonly trainer: () => Pick<Trainer, 'findJobs' | 'filesOf' | 'deleteFile'>;
  readonly registry: () => Pick<Registry, 'promotedBy'>;
}

/** What cannot be read was not said. */
const childSaid = (runId: string, { store }: Tools) =>
  wordOfChild(store, runId).catch((error: unknown) => {
    logger.warn('Could not read why a child of a map failed', { error: String(error) });
    return undefined;
  });

/** That the registry cannot be asked is no reason to keep people from being told either. */
const fate = (runId: string, state: unknown, tools: Tools): Promise<Fate> =>
  fateOf(runId, state, tools.registry).catch((error: unknown) => {
    logger.warn('Could not ask the registry what the run promoted', { error: String(error) });
    return { is: 'not known' } as const;
  });

const isOfErased = (error: string): boolean => error === new ErasedMeanwhile().name;

/** Cleaning up is worth an attempt, and no reason to keep people from being told. */
async function leftovers(runId: string, state: unknown, error: string, tools: Tools): Promise<Leftovers> {
  // Before, nothing can have been sent anywhere.
  const reached = atTrainer.safeParse(state).data;
  if (reached === undefined) return { jobs: [], remarks: [] };
  const run = { runId, datasetId: reached.dataset.id };
  try {
    const became = isOfErased(error) ? ({ is: 'not to be used' } as const) : await fate(runId, state, tools);
    return await putAwayLeftovers(tools.trainer(), run, became);
  } catch (error) {
    logger.warn('Could not look for what the run left at the trainer', { error: String(error) });
    const remark = `The trainer could not be asked about this run: look there for a job of run ${runId}, and for its files.`;
    return { jobs: [], remarks: [remark] };
  }
}

/** Writes down why the run failed, in words that say what to do, and tells people. */
export async function recordFailure(state: z.infer<typeof input>, tools: Tools): Promise<z.infer<typeof output>> {
  const { runId, startedAt, failure } = state;
  const { error, reason, at } = await endingOf(failure, state.state, () => childSaid(runId, tools));
  const { jobs, remarks } = await leftovers(runId, state.state, error, tools);
  const key = `runs/${runId}/failure.json`;
  // What the state says of the job is as old as the last poll that succeeded.
  const statuses = jobs.map(({ id, status }) => ({ id, status }));
  const paper = { schema: 1, runId, startedAt, error, reason, at, jobs: statuses, remarks };
  await tools.store.put(key, JSON.stringify(paper, null, 2), 'application/json');
  const words = [`Run ${runId} failed at "${at}".`, '', reason, ...remarks, '', `${error}; see ${key} in the lake.`];
  await tools.notifier.publish(`ReflectWithin training failed: ${error}`, `${words.join('\n')}\n`);
  return { error, reason, key };
}

export const handler = step({
  input,
  output,
  run: (state) => recordFailure(state, { store: lake(), notifier: people(), trainer, registry }),
});
