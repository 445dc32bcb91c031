import type * as z from 'zod';
import { loadJudge } from '../../layers/adapters/judge-files.ts';
import { loadPrices } from '../../layers/adapters/policy-files.ts';
import { loadRedact } from '../../layers/adapters/privacy-files.ts';
import { reportKey } from '../../layers/core/augmentation/parent.ts';
import { type TakeInVariants, takeInVariants } from '../../layers/core/augmentation/take-in.ts';
import type { Notifier } from '../../layers/core/notifier.ts';
import { policyFolder } from '../../layers/kit/layer-folder.ts';
import { count, publishCounts } from '../../layers/kit/metrics.ts';
import { step } from '../../layers/kit/step.ts';
import { identity } from '../identity.ts';
import { lake } from '../lake.ts';
import { people } from '../people.ts';
import { batches } from './batches.ts';
import { waiting as input, augmented as output } from './state.ts';

export { input, output };

interface Tools extends Omit<TakeInVariants, 'runId' | 'batch' | 'plan'> {
  readonly notifier: Notifier;
}

const listed = (counts: Readonly<Record<string, number>>) =>
  Object.entries(counts)
    .map(([name, n]) => `${name} ${n}`)
    .join(', ') || 'none';

/** Takes in the answers, and tells people. */
export async function takeIn(
  state: z.infer<typeof input>,
  { notifier, ...tools }: Tools,
): Promise<z.infer<typeof output>> {
  const { runId, plan, batch } = state;
  const { asked, made, withdrawn, refused, failed, usd } = await takeInVariants({ ...tools, runId, batch, plan });
  const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((all, n) => all + n, 0);
  count({ VariantsMade: made, VariantsRefused: sum(refused), VariantsFailed: sum(failed) });
  publishCounts();
  const key = reportKey(runId);
  await notifier.publish(
    'ReflectWithin: variants of examples were made',
    `${made} of ${asked} variants were taken in. Refused: ${listed(refused)}. Not answered: ${listed(failed)}. ` +
      `It cost about $${usd.toFixed(2)}, and could have cost $${plan.estimatedUsd.toFixed(2)}. ${key} in the lake has ` +
      'the details. They join the next training run.\n',
  );
  return { ...state, report: { key, asked, made, withdrawn, refused, failed, usd } };
}

export const handler = step({
  input,
  output,
  run: async (state) => {
    const folder = policyFolder();
    const { pseudonyms } = await identity();
    return takeIn(state, {
      store: lake(),
      batches: batches(),
      notifier: people(),
      prices: loadPrices(folder),
      pseudonyms,
      judge: loadJudge(folder, state.policy),
      redact: loadRedact(folder),
    });
  },
});
