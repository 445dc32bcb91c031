import { TerminalError } from '../errors.ts';

/** Fewer may well be all that there are: of a trial, or of one person. */
const fewEnough = 50;

/** More is to be withdrawn than stays: so a wrong mapping looks, under which nobody consents. */
export class TooManyToWithdraw extends TerminalError {
  override name = 'TooManyToWithdraw';
}

/**
 * Whether so much is to be withdrawn that somebody should look at it first: more than fifty exchanges, and more than
 * half of those that the table has.
 *
 * @param found exchanges in the lake that may not train any more, by what the table says
 * @param allowed exchanges of the table that may
 * @returns what a person should know; undefined where it is not so much
 */
export function tooManyToWithdraw(found: number, allowed: number): TooManyToWithdraw | undefined {
  if (found <= fewEnough || found <= allowed) return undefined;
  return new TooManyToWithdraw(
    `${found} exchanges that were collected may not train any more, by what the table says now, and ${allowed} may. A ` +
      'wrong mapping looks the same, so nothing was withdrawn; what may train was collected. See whether "consent", ' +
      '"consentGranted" and "consentAssumed" of the mapping say what the table says. If they do, start the backfill ' +
      'with {"withdraw":"all"}; if not, mend the mapping, deploy, and start it with {}.',
  );
}
