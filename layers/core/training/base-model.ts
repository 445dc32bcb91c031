import { TerminalError } from '../errors.ts';
import type { ModelFacts } from './trainer.ts';

/** The base model was switched off: a fine-tune of it could neither be trained nor used. */
export class BaseModelRetired extends TerminalError {
  override name = 'BaseModelRetired';

  constructor(model: string, date: string) {
    super(
      `The model "${model}" was switched off on ${date}. Name a model that still runs in "baseModel", or another ` +
        'trainer by "openaiBaseUrl"; nothing was uploaded.',
    );
  }
}

/** The trainer does not know the base model. */
export class BaseModelUnknown extends TerminalError {
  override name = 'BaseModelUnknown';

  constructor(model: string) {
    super(
      `The trainer knows no model "${model}", or the API key may not use it. Check "baseModel" and the key's project; ` +
        'nothing was uploaded.',
    );
  }
}

/** The models whose end ends a fine-tune of `model`: itself, and the base that an earlier fine-tune grew from. */
export const lineage = (model: string): string[] => {
  const root = model.startsWith('ft:') ? model.split(':')[1] : undefined;
  return root ? [model, root] : [model];
};

/** The earliest of the announced ends, or null. */
export const shutdownOf = (models: readonly ModelFacts[]): ModelFacts | undefined =>
  models
    .filter(({ shutdownDate }) => shutdownDate !== null)
    .toSorted((a, b) => (a.shutdownDate ?? '').localeCompare(b.shutdownDate ?? ''))[0];

/**
 * Words for a base model that ends soon, or undefined when its end is more than 180 days off or not announced.
 *
 * @param today `YYYY-MM-DD`, as `shutdownDate`
 */
export function retirementWarning(model: string, shutdownDate: string | null, today: string): string | undefined {
  if (shutdownDate === null) return undefined;
  const days = Math.round((Date.parse(shutdownDate) - Date.parse(today)) / 86_400_000);
  if (days > 180) return undefined;
  return (
    `The base model "${model}" is switched off on ${shutdownDate}, in ${days} days, and every fine-tune of it ` +
    'with it: plan the next base model.'
  );
}
