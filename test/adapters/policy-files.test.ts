import { loadPolicy, loadPrices, policyNames } from '../../layers/adapters/policy-files.ts';
import { UnknownPolicy } from '../../layers/core/dataset/request.ts';
import { policyFolder } from '../../layers/kit/layer-folder.ts';

const folder = policyFolder();

describe('the policy folder', () => {
  it('holds policies that are named as their folders', () => {
    const names = policyNames(folder);
    expect(names).toContain('strategy');
    expect(names.map((name) => loadPolicy(folder, name).name)).toEqual(names);
  });

  it('holds prices for training', () => {
    expect(loadPrices(folder).models['gpt-4o-mini']?.training).toBeGreaterThan(0);
  });

  it.each(['strateg', '../strategy', ''])('refuses the policy %j and names those there are', (name) => {
    expect(() => loadPolicy(folder, name)).toThrow(UnknownPolicy);
    expect(() => loadPolicy(folder, name)).toThrow('strategy');
  });
});
