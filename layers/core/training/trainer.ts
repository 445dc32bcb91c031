/**
 * The name under which a file of a run is found again. With the dataset's id, for the run's alone is only unique in
 * one state machine: another stage with the same key may have an execution of the same name.
 */
export const fileNameOf = (runId: string, datasetId: string, role: 'train' | 'validation'): string =>
  `${runId}-${datasetId}-${role}.jsonl`;

/** A file that goes to the trainer, read from where it lies in pieces; never the whole of it in memory. */
export interface TrainingFile {
  /** See `fileNameOf`. */
  readonly name: string;
  readonly bytes: number;
  /** The file from its beginning. */
  open(): Promise<AsyncIterable<Uint8Array>>;
  /** Bytes `start` to `end`, the last not included. */
  range(start: number, end: number): Promise<Uint8Array>;
}

/** What is asked of the trainer. `runId` is kept with the job, so that it is found again. */
export interface JobRequest {
  readonly runId: string;
  readonly datasetId: string;
  readonly baseModel: string;
  readonly trainingFile: string;
  readonly validationFile: string | null;
  readonly suffix: string;
  readonly seed: number;
  readonly epochs: number | 'auto';
}

/** A job as the trainer tells it. `status` is the trainer's own word: see job-status.ts. */
export interface TrainingJob {
  readonly id: string;
  readonly status: string;
  /** Seconds since 1970. */
  readonly createdAt: number;
  readonly fineTunedModel: string | null;
  readonly trainedTokens: number | null;
  readonly resultFiles: readonly string[];
  readonly error: JobError | null;
}

export interface JobError {
  readonly code: string;
  readonly message: string;
}

/** Something that the trainer reports of a job; `data` as it came. */
export interface JobEvent {
  readonly id: string;
  /** Seconds since 1970. */
  readonly createdAt: number;
  readonly level: string;
  readonly type: string;
  readonly message: string;
  readonly data: unknown;
}

/** The model as it was after a step. */
export interface Checkpoint {
  readonly step: number;
  /** Its id; null where it cannot be used by itself. */
  readonly model: string | null;
  readonly trainLoss: number | null;
  readonly validationLoss: number | null;
}

export interface ModelFacts {
  readonly id: string;
  /** The day it is switched off, `YYYY-MM-DD`; null where none is announced or the trainer does not tell. */
  readonly shutdownDate: string | null;
}

export interface ChatTurn {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/**
 * Whoever trains models: OpenAI, or a service that speaks its language at another address.
 * Every method throws RetryableError when the same call may succeed later, and an error of errors.ts when not.
 */
export interface Trainer {
  /** Where it is, such as `api.openai.com`: what was sent to one host is known to no other. */
  readonly host: string;
  /** The id of a file uploaded under this name and of this size; undefined when there is none. */
  findFile(name: string, bytes: number): Promise<string | undefined>;
  /** The ids of all files that were uploaded for a run with a dataset, whatever became of the run. */
  filesOf(runId: string, datasetId: string): Promise<string[]>;
  upload(file: TrainingFile): Promise<string>;
  /** Deletes an uploaded file; one that is gone already is no error. @returns whether it was there */
  deleteFile(id: string): Promise<boolean>;
  /** The jobs that were created for a run with a dataset, oldest first. */
  findJobs(runId: string, datasetId: string): Promise<TrainingJob[]>;
  /** Creates a job: one request, never repeated by itself, for a repetition may start a second job that costs. */
  createJob(request: JobRequest): Promise<TrainingJob>;
  /** Asks for the end of a job; one that has ended already is no error. */
  cancelJob(id: string): Promise<void>;
  job(id: string): Promise<TrainingJob>;
  /** Oldest first. */
  events(jobId: string): Promise<JobEvent[]>;
  /** Oldest first. */
  checkpoints(jobId: string): Promise<Checkpoint[]>;
  /** A result file as text. */
  resultFile(id: string): Promise<string>;
  /** @returns undefined when there is no such model */
  model(id: string): Promise<ModelFacts | undefined>;
  /** A model's answer to a conversation. @throws ModelUnknown; TrainerRefused when it will not answer this one */
  complete(model: string, conversation: readonly ChatTurn[], seed: number): Promise<string>;
}
