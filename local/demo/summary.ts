import type { RunState } from './run-state.ts';
import type { Collected } from './wait-for-shards.ts';

/** What `--summary` writes. Parts that the run did not come to are null. */
export interface Summary {
  readonly exchanges: { seen: number; kept: number; rejected: Readonly<Record<string, number>> };
  readonly shards: number;
  readonly dataset: {
    id: string;
    train: number;
    validation: number;
    holdout: number;
    tokens: number | null;
    costUsd: number | null;
    /** Paths on this computer, by what the file is. */
    files: Readonly<Record<string, string>>;
  } | null;
  readonly job: { id: string; status: string; loss: number | null } | null;
  readonly evaluation: {
    candidate: Readonly<Record<string, number>>;
    champion: Readonly<Record<string, number>> | null;
  } | null;
  readonly gate: { verdict: 'pass' | 'fail'; reasons: readonly string[] } | null;
  readonly promoted: string | null;
  readonly seconds: number;
}

interface Outcome {
  readonly collected: Collected;
  readonly state: RunState;
  readonly files: Readonly<Record<string, string>>;
  readonly seconds: number;
}

export function summaryOf({ collected, state, files, seconds }: Outcome): Summary {
  const { dataset, cost, job, evaluation, gate, promotion } = state;
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
    gate: gate ?? null,
    promoted: promotion?.model ?? null,
    seconds: Math.round(seconds * 10) / 10,
  };
}
