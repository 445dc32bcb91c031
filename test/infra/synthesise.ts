import { readFileSync } from 'node:fs';
import { App, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { settings } from '../../infra/settings.ts';
import { ReflectWithinStack } from '../../infra/stack.ts';

const cdkJson = z.object({ context: z.record(z.string(), z.unknown()) });
const { context: flags } = cdkJson.parse(JSON.parse(readFileSync('cdk.json', 'utf8')));

/** The app as `cdk synth -c …` makes it, without the functions' code: bundling is not what these tests are about. */
export function synthesise(context: Readonly<Record<string, unknown>> = {}) {
  const app = new App({ context: { ...flags, 'aws:cdk:bundling-stacks': [], ...context } });
  Validations.of(app).acknowledge({ id: 'Annotation::reflectwithin:words-only', reason: 'Tests do without the model' });
  return { app, stack: new ReflectWithinStack(app, settings(app.node)) };
}

const templates = new Map<string, Template>();

/** Made once for each context: most of a synth is CDK's own check of the template. */
export function templateOf(context: Readonly<Record<string, unknown>> = {}): Template {
  const key = JSON.stringify(context);
  const template = templates.get(key) ?? Template.fromStack(synthesise(context).stack);
  templates.set(key, template);
  return template;
}
