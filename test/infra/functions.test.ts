import { mkdirSync } from 'node:fs';
import { describe, expect, jest, test } from '@jest/globals';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { templateOf } from './template.ts';

// Bundling takes most of a synth; what is told apart here is the functions, and each deployment of the tests bundles them.
jest.unstable_mockModule('../../infra/esbuild.ts', () => ({
  bundles: (entries: readonly string[]) =>
    new Map(entries.map((entry) => [entry, [{ name: 'index.mjs', contents: Buffer.from(entry) }]])),
}));
jest.unstable_mockModule('../../infra/policy-copy.ts', () => ({
  copyCompiled: (_: string, to: string) => mkdirSync(to, { recursive: true }),
}));
// The template is checked where it is made for all tests.
process.env['CDK_VALIDATION'] = 'false';
const { synthesise } = await import('./synthesise.ts');

const code = z.object({ Properties: z.object({ Code: z.object({ S3Key: z.string() }), Description: z.string() }) });

describe('functions', () => {
  const template = templateOf('prod');
  const functions = Object.values(template.findResources('AWS::Lambda::Function'));

  test('are each on the house defaults', () => {
    expect(functions.length).toBeGreaterThan(30);
    template.allResourcesProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      Layers: Match.arrayWith([{ Ref: Match.stringLikeRegexp('^HousePolicy') }]),
      LoggingConfig: { LogFormat: 'JSON', LogGroup: Match.anyValue() },
      Environment: {
        Variables: Match.objectLike({ POLICY: 'reflect', NODE_OPTIONS: '--enable-source-maps' }),
      },
    });
  });

  // CDK takes equal bundling options for equal bundles: this has gone wrong once, in silence.
  test('each have code of their own', () => {
    const { stack } = synthesise('with the embedder none', { 'aws:cdk:bundling-stacks': ['**'] });
    const bundled = Template.fromStack(stack).findResources('AWS::Lambda::Function', {
      Properties: { Runtime: 'nodejs24.x', Handler: 'index.handler', Layers: Match.anyValue() },
    });
    const keys = Object.values(bundled).map((each) => code.parse(each).Properties.Code.S3Key);
    expect(keys).toHaveLength(functions.length);
    expect(new Set(keys).size).toBe(functions.length);
  });
});
