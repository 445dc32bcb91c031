import type * as z from 'zod';
import { loadPolicy } from '../../layers/adapters/policy-files.ts';
import type { Policy } from '../../layers/core/quality/policy.ts';
import { gateVerdict } from '../../layers/core/training/gate.ts';
import { policyFolder } from '../../layers/kit/layer-folder.ts';
import { step } from '../../layers/kit/step.ts';
import { evaluated as input, gated as output } from './fine-tune-state.ts';

export { input, output };

/** Compares the candidate with the policy's thresholds and with the champion. A verdict, not an error, either way. */
export function gate(state: z.infer<typeof input>, policy: Policy): z.infer<typeof output> {
  const { prompts, candidate, champion, championModel } = state.evaluation;
  const rival = championModel === state.baseModel.id ? 'the base model' : 'the champion';
  const { verdict, reasons } = gateVerdict(policy.gate, prompts, candidate, champion, rival);
  return { ...state, gate: { verdict, reasons: [...reasons] } };
}

export const handler = step({
  input,
  output,
  run: (state) => gate(state, loadPolicy(policyFolder(), state.request.policy)),
});
