import type * as z from 'zod';
import type { ErasableStore } from '../../layers/core/erasure/erasable-store.ts';
import { datasetsKey, planKey } from '../../layers/core/erasure/names.ts';
import { isQuiet, isSettled, planErasure, setTombstone } from '../../layers/core/erasure/plan-erasure.ts';
import { TerminalError } from '../../layers/core/errors.ts';
import { step } from '../../layers/kit/step.ts';
import { lake } from '../lake.ts';
import { started as input, planned as output } from './state.ts';

export { input, output };

/** More rounds than this, each with something found, and somebody keeps writing. */
const mostRounds = 10;

/** Something of the user comes again and again. */
export class StillArriving extends TerminalError {
  override name = 'StillArriving';

  constructor(pseudonym: string) {
    super(
      `After ${mostRounds} searches of the whole lake there is still something new of user ${pseudonym}. Delete the ` +
        "user's messages from the app's table, and start the erasure again.",
    );
  }
}

/** Lists what is to be searched. @throws StillArriving */
export async function plan(
  { erasure, asked: { pseudonym, round: before, finished, settled } }: z.infer<typeof input>,
  store: ErasableStore,
  at: string,
): Promise<z.infer<typeof output>> {
  if (before >= mostRounds && !finished) throw new StillArriving(pseudonym);
  const round = before + 1;
  const since = await setTombstone(store, pseudonym, at);
  const of = { pseudonym, erasure, round };
  const { objects, partitions, datasets } = await planErasure(store, of);
  return {
    ...of,
    // Between two rounds the state machine waits for as long.
    quiet: round > 1 || isQuiet(since, at),
    // After a round that had ended it, for a day.
    settled: finished || settled || isSettled(since, at),
    told: finished,
    plan: { key: planKey(of), partitions, objects },
    datasets: { key: datasetsKey(of), count: datasets },
  };
}

export const handler = step({ input, output, run: (state) => plan(state, lake(), new Date().toISOString()) });
