import { describe, expect, test } from '@jest/globals';
import { Match } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { templateOf } from './synthesise.ts';

const code = z.object({ Properties: z.object({ Code: z.object({ S3Key: z.string() }), Description: z.string() }) });

describe('functions', () => {
  const template = templateOf({ stage: 'prod' });
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
    const bundled = templateOf({ 'aws:cdk:bundling-stacks': ['**'] }).findResources('AWS::Lambda::Function', {
      Properties: { Runtime: 'nodejs24.x', Handler: 'index.handler', Layers: Match.anyValue() },
    });
    const keys = Object.values(bundled).map((each) => code.parse(each).Properties.Code.S3Key);
    expect(keys).toHaveLength(functions.length);
    expect(new Set(keys).size).toBe(functions.length);
  }, 60_000);
});
