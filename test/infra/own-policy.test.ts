import { cpSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { policyLayer } from '../../infra/policy-layer.ts';
import { settings } from '../../infra/settings.ts';
import { loadJudge, loadMeasures } from '../../layers/adapters/judge-files.ts';
import { loadPolicy, policyNames } from '../../layers/adapters/policy-files.ts';
import { calibrate, policyFiles } from '../../layers/core/quality/calibrate/calibrate.ts';
import { labelledSchema } from '../../layers/core/quality/calibrate/examples.ts';

/** A copy of the policies with one more, as an operator makes it: learned from labels of their own. */
function withOwnPolicy(name = 'our-policy'): string {
  const layers = mkdtempSync(join(tmpdir(), 'layers-'));
  cpSync('layers/policy', join(layers, 'policy'), { recursive: true });
  mkdirSync(join(layers, 'core'));
  writeFileSync(join(layers, 'core', 'code.ts'), '');
  const rows = Array.from({ length: 120 }, (_, i) => {
    const labels = { empathy: i % 2 };
    return labelledSchema.parse({ user: `turn ${i}`, assistant: i % 2 ? 'An owl.' : 'A lamp.', labels });
  });
  const base = loadMeasures('layers/policy', 'reflect');
  const files = policyFiles(base, calibrate(rows, { ...base, seed: 1 }).fitted, 'our-policy', '1.0.0');
  mkdirSync(join(layers, 'policy', name));
  for (const [file, content] of Object.entries(files)) writeFileSync(join(layers, 'policy', name, file), content);
  return layers;
}

// A layer by itself is no deployment, and CDK's check of its template takes seconds.
process.env['CDK_VALIDATION'] = 'false';

describe('a policy of one’s own', () => {
  it('is deployed by its name: the layer holds it, and a function judges by it', () => {
    const layers = withOwnPolicy();
    const app = new App({ context: { policy: 'our-policy' } });
    expect(settings(app.node, layers).policy).toBe('our-policy');

    policyLayer(new Stack(app, 'Stack'), 'Policy', layers);
    const { directory } = app.synth();
    const [asset = ''] = readdirSync(directory).filter((name) => name.startsWith('asset.'));
    expect(readdirSync(join(directory, asset))).toEqual(['policy']);
    const mounted = join(directory, asset, 'policy');
    expect(policyNames(mounted)).toContain('our-policy');
    // Compiled, so that functions start faster.
    expect(readdirSync(join(mounted, 'safety'))).toContain('compiled.bin');
    expect(loadPolicy(mounted, 'our-policy').version).toBe('1.0.0');
    const empathy = (folder: string, name: string, assistant: string) => {
      const { policy, scores } = loadJudge(folder, name).judge({ user: 'turn', assistant, context: [] });
      return { policy, empathy: scores.empathy };
    };
    const [owl, lamp] = ['An owl.', 'A lamp.'].map((reply) => empathy(mounted, 'our-policy', reply));
    expect(owl?.policy).toBe('our-policy@1.0.0');
    expect(owl?.empathy).toBeGreaterThan((lamp?.empathy ?? 1) + 0.3);
    expect(empathy(mounted, 'reflect', 'An owl.')).toEqual(empathy('layers/policy', 'reflect', 'An owl.'));
  });

  it('must be named as its folder', () => {
    const layers = withOwnPolicy('renamed');
    const { node } = new App({ context: { policy: 'renamed' } });
    writeFileSync(join(layers, 'policy', 'reflect', 'policy.json'), '{');
    expect(() => settings(new App().node, layers)).toThrow('it is no policy');
    const sentence = 'calls itself "our-policy": a policy is named as its folder';
    expect(() => settings(node, layers)).toThrow(sentence);
    // Nor can a run that asks for it by the folder's name be judged.
    expect(() => loadPolicy(join(layers, 'policy'), 'renamed')).toThrow(sentence);
    expect(() => loadJudge(join(layers, 'policy'), 'renamed')).toThrow(sentence);
  });
});
