import * as z from 'zod';
import type { Deployment } from '../infra/deployments.ts';
import { plain } from '../infra/policies.ts';
import { templateOf } from '../infra/template.ts';

const retrier = z.looseObject({ ErrorEquals: z.array(z.string()), MaxAttempts: z.number() });
const catcher = z.looseObject({ ErrorEquals: z.array(z.string()), Next: z.string() });

const state = z.looseObject({
  Type: z.enum(['Task', 'Map', 'Choice', 'Wait', 'Pass', 'Succeed', 'Fail']),
  Comment: z.string().optional(),
  Next: z.string().optional(),
  Retry: z.array(retrier).optional(),
  Catch: z.array(catcher).optional(),
});
const machine = z.looseObject({ StartAt: z.string(), States: z.record(z.string(), state) });
export type Machine = z.infer<typeof machine>;

const resource = z.object({ Properties: z.object({ DefinitionString: z.unknown() }) });
const joined = z.object({ 'Fn::Join': z.tuple([z.literal(''), z.array(z.unknown())]) });

/**
 * A state machine as the stack deploys it, with stand-ins for the names that AWS gives.
 *
 * @param of the beginning of its name in the template
 */
export function definition(of = 'Training', deployment: Deployment = 'dev'): Machine {
  const machines = Object.entries(templateOf(deployment).findResources('AWS::StepFunctions::StateMachine'));
  const found = machines.find(([id]) => id.startsWith(of))?.[1];
  const parts = joined.parse(resource.parse(found).Properties.DefinitionString)['Fn::Join'][1];
  return machine.parse(JSON.parse(parts.map(text).join('')));
}

const reference = z.union([
  z.object({ Ref: z.string() }).transform(({ Ref }) => (Ref === 'AWS::Partition' ? 'aws' : Ref)),
  z
    .object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) })
    .transform((value) => `arn:aws:lambda:us-east-1:123456789012:function:${value['Fn::GetAtt'][0]}`),
]);

const text = (part: unknown) => (typeof part === 'string' ? part : reference.parse(part));

/** The states inside the distributed map. */
export const childOf = (map: unknown): Machine => z.object({ ItemProcessor: machine }).parse(map).ItemProcessor;

/** The plain name of the function that a task calls. */
export const functionOf = (task: unknown): string =>
  plain(z.object({ Resource: z.string() }).parse(task).Resource.split(':').at(-1) ?? '');
