import { consent, input } from '../../../functions/feedback/consent.ts';
import { consentKey, readExcluded } from '../../../layers/core/signals/people.ts';
import { pseudonyms } from '../../support/collecting.ts';
import { MemoryErasableStore } from '../../support/erasable-store.ts';

const minute = (n: number) => `2026-05-01T00:0${n}:00.000Z`;
const ann = pseudonyms.user('ann');

function app() {
  const store = new MemoryErasableStore();
  const say = (granted: boolean, now: string, at?: string) =>
    consent({ userId: 'ann', granted, ...(at !== undefined && { at }) }, pseudonyms, store, now);
  return { store, say, isWithdrawn: async () => (await readExcluded(store)).withdrawn.has(ann) };
}

it('consent is withdrawn for everything, and given back', async () => {
  const { say, isWithdrawn } = app();
  expect(await say(false, minute(1))).toEqual({ pseudonym: ann, granted: false });
  expect(await isWithdrawn()).toBe(true);
  expect(await say(true, minute(2))).toEqual({ pseudonym: ann, granted: true });
  expect(await isWithdrawn()).toBe(false);
});

it.each<[string, [boolean, string, string?][], boolean]>([
  [
    'a grant that arrives late',
    [
      [false, minute(3), minute(2)],
      [true, minute(4), minute(1)],
    ],
    true,
  ],
  [
    'a grant of a clock that is behind',
    [
      [false, minute(3)],
      [true, minute(2)],
    ],
    true,
  ],
  [
    'a withdrawal that arrives late',
    [
      [true, minute(3), minute(2)],
      [false, minute(4), minute(1)],
    ],
    false,
  ],
  [
    'both at one moment',
    [
      [false, minute(3), minute(2)],
      [true, minute(4), minute(2)],
    ],
    true,
  ],
  [
    'both at one moment, the other way round',
    [
      [true, minute(3), minute(2)],
      [false, minute(4), minute(2)],
    ],
    true,
  ],
  [
    'a withdrawal of a clock that is behind that of the grant',
    [
      [true, minute(4)],
      [false, minute(5), minute(2)],
      [true, minute(6), minute(3)],
    ],
    true,
  ],
  [
    'a withdrawal that arrives after a grant by the clock here, and is much older',
    [
      [true, minute(9)],
      [false, '2026-05-01T00:10:00.000Z', minute(3)],
    ],
    false,
  ],
  [
    'a grant by the clock here, soon after a withdrawal by that of the app',
    [
      [false, minute(3), minute(2)],
      [true, minute(4)],
    ],
    false,
  ],
  [
    'another time zone',
    [
      [false, minute(3), minute(2)],
      [true, minute(4), '2026-05-01T02:01:00+02:00'],
    ],
    true,
  ],
  [
    'a grant of times to come',
    [
      [true, minute(1), '2099-01-01T00:00:00Z'],
      [false, minute(2)],
    ],
    true,
  ],
])('what the user said last counts: %s', async (_, said, withdrawn) => {
  const { say, isWithdrawn } = app();
  const answers = [];
  for (const each of said) answers.push(await say(...each));
  expect(await isWithdrawn()).toBe(withdrawn);
  expect(answers.at(-1)).toMatchObject({ granted: !withdrawn });
});

it('a withdrawal that comes while a grant is noted is not lost', async () => {
  const { store, say, isWithdrawn } = app();
  await say(true, minute(1));
  store.meanwhile = async () => void (await say(false, minute(3)));
  await say(true, minute(2));
  expect(await isWithdrawn()).toBe(true);
});

it('the first word of a user is not lost either', async () => {
  const { store, say, isWithdrawn } = app();
  const { open } = store;
  store.open = async (key) => {
    const object = await open.call(store, key);
    store.open = open;
    await say(false, minute(3));
    return object;
  };
  await say(true, minute(2));
  expect(await isWithdrawn()).toBe(true);
});

it('what is noted and cannot be read gives way', async () => {
  const { store, say, isWithdrawn } = app();
  await store.put(consentKey(ann), '{');
  await say(true, minute(1));
  expect(await isWithdrawn()).toBe(false);
});

it.each([
  { userId: 'ann' },
  { userId: 'ann', granted: 'no' },
  { granted: false },
  { userId: 'ann', granted: false, at: 'yesterday' },
])('%j is refused', (asked) => {
  expect(input.safeParse(asked).success).toBe(false);
});
