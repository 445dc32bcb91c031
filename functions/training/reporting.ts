import type { ObjectStore } from '../../layers/core/dataset/object-store.ts';
import { leaveWord } from '../../layers/core/training/child-error.ts';
import { logger } from '../../layers/kit/logger.ts';
import { lake } from '../lake.ts';

/**
 * A map's child that leaves word of its error for Record failure.
 *
 * @param at the map's state
 */
export const reporting =
  <In extends { readonly runId: string }, Out>(
    at: string,
    run: (state: In) => Promise<Out>,
    store: () => Pick<ObjectStore, 'put'> = lake,
  ) =>
  async (state: In): Promise<Out> => {
    try {
      return await run(state);
    } catch (error) {
      try {
        await leaveWord(store(), state.runId, at, error);
      } catch (another) {
        logger.warn('Could not leave word of the error', { error: String(another) });
      }
      throw error;
    }
  };
