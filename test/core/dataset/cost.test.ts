import { loadPrices } from '../../../layers/adapters/policy-files.ts';
import { automaticEpochs, estimateCost } from '../../../layers/core/dataset/cost.ts';
import { PriceUnknown } from '../../../layers/core/dataset/prices.ts';
import { policyFolder } from '../../../layers/kit/layer-folder.ts';

const prices = loadPrices(policyFolder());
const of = (model: string, tokens: number, epochs: number | 'auto' = 1) =>
  estimateCost(prices, { model, lines: 100, tokens, epochs });

describe('automaticEpochs', () => {
  it.each([
    [0, 25],
    [1, 25],
    [4, 25],
    [10, 10],
    [33, 3],
    [34, 3],
    [8333, 3],
    [8334, 2],
    [25_000, 1],
    [1_000_000, 1],
  ])('goes through %i lines %i times', (lines, epochs) => {
    expect(automaticEpochs(lines)).toBe(epochs);
  });
});

describe('estimateCost', () => {
  it.each([
    ['gpt-4o-mini-2024-07-18', 3],
    ['gpt-4o-mini', 3],
    ['ft:gpt-4o-mini-2024-07-18:org:reflectwithin:abc', 3],
    ['gpt-4.1-mini-2025-04-14', 5],
    ['gpt-4.1-2025-04-14', 25],
    ['gpt-4o-2024-08-06', 25],
  ])('charges a million tokens of %s with $%d', (model, usd) => {
    expect(of(model, 1_000_000).usd).toBe(usd);
  });

  it('multiplies by the epochs and rounds to the cent upwards', () => {
    expect(of('gpt-4o-mini', 333_334, 'auto')).toEqual({ epochs: 3, trainingTokens: 1_000_002, usd: 3.01 });
    expect(of('gpt-4o-mini', 0)).toEqual({ epochs: 1, trainingTokens: 0, usd: 0 });
  });

  it.each(['gpt-4.1-nano-2025-04-14', 'llama', 'ft:other:org::x', 'constructor'])('cannot say for %s', (model) => {
    expect(() => of(model, 1)).toThrow(PriceUnknown);
    expect(() => of(model, 1)).toThrow('layers/policy/prices.json');
  });
});
