import type * as z from 'zod';
import { loadPrices } from '../../layers/adapters/policy-files.ts';
import { CostTooHigh, estimateCost } from '../../layers/core/dataset/cost.ts';
import type { Prices } from '../../layers/core/dataset/prices.ts';
import { policyFolder } from '../../layers/kit/layer-folder.ts';
import { step } from '../../layers/kit/step.ts';
import { validated as input, costed as output } from './state.ts';

export { input, output };

/** Ends the run before a cent is spent beyond what it may cost. @throws CostTooHigh, PriceUnknown */
export function costOf(state: z.infer<typeof input>, prices: Prices): z.infer<typeof output> {
  const { request, dataset } = state;
  const { baseModel: model, epochs, maximumCostUsd } = request;
  const cost = estimateCost(prices, { model, lines: dataset.train, tokens: dataset.tokens, epochs });
  if (cost.usd > maximumCostUsd) throw new CostTooHigh(cost, maximumCostUsd);
  return { ...state, cost };
}

export const handler = step({ input, output, run: (state) => costOf(state, loadPrices(policyFolder())) });
