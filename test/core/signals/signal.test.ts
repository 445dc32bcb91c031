import { setImmediate } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { consentKey, readExcluded, tombstoneKey } from '../../../layers/core/signals/people.ts';
import { isWithdrawn, latestSignals, type Signal, signalSchema } from '../../../layers/core/signals/signal.ts';
import { readWithdrawnExchanges } from '../../../layers/core/signals/withdrawn-exchanges.ts';
import { hex, version } from '../../support/exchanges.ts';
import { MemoryObjectStore } from '../../support/memory-object-store.ts';

const about = (n: number) => ({
  schema: 1 as const,
  exchange: hex('e'),
  pseudonym: hex('u'),
  version: version(n),
  at: '2026-03-01T10:00:00.000Z',
});
const rating = (n: number, value: number): Signal => ({ ...about(n), kind: 'rating', value });

describe('signals', () => {
  test.each([
    ['a rating', rating(1, -1)],
    ['an edit', { ...about(1), kind: 'edit', assistant: 'Better.' }],
    ['a review', { ...about(1), kind: 'review', decision: 'approved', cleared: ['abuse'], reviewer: hex('r') }],
    ['a withdrawal', { ...about(1), kind: 'consent', granted: false }],
  ])('%s is read as it was written', (_, signal) => {
    expect(signalSchema.parse(signal)).toEqual(signal);
  });

  test.each([
    ['a rating out of range', rating(1, 2)],
    ['a form of the future', { ...rating(1, 1), schema: 2 }],
    ['an unknown kind', { ...about(1), kind: 'applause' }],
    ['no exchange', { ...rating(1, 1), exchange: '' }],
  ])('%s is refused', (_, signal) => {
    expect(signalSchema.safeParse(signal).success).toBe(false);
  });

  test('the highest version of each kind counts, whatever the order and however often it comes', () => {
    const some: Signal[] = [
      rating(1, 1),
      rating(2, -1),
      rating(2, 0.5),
      { ...about(1), kind: 'edit', assistant: 'Better.' },
    ];
    const expected = latestSignals(some);
    expect(expected.rating?.version).toBe(version(2));
    expect(expected.edit?.assistant).toBe('Better.');
    fc.assert(
      fc.property(fc.shuffledSubarray([...some, ...some], { minLength: 8 }), (signals) => {
        expect(latestSignals(signals)).toEqual(expected);
      }),
    );
  });

  const review = (decision: 'approved' | 'rejected', at: string, more: object = {}): Signal =>
    signalSchema.parse({ ...about(3), kind: 'review', decision, reviewer: hex('r'), at, ...more });
  const [morning, evening] = ['2026-03-02T10:00:00.000Z', '2026-03-02T20:00:00Z'];

  test.each<[string, Signal, Signal]>([
    ['the later rejection', review('rejected', evening), review('approved', morning, { cleared: ['abuse'] })],
    ['the later approval', review('approved', evening), review('rejected', morning)],
    ['of one moment the rejection', review('rejected', evening), review('approved', evening)],
    [
      'what was said of a higher version',
      review('approved', morning, { version: version(4) }),
      review('rejected', evening),
    ],
    ['a fraction of a second later', review('approved', '2026-03-02T20:00:00.5Z'), review('rejected', evening)],
  ])('of two decisions on one exchange counts %s, whatever the order', (_, counts, other) => {
    for (const said of [
      [counts, other],
      [other, counts],
    ])
      expect(latestSignals(said).review).toEqual(counts);
  });

  test('consent withdrawn holds until the exchange is collected anew', () => {
    const signals = latestSignals([{ ...about(5), kind: 'consent', granted: false }]);
    expect([4, 5, 6].map((n) => isWithdrawn(version(n), signals))).toEqual([true, true, false]);
    expect(isWithdrawn(version(1), {})).toBe(false);
  });
});

describe('who may not train', () => {
  test('the erased by name, the withdrawn by what they said last, the unreadable as withdrawn', async () => {
    const store = new MemoryObjectStore();
    const at = '2026-03-01T10:00:00.000Z';
    const consent = (name: string, granted: boolean) =>
      store.put(consentKey(hex(name)), JSON.stringify({ schema: 1, pseudonym: hex(name), granted, at }));
    await store.put(tombstoneKey(hex('gone')), 'anything');
    await consent('no', false);
    await consent('yes', true);
    await store.put(consentKey(hex('broken')), '{');
    const { erased, withdrawn } = await readExcluded(store);
    expect([...erased]).toEqual([hex('gone')]);
    expect([...withdrawn].sort()).toEqual([hex('no'), hex('broken')].sort());
  });
});

describe('exchanges that were withdrawn', () => {
  const packed = (signals: readonly Signal[]) =>
    gzipSync(signals.map((signal) => `${JSON.stringify(signal)}\n`).join(''));
  const withdrawal = (name: string, n: number): Signal => ({
    ...about(n),
    exchange: hex(name),
    kind: 'consent',
    granted: false,
  });

  test('are those of all objects by their highest version, whatever else is there', async () => {
    const store = new MemoryObjectStore();
    await store.put('signals/v=1/a.jsonl.gz', packed([withdrawal('one', 7), rating(9, 1)]));
    await store.put('signals/v=1/b.jsonl.gz', packed([withdrawal('one', 3), withdrawal('two', 2)]));
    await store.put('signals/v=1/c.jsonl.gz', Buffer.from('no shard'));
    const found = await readWithdrawnExchanges(store);
    expect([...found].sort()).toEqual(
      [
        [hex('one'), version(7)],
        [hex('two'), version(2)],
      ].sort(),
    );
  });

  test('are read of many objects at once, and no list of all objects is held', async () => {
    const objects = 2500;
    const body = packed([withdrawal('one', 1)]);
    let [listed, opened, reading, most, ahead] = [0, 0, 0, 0, 0];
    const found = await readWithdrawnExchanges({
      async *list() {
        for (; listed < objects; listed++) {
          ahead = Math.max(ahead, listed - opened);
          yield { key: `signals/v=1/${listed}`, etag: '', size: body.length };
        }
      },
      async open(key) {
        opened++;
        most = Math.max(most, ++reading);
        await setImmediate();
        reading--;
        return {
          key,
          etag: '',
          size: body.length,
          body: (async function* () {
            yield body;
          })(),
        };
      },
    });
    expect(found.size).toBe(1);
    expect({ listed, opened, most }).toEqual({ listed: objects, opened: objects, most: 32 });
    expect(ahead).toBeLessThanOrEqual(1000);
  });
});
