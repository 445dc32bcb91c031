import * as z from 'zod';
import { quotable } from './errors.ts';

/** What Step Functions caught: the error's name, and its words, which for a Lambda are JSON. */
export interface Caught {
  readonly Error: string;
  readonly Cause: string;
}

const causeSchema = z.object({ errorType: z.string().default(''), errorMessage: z.string().default('') });

/** Names that say only that a function failed, not how. */
const nameless = /^(Runtime\.\w+|Lambda\.Unknown|States\.TaskFailed|Error|)$/;

/** Errors that carry words of their own are named at the beginning of their message too: see kit/step.ts. */
const named = /^([A-Z]\w+): ([\s\S]*)$/;

const parsed = (cause: string) => {
  try {
    return causeSchema.safeParse(JSON.parse(cause)).data;
  } catch {
    return undefined;
  }
};

/** What happens to a run outside our functions, in words. */
const others: Readonly<Record<string, string>> = {
  'States.Timeout':
    'It took longer than it may. Start the run again; if it happens twice, give the function more time.',
  'Sandbox.Timedout':
    'A function took longer than it may. Start the run again; if it happens twice, give it more time.',
  'States.DataLimitExceeded': 'The state grew over 256 KB. That is a fault of the program: please report it.',
  'States.ExceedToleratedFailureThreshold':
    'Partitions of the dataset could not be curated. The map run shows which and why.',
  'States.ItemReaderFailed': 'The plan of the dataset could not be read from the lake. Start the run again.',
};

/** Errors of the language and its libraries: their words are for programmers, and may quote what was being read. */
const faults = /^(ZodError|SyntaxError|TypeError|RangeError|ReferenceError)$/;
const fault =
  "A state met what it does not understand. That is a fault of the program: please report it with the run's id.";

export interface FailedRun {
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
  const { errorType = '', errorMessage = cause } = parsed(cause) ?? {};
  const [, inMessage, words] = named.exec(errorMessage) ?? [];
  const error = [name, errorType, inMessage].find((one) => one !== undefined && !nameless.test(one)) ?? name;
  const own = inMessage === error ? words : errorMessage;
  const reason =
    others[error] ?? (faults.test(error) ? fault : nameless.test(error) ? quotable(own ?? '') : (own ?? ''));
  return { error, reason: reason || `The function failed (${error}); its log says more. Start the run again.` };
}

/** The states in which each part of a run's state appears, in order. */
const milestones = [
  ['plan', 'Plan dataset'],
  ['dataset', 'Curate partitions or Assemble dataset'],
  ['cost', 'Validate dataset, Enough examples? or Estimate cost'],
  ['baseModel', 'Check base model'],
  ['files', 'Upload dataset'],
  ['job', 'Create fine-tune'],
  ['evaluation', 'Poll fine-tune or Evaluate candidate'],
  ['gate', 'Gate'],
  ['promotion', 'Promote'],
] as const;

/** Where a run ended, by what its state does not hold yet. */
export function whereItEnded(state: Readonly<Record<string, unknown>>): string {
  const request = z.object({ policy: z.string() }).safeParse(state['request']);
  if (!request.success) return 'Resolve request';
  return milestones.find(([part]) => state[part] === undefined)?.[1] ?? 'Notify';
}
