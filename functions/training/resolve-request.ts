import * as z from 'zod';
import { policyNames } from '../../layers/adapters/policy-files.ts';
import { type RequestContext, resolveRequest } from '../../layers/core/dataset/request.ts';
import { environment } from '../../layers/kit/environment.ts';
import { policyFolder } from '../../layers/kit/layer-folder.ts';
import { step } from '../../layers/kit/step.ts';
import { started as input, resolved as output } from './state.ts';

export { input, output };

/** Gives every option of the run a value, and refuses what it does not know. */
export const resolve = (
  state: z.infer<typeof input>,
  context: Omit<RequestContext, 'startedAt'>,
): z.infer<typeof output> => ({
  ...state,
  request: resolveRequest(state.request, { ...context, startedAt: state.startedAt }),
});

const settings = {
  POLICY: z.string().min(1),
  BASE_MODEL: z.string().min(1),
  MINIMUM_EXAMPLES: z.coerce.number().int().min(10),
};

export const handler = step({
  input,
  output,
  run(state) {
    const { POLICY: policy, BASE_MODEL: baseModel, MINIMUM_EXAMPLES: minimumExamples } = environment(settings);
    return resolve(state, { policy, baseModel, minimumExamples, policies: policyNames(policyFolder()) });
  },
});
