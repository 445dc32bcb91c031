import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { semanticLayer } from '../../infra/semantic-layer.ts';

const folderWithModel = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'model-'));
  writeFileSync(join(folder, 'model.onnx'), 'a stand-in for the model');
  return folder;
};

// A layer by itself is no deployment, and CDK's check of its template takes seconds.
process.env['CDK_VALIDATION'] = 'false';

describe('the semantic layer', () => {
  it.each([
    ['AWS', false, ['linux/arm64']],
    ['the emulator', true, [`${process.platform}/${process.arch}`]],
  ])('carries, on %s, the model and the library of that platform only', (_, emulator, platforms) => {
    const app = new App();
    semanticLayer(new Stack(app, 'Stack'), emulator, folderWithModel());
    const { directory } = app.synth();
    const [asset = ''] = readdirSync(directory).filter((name) => name.startsWith('asset.'));
    const files = readdirSync(join(directory, asset), { recursive: true }).map(String);
    expect(files).toContain('semantic/model/model.onnx');
    const libraries = files.filter((file) => file.endsWith('.node'));
    expect(libraries).toEqual(
      platforms.map((platform) =>
        join('nodejs/node_modules/onnxruntime-node/bin/napi-v6', platform, 'onnxruntime_binding.node'),
      ),
    );
  });

  it('is left out, with a warning that says how to get it, when there is no model', () => {
    const stack = new Stack(new App(), 'Stack');
    expect(semanticLayer(stack, false, 'nowhere')).toBeUndefined();
    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('npm run fetch-model'));
  });
});
