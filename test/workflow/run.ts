import { StateMachine } from 'aws-local-stepfunctions';
import * as z from 'zod';
import { childOf, definition } from './definition.ts';

type State = Record<string, unknown>;
/** What a state's function answers, or throws: given the state, and how often it was asked before. */
export type Answer = (state: State, calls: number) => State;

/** An error as it reaches the state machine from Lambda. */
export function failure(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}

const failed = z.object({ cause: z.object({ name: z.string(), message: z.string() }) });

export interface Outcome {
  readonly status: 'succeeded' | 'failed';
  /** The execution's error and cause, as the console shows them. */
  readonly error?: string;
  readonly cause?: string;
  /** The tasks that were asked, in order, each time they were. */
  readonly asked: readonly string[];
  /** What each of them was given, the last time. */
  readonly given: Readonly<Record<string, State>>;
}

/** The maps, and where in the state their items are to be found here. */
const maps = {
  'Curate partitions': '$.partitions',
  'Join partitions': '$.ranges',
  'Match near-duplicates': '$.buckets',
  'Write examples': '$.ranges',
  'Validate parts': '$.parts',
};
/** The states of their children. */
export const childNames = ['Curate partition', 'Join partition', 'Match bucket', 'Write range', 'Validate part'];

/** All that AWS tells of a child's error. */
export const childrenFailed = {
  name: 'States.ExceedToleratedFailureThreshold',
  cause: 'The specified tolerated failure threshold was exceeded',
};

/** The deployed definition, but with the items read from the state, for there is no S3 here. */
function localCopy(): ConstructorParameters<typeof StateMachine>[0] {
  const machine = structuredClone(definition());
  for (const [name, items] of Object.entries(maps)) {
    const map = machine.States[name];
    if (!map) throw new Error(`There is no state "${name}"`);
    for (const key of ['ItemReader', 'ResultWriter', 'Label']) delete map[key];
    const { StartAt, States } = childOf(map);
    // A distributed map does not pass its children's errors on: it says only that too many of them failed.
    const end = `${name}: child failed`;
    for (const child of Object.values(States)) child.Catch = [{ ErrorEquals: ['States.ALL'], Next: end }];
    const failed = { Type: 'Fail' as const, Error: childrenFailed.name, Cause: childrenFailed.cause };
    Object.assign(map, { ItemsPath: items, ItemProcessor: { StartAt, States: { ...States, [end]: failed } } });
  }
  return JSON.parse(JSON.stringify(machine));
}

const machine = new StateMachine(localCopy(), { validationOptions: { checkArn: false, checkPaths: false } });
const taskNames = [...Object.entries(definition().States)]
  .filter(([, { Type }]) => Type === 'Task')
  .map(([name]) => name);

/** Runs the state machine with these answers; a task without one answers with what it was given. */
export async function run(answers: Readonly<Record<string, Answer>>, input: unknown = {}): Promise<Outcome> {
  const asked: string[] = [];
  const given: Record<string, State> = {};
  const names = [...taskNames, ...childNames];
  for (const name of Object.keys(answers)) if (!names.includes(name)) throw new Error(`There is no task "${name}"`);
  const handlers = names.map((name) => [
    name,
    (event: unknown) => {
      const state = z.record(z.string(), z.unknown()).parse(event);
      const calls = asked.filter((each) => each === name).length;
      asked.push(name);
      given[name] = state;
      return JSON.parse(JSON.stringify((answers[name] ?? ((same: State) => same))(state, calls)));
    },
  ]);
  const { result } = machine.run(JSON.parse(JSON.stringify(input)), {
    overrides: {
      taskResourceLocalHandlers: Object.fromEntries(handlers),
      waitTimeOverrides: { 'Wait for fine-tune': 0 },
      retryIntervalOverrides: Object.fromEntries([...names, ...Object.keys(maps)].map((name) => [name, 0])),
    },
    context: {
      Execution: { Name: 'run-1', StartTime: '2026-11-24T07:00:00.000Z', Input: JSON.parse(JSON.stringify(input)) },
    },
  });
  try {
    await result;
    return { status: 'succeeded', asked, given };
  } catch (error) {
    const { name, message } = failed.parse(error).cause;
    return { status: 'failed', error: name, cause: message, asked, given };
  }
}
