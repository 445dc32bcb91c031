import { TerminalError } from '../errors.ts';
import { quotable } from '../training/errors.ts';
import type { TrainingFile } from '../training/trainer.ts';

/** A batch as the service tells it. `status` is the service's own word. */
export interface Batch {
  readonly id: string;
  readonly status: string;
  /** Ids of files: of the answers, and of the requests that failed; null where there are none (yet). */
  readonly outputFile: string | null;
  readonly errorFile: string | null;
  readonly errors: readonly { readonly code: string; readonly message: string }[];
}

/** A service that answers many chat requests at once, within a day. Throws as `Trainer` does. */
export interface Batches {
  /** Where it is, such as `api.openai.com`: what was sent to one host is known to no other. */
  readonly host: string;
  /** The batch that was created for a run, the oldest that has not failed; undefined when there is none. */
  find(runId: string): Promise<Batch | undefined>;
  /** The ids of the files of this name. */
  filesOf(name: string): Promise<string[]>;
  upload(file: TrainingFile): Promise<string>;
  /** One request, never repeated by itself: a repetition may start a second batch that costs. */
  create(runId: string, file: string): Promise<Batch>;
  batch(id: string): Promise<Batch>;
  /** Asks for the end of a batch; one that has ended already is no error. */
  cancel(id: string): Promise<void>;
  /** A file from its beginning. */
  open(file: string): Promise<AsyncIterable<Uint8Array>>;
  /** Deletes a file; one that is gone already is no error. */
  deleteFile(id: string): Promise<void>;
}

/** The name under which the requests of a run are found again. */
export const requestsNameOf = (runId: string): string => `${runId}-variants.jsonl`;

/** What a batch's status means. A batch that expired or was cancelled may have answered some of its requests. */
export const phaseOfBatch = (status: string): 'going' | 'ended' | 'failed' =>
  status === 'failed' ? 'failed' : ['completed', 'expired', 'cancelled'].includes(status) ? 'ended' : 'going';

/** Seconds to wait before the next poll: a minute at first, ten minutes at most; a batch takes minutes to a day. */
export const batchPollSeconds = (polls: number): number => Math.round(Math.min(600, 60 * 1.25 ** Math.min(polls, 50)));

/** Polls in a row that may go unanswered. */
export const batchMissesAllowed = 15;

/** The service took none of the requests. */
export class BatchFailed extends TerminalError {
  override name = 'BatchFailed';

  constructor({ id, errors }: Batch) {
    const [first] = errors;
    const said = first === undefined ? '' : ` It says: ${quotable(first.message)} (${first.code}).`;
    const full = first?.code === 'token_limit_exceeded';
    const next = full
      ? 'Other batches of this organisation wait for the same model. Wait until they are done, or lower "budgetUsd", and start again.'
      : 'Look at the batch in the console of the service; mend what it names, such as the "model" of the policy, and start again.';
    super(`The batch ${id} failed before it began.${said} ${next} No variant was made.`);
  }
}

/** What the run needs has gone from the lake while it waited. */
export class AugmentationInterrupted extends TerminalError {
  override name = 'AugmentationInterrupted';

  constructor() {
    super(
      'The work files of this run are gone: all that it asked for was about users who are erased by now, or somebody ' +
        'deleted them. The batch was cancelled and its files were deleted. Start the augmentation again after the next ' +
        'training run.',
    );
  }
}
