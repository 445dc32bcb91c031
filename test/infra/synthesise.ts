import { readFileSync } from 'node:fs';
import { App, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { settings } from '../../infra/settings.ts';
import { ReflectWithinStack } from '../../infra/stack.ts';

const cdkJson = z.object({ context: z.record(z.string(), z.unknown()) });
const { context: flags } = cdkJson.parse(JSON.parse(readFileSync('cdk.json', 'utf8')));

/** The app as `cdk synth -c …` makes it, without the functions' code: bundling is not what these tests are about. */
export function synthesise(context: Readonly<Record<string, string>> = {}) {
  const app = new App({ context: { ...flags, 'aws:cdk:bundling-stacks': [], ...context } });
  Validations.of(app).acknowledge({ id: 'Annotation::reflectwithin:words-only', reason: 'Tests do without the model' });
  const chosen = settings(app.node);
  const stack = new ReflectWithinStack(app, `ReflectWithin-${chosen.stage}`, {
    settings: chosen,
    terminationProtection: chosen.keepsData,
  });
  return { app, stack };
}

export const templateOf = (context?: Readonly<Record<string, string>>): Template =>
  Template.fromStack(synthesise(context).stack);
