import * as z from 'zod';
import { quotable } from './errors.ts';
import type { JobError, JobEvent } from './trainer.ts';

interface Reason {
  /** Matches the code, or the words where a code says too little. */
  readonly code: RegExp;
  readonly means: string;
  readonly next: string;
}

const file = 'The files of the dataset are in S3 under "datasets/": run "reflectwithin validate" over them';

/** What the trainer's codes mean, and what to do next. The first that matches counts. */
const reasons: readonly Reason[] = [
  {
    code: /moderation|unsafe/i,
    means: 'the training file or the finished model did not pass the safety checks of the trainer',
    next: 'See events.jsonl for the categories, reject such exchanges by a stricter policy, and start again.',
  },
  {
    code: /invalid_n_examples/,
    means: 'the training file has too few examples',
    next: 'Widen "since", lower the demands of the policy, or wait for more conversations.',
  },
  {
    code: /invalid_validation_file/,
    means: 'the validation file has a form that the trainer does not read',
    next: `${file}, or start again with "validationShare": 0.`,
  },
  {
    code: /invalid_(training_file|file_format|file)/,
    means: 'the training file has a form that the trainer does not read',
    next: `${file}, and mend what it or the message names.`,
  },
  {
    code: /quota|billing/i,
    means: 'the quota or budget at the trainer is used up',
    next: "Add credit or raise the limit in the trainer's billing settings, and start again.",
  },
  {
    code: /rate_limit/,
    means: 'the trainer has too much to do for this organisation at the moment',
    next: 'Wait until other jobs are done, and start again.',
  },
  {
    code: /training_not_available/,
    means: 'the organisation may not fine-tune',
    next: 'Use the key of an organisation that may, or another trainer by "openaiBaseUrl".',
  },
  {
    code: /model_not_(found|available)/,
    means: 'the base model cannot be fine-tuned, or not any more',
    next: 'Name another "baseModel".',
  },
  {
    code: /server_error|internal/,
    means: 'the trainer had an error of its own',
    next: 'Start again; if it happens twice, ask its support with the job id.',
  },
];

const blocked = z.looseObject({
  blocked: z.literal(true),
  results: z.array(z.looseObject({ category: z.string(), flagged: z.boolean() })).default([]),
});

/** The categories in which the finished model failed the trainer's safety checks; undefined when it was not blocked. */
export function moderationBlock(events: readonly JobEvent[]): string[] | undefined {
  for (const event of events.toReversed()) {
    if (event.type !== 'moderation_checks') continue;
    const read = blocked.safeParse(event.data);
    if (read.success) return read.data.results.filter(({ flagged }) => flagged).map(({ category }) => category);
  }
  return undefined;
}

/**
 * Why a job gave no model, in plain words, with what to do next.
 *
 * @param error as the trainer gave it; null when the job claims success but names no model
 */
export function failureReason(job: string, error: JobError | null, events: readonly JobEvent[]): string {
  const categories = moderationBlock(events);
  const code = categories ? 'moderation' : (error?.code ?? '');
  const said = error === null ? '' : ` It says: ${quotable(error.message)} (${error.code}).`;
  const known = reasons.find((reason) => reason.code.test(code)) ?? reasons.find(({ code }) => code.test(said));
  const which = categories && categories.length > 0 ? ` (${categories.join(', ')})` : '';
  const means =
    known?.means ?? (error === null ? 'it ended without naming a model' : 'for a reason new to this program');
  const next =
    known?.next ?? "Look at events.jsonl of the run and at the job in the trainer's console, then start again.";
  return `The fine-tuning job ${job} failed: ${means}${which}.${said} ${next} Nothing was promoted.`;
}
