import { TerminalError } from '../errors.ts';

/** The trainer does not take our key. */
export class WrongKey extends TerminalError {
  override name = 'WrongKey';

  constructor(where: string) {
    super(
      `${where} refuses the API key. Put a valid key of a project that may fine-tune into the secret ` +
        '(aws secretsmanager put-secret-value, the stack prints its ARN), then start the run again.',
    );
  }
}

/** The organisation may create no fine-tuning jobs. */
export class TrainingNotAvailable extends TerminalError {
  override name = 'TrainingNotAvailable';

  constructor(where: string) {
    super(
      `${where} does not let this organisation create fine-tuning jobs (training_not_available). ` +
        'OpenAI is closing self-serve fine-tuning: to organisations that never fine-tuned since ' +
        '2026-05-07, to those that did not use a fine-tune in the 60 days before since 2026-07-02, to everybody on ' +
        '2027-01-06. Use the key of an organisation that still may, or set "openaiBaseUrl" to a trainer with the same ' +
        'API (Azure AI Foundry, Nebius Token Factory, a gateway) and name one of its models in "baseModel".',
    );
  }
}

/** Nothing more can be bought until somebody pays or raises a limit. */
export class QuotaExceeded extends TerminalError {
  override name = 'QuotaExceeded';

  constructor(where: string) {
    super(
      `${where} says that the quota or budget is used up. Add credit or raise the monthly limit in its billing ` +
        'settings, then start the run again.',
    );
  }
}

/** The trainer refuses what we asked, and will refuse it again. */
export class TrainerRefused extends TerminalError {
  override name = 'TrainerRefused';
  readonly status: number | undefined;
  readonly code: string | null;

  constructor(
    doing: string,
    status: number | undefined,
    code: string | null,
    said: string,
    next = 'Change the option that it names and start the run again.',
  ) {
    super(
      `The trainer refused to ${doing} (HTTP ${status ?? 'unknown'}${code === null ? '' : `, ${code}`}): ${said} ${next}`,
    );
    this.status = status;
    this.code = code;
  }
}

/** There is no such model, or not for our key. */
export class ModelUnknown extends TerminalError {
  override name = 'ModelUnknown';

  constructor(model: string) {
    super(`The model "${model}" does not exist, or the API key may not use it.`);
  }
}

/** The job ended without a model. */
export class FineTuneFailed extends TerminalError {
  override name = 'FineTuneFailed';
}

/** Somebody stopped the job. */
export class FineTuneCancelled extends TerminalError {
  override name = 'FineTuneCancelled';

  constructor(job: string) {
    super(
      `The fine-tuning job ${job} was cancelled at the trainer, by a person or its API. Nothing was promoted. ` +
        'If that was a mistake, start the run again.',
    );
  }
}

/** What a service said of an error, fit for messages: short, one line, without what it may have quoted. */
export const quotable = (said: string): string =>
  said
    .replaceAll(/(["'`])(?:(?!\1).){40,}\1/gs, '"…"')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 300);
