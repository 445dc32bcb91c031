import type * as z from 'zod';
import { type FinishErasure, finishErasure } from '../../layers/core/erasure/finish-erasure.ts';
import { reportKey } from '../../layers/core/erasure/names.ts';
import type { Notifier } from '../../layers/core/training/registry.ts';
import { step } from '../../layers/kit/step.ts';
import { identity } from '../identity.ts';
import { people } from '../training/people.ts';
import { trainer } from '../training/trainer.ts';
import { planned as input, finished as output } from './state.ts';
import { failures, lake } from './stores.ts';

export { input, output };

type Tools = Omit<FinishErasure, 'pseudonym' | 'round'> & { readonly notifier: Notifier };

/** Ends a round, and tells people when it was the last: above all, which models learned from the user. */
export async function finish(state: z.infer<typeof input>, tools: Tools): Promise<z.infer<typeof output>> {
  const { pseudonym, round } = state;
  const { notifier, ...rest } = tools;
  const report = await finishErasure({ ...rest, pseudonym, round });
  const { finished, lines, datasets, runs, models, augmentations = [] } = report;
  const key = reportKey(pseudonym);
  if (finished) {
    const words = [
      `User ${pseudonym} was erased: lines taken out ${lines}, shards rewritten ${report.objects}, datasets emptied ${datasets.length}.`,
      models.length === 0
        ? 'No model has learned from this user.'
        : `These models have learned from this user and cannot forget: ${models.join(', ')}. Retire them when a model of a new run has taken their place.`,
      ...runs.flatMap(({ going }) =>
        going.map((job) => `The job ${job} still trains on this user: cancel it at the trainer.`),
      ),
      ...augmentations.map(
        ({ runId, filesDeleted }) =>
          `The paid answers of the augmentation ${runId} were deleted at the service (${filesDeleted.join(', ')}): start it again after the next training run.`,
      ),
      `${key} in the lake has the details.`,
    ];
    await notifier.publish('ReflectWithin: a user was erased', `${words.join('\n')}\n`);
  }
  return {
    ...state,
    finished,
    report: key,
    lines,
    datasetsEmptied: datasets.length,
    runs: runs.map(({ runId, dataset, promoted }) => ({ runId, dataset, promoted })),
  };
}

export const handler = step({
  input,
  output,
  run: async (state) => {
    const { pseudonyms, mapping } = await identity();
    const at = new Date().toISOString();
    return finish(state, { store: lake(), failures: failures(), pseudonyms, mapping, trainer, notifier: people(), at });
  },
});
