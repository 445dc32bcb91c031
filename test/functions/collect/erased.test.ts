import { erasedUsers } from '../../../functions/collect/erased.ts';
import { tombstoneKey } from '../../../layers/core/signals/people.ts';
import { hex } from '../../support/exchanges.ts';
import { MemoryObjectStore } from '../../support/memory-object-store.ts';

it('a user who was erased is known within five minutes', async () => {
  const store = new MemoryObjectStore();
  let now = 0;
  const erased = erasedUsers(
    () => store,
    () => now,
  );
  expect([...(await erased())]).toEqual([]);
  await store.put(tombstoneKey(hex('ann')), '{}');
  now = 5 * 60_000;
  expect([...(await erased())]).toEqual([]);
  now++;
  expect([...(await erased())]).toEqual([hex('ann')]);
});
