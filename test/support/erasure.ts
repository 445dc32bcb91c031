import { eraseDataset } from '../../functions/erasure/erase-from-dataset.ts';
import { finish } from '../../functions/erasure/finish-erasure.ts';
import { plan } from '../../functions/erasure/plan-erasure.ts';
import { datasetInput, planned, shardsInput } from '../../functions/erasure/state.ts';
import { messageMappingSchema } from '../../layers/core/conversation/mapping.ts';
import { readText } from '../../layers/core/dataset/object-store.ts';
import type { ErasableStore } from '../../layers/core/erasure/erasable-store.ts';
import { eraseFromShards } from '../../layers/core/erasure/erase-shards.ts';
import type { Uploads } from '../../layers/core/erasure/lineage.ts';
import { pseudonyms } from './collecting.ts';
import { Inbox } from './fine-tune-run.ts';

export const at = '2026-05-01T00:00:00.000Z';

/** The trainer as far as an erasure asks it. */
export class Uploaded implements Uploads {
  readonly files = new Map<string, string>();
  readonly models = new Map<string, string>();

  async filesOf(runId: string) {
    return [...this.files].filter(([, run]) => run === runId).map(([id]) => id);
  }

  async deleteFile(id: string) {
    this.files.delete(id);
  }

  async findJobs(runId: string) {
    const fineTunedModel = this.models.get(runId) ?? null;
    const none = { createdAt: 0, trainedTokens: null, resultFiles: [], error: null };
    return [{ id: `job of ${runId}`, status: fineTunedModel ? 'succeeded' : 'running', fineTunedModel, ...none }];
  }
}

interface World {
  readonly store: ErasableStore;
  readonly failures: ErasableStore;
  readonly trainer?: Uploads;
}

/** The rounds of an erasure, as the state machine goes through them. @returns the last state, and what people were told */
export async function erase(pseudonym: string, { store, failures, trainer = new Uploaded() }: World) {
  const inbox = new Inbox();
  const items = async (key: string): Promise<unknown[]> => JSON.parse((await readText(store, key)) ?? '[]');
  for (let round = 0; ; ) {
    const state = planned.parse(await plan({ pseudonym, round }, store, at));
    round = state.round;
    for (const partition of await items(state.plan.key)) {
      await eraseFromShards({ store, ...shardsInput.parse({ pseudonym, round, partition }) });
    }
    for (const dataset of await items(state.datasets.key)) {
      await eraseDataset(datasetInput.parse({ pseudonym, round, dataset }), store, at);
    }
    const mapping = messageMappingSchema.parse({});
    const tools = { store, failures, pseudonyms, mapping, trainer: () => trainer, notifier: inbox, at };
    const ended = await finish(state, tools);
    if (ended.finished) return { ended, inbox };
  }
}
