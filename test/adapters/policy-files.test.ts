import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadJudge } from '../../layers/adapters/judge-files.ts';
import { InvalidPolicyFile } from '../../layers/adapters/policy-file.ts';
import { loadPolicy, loadPrices, policyNames } from '../../layers/adapters/policy-files.ts';
import { UnknownPolicy } from '../../layers/core/dataset/request.ts';
import { augmentationSchema } from '../../layers/core/quality/augmentation.ts';
import { gateSchema, policySchema } from '../../layers/core/quality/policy.ts';
import { selectionSchema } from '../../layers/core/quality/selection.ts';
import { policyFolder } from '../../layers/kit/layer-folder.ts';

const folder = policyFolder();

describe('the policy folder', () => {
  it('holds policies that are named as their folders', () => {
    const names = policyNames(folder);
    expect(names).toContain('strategy');
    expect(names.map((name) => loadPolicy(folder, name).name)).toEqual(names);
  });

  it('is told field by field: the page names every field that a policy may have', () => {
    const page = readFileSync(new URL('../../docs/policy.md', import.meta.url), 'utf8');
    const told = new Set(page.match(/`[a-zA-Z.]+`/g)?.flatMap((each) => each.slice(1, -1).split('.')));
    const { shape } = policySchema;
    const inner = [selectionSchema.shape, augmentationSchema.shape, gateSchema.shape, shape.rules.shape];
    const fields = [...Object.keys(shape), ...inner.flatMap((each) => Object.keys(each))];
    expect(fields.filter((field) => !told.has(field))).toEqual([]);
  });

  it('says in words where weights name a feature that there is not', () => {
    const own = join(mkdtempSync(join(tmpdir(), 'policy-')), 'reflect');
    cpSync(join(folder, 'reflect'), own, { recursive: true });
    const scoring = JSON.parse(readFileSync(join(own, 'scoring.json'), 'utf8'));
    scoring.empathy.weights.no_such = 1;
    writeFileSync(join(own, 'scoring.json'), JSON.stringify(scoring));
    expect(() => loadJudge(folder, own)).toThrow(InvalidPolicyFile);
    expect(() => loadJudge(folder, own)).toThrow(
      `The policy in ${own} is not as it should be: the weights of empathy name an unknown feature "no_such".`,
    );
  });

  it('holds prices for training', () => {
    expect(loadPrices(folder).models['gpt-4o-mini']?.training).toBeGreaterThan(0);
  });

  it.each(['strateg', '../strategy', ''])('refuses the policy %j and names those there are', (name) => {
    expect(() => loadPolicy(folder, name)).toThrow(UnknownPolicy);
    expect(() => loadPolicy(folder, name)).toThrow('strategy');
  });
});
