import { eraseUser, input } from '../../../functions/erasure/erase-user.ts';
import { plan, StillArriving } from '../../../functions/erasure/plan-erasure.ts';
import { started } from '../../../functions/erasure/state.ts';
import { foundPrefix } from '../../../layers/core/erasure/names.ts';
import { tombstoneKey } from '../../../layers/core/signals/people.ts';
import { pseudonyms } from '../../support/collecting.ts';
import { MemoryErasableStore } from '../../support/erasable-store.ts';
import { at } from '../../support/erasure.ts';

const pseudonym = pseudonyms.user('ann');
async function ask(more: { conversationIds?: string[] } = {}) {
  const store = new MemoryErasableStore();
  const inputs: unknown[] = [];
  const start = async (given: unknown) => {
    expect(store.text(tombstoneKey(pseudonym))).not.toBe('');
    inputs.push(given);
    return 'arn:execution';
  };
  const answer = await eraseUser(input.parse({ userId: 'ann', ...more }), {
    pseudonyms,
    store,
    executions: { start },
    at,
  });
  return { store, inputs, answer };
}

describe('asking for an erasure', () => {
  it('sets the tombstone first, and tells the state machine the pseudonym and no more', async () => {
    const { inputs, answer } = await ask();
    expect(inputs).toEqual([{ pseudonym }]);
    expect(answer).toEqual({ pseudonym, execution: 'arn:execution', report: `erasures/${pseudonym}/report.json` });
  });

  it('notes conversations as hashes', async () => {
    const { store } = await ask({ conversationIds: ['talk'] });
    const [key = ''] = [...store.objects.keys()].filter((each) => each.startsWith(foundPrefix(pseudonym)));
    expect(JSON.parse(store.text(key))).toEqual({ ids: [], conversations: [pseudonyms.conversation('talk')] });
  });

  it.each([{}, { userId: '' }, { userId: 'ann', user: 'ben' }])('%j is refused', (asked) => {
    expect(input.safeParse(asked).success).toBe(false);
  });

  it('ends with advice when the app keeps writing', async () => {
    const late = plan(
      started.parse({ erasure: 'one', asked: { pseudonym, round: 10 } }),
      new MemoryErasableStore(),
      at,
    );
    await expect(late).rejects.toThrow(StillArriving);
    await expect(late).rejects.toThrow(/Delete the user's messages from the app's table/);
  });
});
