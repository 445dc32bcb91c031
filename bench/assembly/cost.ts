import type { MeasuredRun } from './measured.ts';

/** US dollars in us-east-1, 2026, without the free tiers. */
const price = {
  /** A gigabyte-second of Lambda on Arm. */
  memory: 0.0000133334,
  lambdaRequest: 0.2 / 1e6,
  read: 0.4 / 1e6,
  write: 5 / 1e6,
  /** A state transition of a standard workflow. */
  transition: 25 / 1e6,
};

/** What the functions are deployed with, in gigabytes: one whole processor. */
const memory = 1769 / 1024;
/** Waiting for S3 is paid too: measured in the cloud it would be less than this share of the work. */
const waiting = 0.5;
/** Transitions of one child, and of the states around the maps. */
const [perChild, around] = [3, 10];

/** What a run would cost on AWS, from Plan dataset to Write card. */
export function costOf({ stages, requests, children }: MeasuredRun): number {
  const seconds = Object.values(stages).reduce((sum, time) => sum + time, 0) / 1e6;
  return (
    seconds * (1 + waiting) * memory * price.memory +
    children * (price.lambdaRequest + perChild * price.transition) +
    around * price.transition +
    requests.reads * price.read +
    requests.writes * price.write
  );
}
