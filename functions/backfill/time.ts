import { clock } from '../../layers/kit/clock.ts';

/** In milliseconds: what is under way then has five minutes more. */
const enough = 10 * 60_000;

/** Tells whether a function that begins now has time for more. */
export function patience(): () => boolean {
  const started = clock.now();
  return () => clock.now() - started < enough;
}
