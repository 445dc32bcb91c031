import { readFileSync } from 'node:fs';
import { App, Validations } from 'aws-cdk-lib';
import * as z from 'zod';
import { settings } from '../../infra/settings.ts';
import { ReflectWithinStack } from '../../infra/stack.ts';
import { type Deployment, deployments } from './deployments.ts';

const cdkJson = z.object({ context: z.record(z.string(), z.unknown()) });

/** The app as `cdk synth -c …` makes it, without the functions' code: bundling is not what these tests are about. */
export function synthesise(of: Deployment, more: Readonly<Record<string, unknown>> = {}) {
  const { context: flags } = cdkJson.parse(JSON.parse(readFileSync('cdk.json', 'utf8')));
  const app = new App({ context: { ...flags, 'aws:cdk:bundling-stacks': [], ...deployments[of], ...more } });
  Validations.of(app).acknowledge({ id: 'Annotation::reflectwithin:words-only', reason: 'Tests do without the model' });
  return { app, stack: new ReflectWithinStack(app, settings(app.node)) };
}
