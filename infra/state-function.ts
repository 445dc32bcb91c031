import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { NodeFunction } from './node-function.ts';
import { type Parts, type Permission, permit } from './permissions.ts';

/** What the function behind a state may touch, and how large it is. */
export interface Step<Needs = Parts> {
  readonly may?: readonly Permission<Needs>[];
  readonly size?: { readonly memorySize: number; readonly timeout: Duration };
}

// 1,769 MB are one whole processor: reading, judging and sorting use it. 15 minutes is all Lambda gives.
export const data = { memorySize: 1769, timeout: Duration.minutes(15) };
// Longer than a service that answers slowly can hold a step up: then it ends by an error that says so, not by force.
export const network = { memorySize: 512, timeout: Duration.minutes(15) };

/** "Enough examples?" is EnoughExamples in the stack. */
const idOf = (name: string) =>
  name
    .split(/[^A-Za-z]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

/** The state "Enough examples?" stands in enough-examples.ts. */
const fileOf = (name: string) =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, '-')
    .replace(/-$/, '');

/**
 * Makes the function behind a state, which is called as the state.
 *
 * @param flow where it stands in functions/, and what it is a state of
 */
export function stateFunction<Needs extends Parts>(
  scope: Construct,
  name: string,
  flow: { readonly folder: string; readonly of: string },
  parts: Needs,
  { may = [], size }: Step<Needs>,
): NodeFunction {
  const step = new NodeFunction(scope, idOf(name), {
    house: parts.house,
    entry: `functions/${flow.folder}/${fileOf(name)}.ts`,
    description: `The state "${name}" of ${flow.of}`,
    ...size,
  });
  return permit(step, parts, may);
}
