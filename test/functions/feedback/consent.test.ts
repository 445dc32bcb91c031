import { consent, input } from '../../../functions/feedback/consent.ts';
import { readExcluded } from '../../../layers/core/signals/people.ts';
import { pseudonyms } from '../../support/collecting.ts';
import { MemoryObjectStore } from '../../support/memory-object-store.ts';

it('consent is withdrawn for everything, and given back', async () => {
  const store = new MemoryObjectStore();
  const say = (granted: boolean) => consent({ userId: 'ann', granted }, pseudonyms, store, '2026-05-01T00:00:00.000Z');
  expect(await say(false)).toEqual({ pseudonym: pseudonyms.user('ann'), granted: false });
  expect([...(await readExcluded(store)).withdrawn]).toEqual([pseudonyms.user('ann')]);
  await say(true);
  expect([...(await readExcluded(store)).withdrawn]).toEqual([]);
});

it.each([{ userId: 'ann' }, { userId: 'ann', granted: 'no' }, { granted: false }])('%j is refused', (asked) => {
  expect(input.safeParse(asked).success).toBe(false);
});
