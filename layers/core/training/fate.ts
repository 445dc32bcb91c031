import * as z from 'zod';
import type { Registry } from './registry.ts';

/** What had become of a candidate when its run failed. */
export type Fate =
  | {
      readonly is:
        | 'not tested'
        | 'refused by the gate'
        | 'not to be promoted'
        | 'not promoted'
        | 'not known'
        /** Somebody whose words were in the dataset, or may have been, was erased meanwhile. */
        | 'not to be used';
    }
  /** `told`: the run knew of it; if not, the promotion broke off between the registry and the parameter. */
  | { readonly is: 'promoted'; readonly version: number; readonly told: boolean };

const partsSchema = z.object({
  gate: z
    .object({ verdict: z.enum(['pass', 'fail']) })
    .optional()
    .catch(undefined),
  job: z.object({ fineTunedModel: z.string() }).optional().catch(undefined),
  promotion: z.object({ version: z.number().nullable() }).optional().catch(undefined),
});

/**
 * Reads from a failed run's state what had become of its candidate. The state may be of any form. When the run ended
 * in the middle of a promotion, only the registry knows: it is asked.
 *
 * @throws what the registry throws
 */
export async function fateOf(
  runId: string,
  state: unknown,
  registry: () => Pick<Registry, 'promotedBy'>,
): Promise<Fate> {
  const { gate, job, promotion } = partsSchema.safeParse(state).data ?? {};
  if (promotion) {
    const { version } = promotion;
    return version === null ? { is: 'not to be promoted' } : { is: 'promoted', version, told: true };
  }
  if (gate === undefined) return { is: 'not tested' };
  if (gate.verdict === 'fail') return { is: 'refused by the gate' };
  const made = job && (await registry().promotedBy(runId, job.fineTunedModel));
  return made ? { is: 'promoted', version: made.version, told: false } : { is: 'not promoted' };
}

const there =
  'It is at the trainer: use it by this id, name it as "baseModel" of a new run, or delete it there. ' +
  'A new run trains a new one.';

/** The fate of a model in words, with what can be done with it. */
export function fateInWords(model: string, fate: Fate): string {
  switch (fate.is) {
    case 'promoted':
      return fate.told
        ? `The model ${model} was promoted before (version ${fate.version}), and stays promoted.`
        : `The model ${model} was promoted in the registry (version ${fate.version}), but the parameter that apps may ` +
            'read perhaps still names the model before it. Write into the parameter what the function WhichModel answers.';
    case 'refused by the gate':
      return `The model ${model} did not pass the gate and was not promoted. ${there}`;
    case 'not to be promoted':
      return `The model ${model} passed the gate; it was not promoted, for the request says never. ${there}`;
    case 'not promoted':
      return `The model ${model} passed the gate, but was not promoted. ${there}`;
    case 'not tested':
      return `The model ${model} was not tested to the end and not promoted. ${there}`;
    case 'not to be used':
      return `The model ${model} was not promoted. It may have learned from a user who is erased by now, and cannot forget: delete it at the trainer.`;
    case 'not known':
      return `Whether the model ${model} was promoted could not be found out: ask the function WhichModel.`;
  }
}
