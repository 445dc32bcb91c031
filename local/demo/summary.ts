import type { RunState } from './run-state.ts';
import type { Collected } from './wait-for-shards.ts';

interface Outcome {
  readonly collected: Collected;
  readonly state: RunState;
  /** Paths on this computer, by what the file is. */
  readonly files: Readonly<Record<string, string>>;
  readonly seconds: number;
}

/** What `--summary` writes. Parts that the run did not come to are null. */
export function summaryOf({ collected, state, files, seconds }: Outcome) {
  const { dataset, cost, job, evaluation, gate = null, promotion } = state;
  return {
    exchanges: {
      seen: dataset?.seen ?? collected.exchanges,
      kept: dataset?.kept ?? 0,
      rejected: dataset?.rejected ?? {},
    },
    shards: collected.shards,
    dataset: dataset
      ? {
          id: dataset.id,
          train: dataset.train,
          validation: dataset.validation,
          holdout: dataset.holdout,
          tokens: dataset.tokens ?? null,
          costUsd: cost?.usd ?? null,
          files,
        }
      : null,
    job: job ? { id: job.id, status: job.status, loss: job.loss ?? null } : null,
    evaluation: evaluation ? { candidate: evaluation.candidate, champion: evaluation.champion } : null,
    gate,
    promoted: promotion?.model ?? null,
    seconds: Math.round(seconds * 10) / 10,
  };
}

export type Summary = ReturnType<typeof summaryOf>;
