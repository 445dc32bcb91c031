import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../core/training/claim.ts';

/** The time as it passes. */
export const clock: Clock = { now: () => Date.now(), wait: (milliseconds) => sleep(milliseconds) };
