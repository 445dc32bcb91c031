import * as z from 'zod';
import { parsedAs } from '../json.ts';
import type { ChildError } from './child-error.ts';
import { quotable } from './errors.ts';

/** What Step Functions caught: the error's name, and its words, which for a Lambda are JSON. */
interface Caught {
  readonly Error: string;
  readonly Cause: string;
}

const causeSchema = z.object({ errorType: z.string().default(''), errorMessage: z.string().default('') });

/** Names that say only that a function failed, not how. */
const nameless = /^(Runtime\.\w+|Lambda\.Unknown|States\.TaskFailed|Error|)$/;

/** Errors that carry words of their own are named at the beginning of their message too: see kit/step.ts. */
const named = /^([A-Z]\w+): ([\s\S]*)$/;

/** All that a map says of children that failed. */
const childrenFailed = 'States.ExceedToleratedFailureThreshold';

/** What happens to a run outside our functions, in words. */
const others: Readonly<Record<string, string>> = {
  'States.Timeout':
    'It took longer than it may. Start the run again; if it happens twice, give the function more time.',
  'Sandbox.Timedout':
    'A function took longer than it may. Start the run again; if it happens twice, give it more time.',
  [childrenFailed]:
    'A child of a map failed and could not say why; perhaps it ran out of time or memory. The map run shows which, ' +
    "and its function's log says more. Start the run again.",
  'States.ItemReaderFailed': 'The items of a map could not be read from the lake. Start the run again.',
};

/** Errors of the language and its libraries: their words are for programmers, and may quote what was being read. */
const faults = /^(ZodError|SyntaxError|UnreadableJson|TypeError|RangeError|ReferenceError)$/;
const fault =
  "A state met what it does not understand. That is a fault of the program: please report it with the run's id.";

interface FailedRun {
  /** The error's own name, such as `TooFewExamples`. */
  readonly error: string;
  /** What happened and what to do next. */
  readonly reason: string;
}

/**
 * The name and the words of the error that ended a run. Not everything that runs a Lambda passes its error's name
 * on: then the name is taken from where else it stands.
 */
export function failedRun({ Error: name, Cause: cause }: Caught): FailedRun {
  const { errorType = '', errorMessage = cause } = parsedAs(causeSchema, cause) ?? {};
  const [, inMessage, words] = named.exec(errorMessage) ?? [];
  const error = [name, errorType, inMessage].find((one) => one !== undefined && !nameless.test(one)) ?? name;
  const own = inMessage === error ? words : errorMessage;
  const reason =
    others[error] ?? (faults.test(error) ? fault : nameless.test(error) ? quotable(own ?? '') : (own ?? ''));
  return { error, reason: reason || `The function failed (${error}); its log says more. Start the run again.` };
}

/** Where a run is between states that leave something in the state: maps leave nothing. */
const inMaps = {
  selecting: 'Curate partitions, Join partitions, Match near-duplicates or Select examples',
  assembling: 'Write examples or Assemble dataset',
  validating: 'Validate parts or Validate dataset',
};

const endingSchema = z.object({
  request: z.object({ dryRun: z.boolean() }).partial(),
  dataset: z.object({ tokens: z.number() }).partial(),
  job: z.object({ status: z.string() }).partial(),
  gate: z.object({ verdict: z.string() }).partial(),
});

/** Where a run ended, by what its state does not hold yet. */
export function whereItEnded(state: Readonly<Record<string, unknown>>): string {
  const resolved = z.object({ policy: z.string() }).safeParse(state['request']).success;
  const { request, dataset, job, gate } = endingSchema.partial().catch({}).parse(state);
  const passed: readonly (readonly [boolean, string])[] = [
    [resolved, 'Resolve request'],
    [state['plan'] !== undefined, 'Plan dataset'],
    [state['selection'] !== undefined, inMaps.selecting],
    [state['dataset'] !== undefined, inMaps.assembling],
    [dataset?.tokens !== undefined, inMaps.validating],
    [state['cost'] !== undefined, 'Write card, Enough examples? or Estimate cost'],
    [state['baseModel'] !== undefined, 'Check base model'],
    [request?.dryRun !== true, 'Notify'],
    [state['files'] !== undefined, 'Upload dataset'],
    [state['job'] !== undefined, 'Create fine-tune'],
    [job?.status === 'succeeded', 'Poll fine-tune'],
    [state['evaluation'] !== undefined, 'Evaluate candidate'],
    [state['gate'] !== undefined, 'Gate'],
    [gate?.verdict !== 'fail', 'Notify'],
    [state['promotion'] !== undefined, 'Promote'],
  ];
  return passed.find(([is]) => !is)?.[1] ?? 'Notify';
}

/** A failed run with the place where it ended; a map's error is told in the words that its child has left. */
export async function endingOf(
  caught: Caught,
  state: Readonly<Record<string, unknown>>,
  word: () => Promise<ChildError | undefined>,
): Promise<FailedRun & { readonly at: string }> {
  const run = failedRun(caught);
  const at = whereItEnded(state);
  const said = Object.values(inMaps).includes(at) ? await word() : undefined;
  if (said === undefined) return { ...run, at };
  const { error, message } = said;
  // Not on every machine is a child's error lost on its way.
  const arrived = run.error === error && run.reason === message;
  if (arrived || (run.error === childrenFailed && said.final)) return { error, reason: message, at: said.at };
  if (run.error !== childrenFailed) return { ...run, at };
  return { ...run, at, reason: `${run.reason} The last that a child said, in ${said.at}: ${message}` };
}
