import * as z from 'zod';
import { ssm } from '../../layers/adapters/clients.ts';
import { createModelParameter } from '../../layers/adapters/model-parameter.ts';
import type { ObjectStore } from '../../layers/core/dataset/object-store.ts';
import { TerminalError } from '../../layers/core/errors.ts';
import { mustNotBeSuperseded } from '../../layers/core/training/erased-meanwhile.ts';
import type { ModelParameter, Registry } from '../../layers/core/training/registry.ts';
import { environment } from '../../layers/kit/environment.ts';
import { step } from '../../layers/kit/step.ts';
import { lake } from '../lake.ts';
import { registry } from '../registry/registry.ts';
import { gated as input, promoted as output } from './fine-tune-state.ts';

export { input, output };

/** Somebody asked for the promotion of a model that the gate refused, or that does not exist. */
export class NotPromotable extends TerminalError {
  override name = 'NotPromotable';
}

/**
 * Makes the candidate the champion, unless the request says never. The registry first, in one transaction: from then
 * on it is promoted; then the parameter, a copy for the app, which takes whatever the registry says. So trying again
 * after any interruption ends in the same state, and never brings back a model that a later run has replaced.
 *
 * @param now ISO 8601, UTC
 * @throws ChampionChanged when another run has promoted its model since the evaluation; ErasedMeanwhile when the
 *   dataset was emptied since it was made, unless the candidate is the champion already
 */
export async function promote(
  state: z.infer<typeof input>,
  store: Pick<ObjectStore, 'list'>,
  models: Registry,
  parameter: ModelParameter,
  now: string,
): Promise<z.infer<typeof output>> {
  const { runId, request, job, gate, evaluation, dataset, baseModel } = state;
  const model = job.fineTunedModel;
  if (gate.verdict !== 'pass' || model === null) throw new NotPromotable('The gate has not passed this candidate.');
  if (request.promote === 'never') return { ...state, promotion: { model: null, version: null } };
  const candidate = { model, runId, datasetId: dataset.id, baseModel: baseModel.id, promotedAt: now };
  const before = await models.promotedBy(runId, model);
  if (before === undefined) await mustNotBeSuperseded(store, dataset.id);
  const made = before ?? (await models.promote(candidate, evaluation.championVersion));
  await parameter.write((await models.champion())?.model ?? made.model);
  return { ...state, promotion: { model: made.model, version: made.version } };
}

export const handler = step({
  input,
  output,
  run: (state) => {
    const { MODEL_PARAMETER: name } = environment({ MODEL_PARAMETER: z.string().min(1) });
    return promote(state, lake(), registry(), createModelParameter(ssm, name), new Date().toISOString());
  },
});
