import type * as z from 'zod';
import {
  BaseModelRetired,
  BaseModelUnknown,
  lineage,
  retirementWarning,
  shutdownOf,
} from '../../layers/core/training/base-model.ts';
import type { Trainer } from '../../layers/core/training/trainer.ts';
import { logger } from '../../layers/kit/logger.ts';
import { step } from '../../layers/kit/step.ts';
import { trainer } from '../trainer.ts';
import { checked as output } from './fine-tune-state.ts';
import { costed as input } from './state.ts';

export { input, output };

/**
 * Makes sure that the base model exists and still runs, before anything is uploaded.
 *
 * @param today `YYYY-MM-DD`, UTC
 * @throws BaseModelUnknown, BaseModelRetired
 */
export async function checkBaseModel(
  state: z.infer<typeof input>,
  models: Pick<Trainer, 'model'>,
  today: string,
): Promise<z.infer<typeof output>> {
  const id = state.request.baseModel;
  const [itself, ...bases] = await Promise.all(lineage(id).map((name) => models.model(name)));
  if (itself === undefined) throw new BaseModelUnknown(id);
  const ending = shutdownOf([itself, ...bases.filter((base) => base !== undefined)]);
  const shutdownDate = ending?.shutdownDate ?? null;
  if (ending && shutdownDate !== null && shutdownDate <= today) throw new BaseModelRetired(ending.id, shutdownDate);
  const warning = retirementWarning(id, shutdownDate, today);
  if (warning) logger.warn(warning);
  return { ...state, baseModel: { id, shutdownDate } };
}

export const handler = step({
  input,
  output,
  run: (state) => checkBaseModel(state, trainer(), new Date().toISOString().slice(0, 10)),
});
