import { Readable } from 'node:stream';
import { eraseDataset } from '../../functions/erasure/erase-from-dataset.ts';
import { finish } from '../../functions/erasure/finish-erasure.ts';
import { plan } from '../../functions/erasure/plan-erasure.ts';
import { datasetInput, planned, shardsInput, started } from '../../functions/erasure/state.ts';
import { type Batch, requestsNameOf } from '../../layers/core/augmentation/batches.ts';
import { messageMappingSchema } from '../../layers/core/conversation/mapping.ts';
import { readText } from '../../layers/core/dataset/object-store.ts';
import type { ErasableStore } from '../../layers/core/erasure/erasable-store.ts';
import { eraseFromShards } from '../../layers/core/erasure/erase-shards.ts';
import type { Uploads } from '../../layers/core/erasure/follow-lineage.ts';
import type { LeftBatches } from '../../layers/core/erasure/kept-answers.ts';
import { erasureReportSchema } from '../../layers/core/erasure/papers.ts';
import { RetryableError } from '../../layers/core/errors.ts';
import { TrainerRefused } from '../../layers/core/training/errors.ts';
import { pseudonyms } from './collecting.ts';
import { Inbox } from './fine-tune-run.ts';

export const at = '2026-05-01T00:00:00.000Z';
/** When whatever was under way then has ended. */
export const later = '2026-05-01T00:15:00.000Z';

/** The trainer as far as an erasure asks it. */
export class Uploaded implements Uploads {
  readonly host: string;
  readonly files = new Map<string, string>();
  readonly models = new Map<string, string>();
  /** Models that the jobs of runs have left on their way. */
  readonly left = new Map<string, string[]>();

  constructor(host = 'api.openai.com') {
    this.host = host;
  }

  async filesOf(runId: string) {
    return [...this.files].filter(([, run]) => run === runId).map(([id]) => id);
  }

  async checkpoints(job: string) {
    const models = this.left.get(job.replace('job of ', '')) ?? [];
    return models.map((model, step) => ({ step, model, trainLoss: null, validationLoss: null }));
  }

  async deleteFile(id: string) {
    return this.files.delete(id);
  }

  async findJobs(runId: string) {
    const fineTunedModel = this.models.get(runId) ?? null;
    const none = { createdAt: 0, trainedTokens: null, resultFiles: [], error: null };
    return [{ id: `job of ${runId}`, status: fineTunedModel ? 'succeeded' : 'running', fineTunedModel, ...none }];
  }
}

/** The service of batches as far as an erasure asks it. */
export class Batched implements LeftBatches {
  readonly host = 'api.openai.com';
  /** Ids of files, each with its name. */
  readonly files = new Map<string, string>();
  /** By the run's id. */
  readonly batches = new Map<string, Batch>();
  /** What is in files of answers, by their ids. */
  readonly contents = new Map<string, string>();
  /** A file that cannot be deleted, once. */
  failingOn: string | undefined;

  async find(runId: string) {
    return this.batches.get(runId);
  }

  async batch(id: string) {
    const found = [...this.batches.values()].find((batch) => batch.id === id);
    if (found === undefined) throw new TrainerRefused(`look at batch ${id}`, 404, null, 'No such batch');
    return found;
  }

  async cancel(id: string) {
    for (const [run, batch] of this.batches) if (batch.id === id) this.become(run, { status: 'cancelling' });
  }

  async filesOf(name: string) {
    return [...this.files].filter(([, each]) => each === name).map(([id]) => id);
  }

  async open(id: string) {
    if (!this.files.has(id)) throw new TrainerRefused(`read file ${id}`, 404, null, 'No such file');
    return Readable.from([Buffer.from(this.contents.get(id) ?? '')]);
  }

  async deleteFile(id: string) {
    if (id === this.failingOn) {
      this.failingOn = undefined;
      throw new RetryableError('The service does not answer.');
    }
    this.files.delete(id);
  }

  /** A batch of a run with its requests, or what has become of it; its files are there. */
  become(runId: string, changes: Partial<Batch>) {
    const before = this.batches.get(runId);
    const none = { id: `batch of ${runId}`, status: 'in_progress', outputFile: null, errorFile: null, errors: [] };
    const batch = { ...none, ...before, ...changes };
    if (before === undefined) this.files.set(`requests of ${runId}`, requestsNameOf(runId));
    for (const id of [changes.outputFile, changes.errorFile]) if (typeof id === 'string') this.files.set(id, 'answers');
    this.batches.set(runId, batch);
  }
}

interface World {
  readonly store: ErasableStore;
  readonly failures: ErasableStore;
  readonly trainer?: Uploads;
  readonly batches?: LeftBatches;
  /** When it is begun. */
  readonly now?: string;
}

let executions = 0;

/** One execution of an erasure, state by state, as the state machine goes through them round after round. */
export function erasing(pseudonym: string, world: World) {
  const { store, failures, trainer = new Uploaded(), batches = new Batched(), now = at } = world;
  const erasure = `execution-${++executions}`;
  const inbox = new Inbox();
  const mapping = messageMappingSchema.parse({});
  const identity = async () => ({ pseudonyms, mapping });
  const items = async (key: string): Promise<unknown[]> => JSON.parse((await readText(store, key)) ?? '[]');
  let state = planned.parse({
    ...{ pseudonym, erasure, round: 1 },
    plan: { key: '', partitions: 0, objects: 0 },
    datasets: { key: '', count: 0 },
  });
  let round = 0;
  let asked: unknown = { pseudonym };
  const plans = async () => {
    state = planned.parse(await plan(started.parse({ erasure, asked }), store, now));
    round = state.round;
  };
  const shards = async () => {
    for (const partition of await items(state.plan.key)) {
      await eraseFromShards({ store, identity, ...shardsInput.parse({ pseudonym, erasure, round, partition }) });
    }
  };
  const datasets = async () => {
    for (const dataset of await items(state.datasets.key)) {
      await eraseDataset(datasetInput.parse({ pseudonym, erasure, round, dataset }), store, now);
    }
  };
  const finishes = async () => {
    const services = { trainer: () => trainer, batches: () => batches };
    const ended = await finish(state, { store, failures, pseudonyms, mapping, ...services, notifier: inbox, at: now });
    asked = ended;
    return ended;
  };
  const restOfRound = async () => {
    await shards();
    await datasets();
    return finishes();
  };
  const toTheEnd = async () => {
    for (;;) {
      await plans();
      const ended = await restOfRound();
      if (ended.finished && ended.settled) return ended;
    }
  };
  return { inbox, plan: plans, shards, datasets, finish: finishes, restOfRound, toTheEnd };
}

/** The rounds of an erasure to their end, a day later. @returns the last state, and what people were told */
export async function erase(pseudonym: string, world: World) {
  const execution = erasing(pseudonym, world);
  const ended = await execution.toTheEnd();
  const report = erasureReportSchema.parse(JSON.parse((await readText(world.store, ended.report)) ?? ''));
  return { ended, report, inbox: execution.inbox };
}
