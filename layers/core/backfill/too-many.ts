import { TerminalError } from '../errors.ts';
import type { Counted } from './withdraw.ts';

/** Fewer may well be all that there are: of a trial, or of one person. */
const fewEnough = 50;

/** More is to be withdrawn than stays: so a wrong mapping looks, under which nobody consents. */
export class TooManyToWithdraw extends TerminalError {
  override name = 'TooManyToWithdraw';
}

/** The table says yes and no. */
export class ConsentContradicted extends TerminalError {
  override name = 'ConsentContradicted';
}

/**
 * What somebody should look at before anything is withdrawn: exchanges in the lake that may train and may not, by what
 * the table says; or more than fifty exchanges to withdraw, and more versions of these than of those that stay.
 *
 * @param counted of all shards
 * @returns what a person should know; undefined where there is nothing
 */
export function toLookAt(counted: Counted): TooManyToWithdraw | ConsentContradicted | undefined {
  const { found, goes, stays, doubted } = counted;
  if (doubted > 0) {
    return new ConsentContradicted(
      `Of ${doubted} exchanges that were collected the table says yes and no: an item does not consent, and another of ` +
        `the same conversation or message does. ${found} others may not train any more. ` +
        'Nothing was withdrawn; what may train was collected. See whether the mapping fits the table, let its items say ' +
        'the same, and start the backfill with {}. With {"withdraw":"all"} the others are withdrawn, and these stay.',
    );
  }
  if (found <= fewEnough || goes <= stays) return undefined;
  return new TooManyToWithdraw(
    `${found} exchanges that were collected may not train any more, by what the table says now, and ${stays} may. A ` +
      'wrong mapping looks the same, so nothing was withdrawn; what may train was collected. See whether "consent", ' +
      '"consentGranted" and "consentAssumed" of the mapping say what the table says. If they do, start the backfill ' +
      'with {"withdraw":"all"}; if not, mend the mapping, deploy, and start it with {}.',
  );
}
