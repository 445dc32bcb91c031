import { gzipSync } from 'node:zlib';
import { backfillSegment } from '../../../layers/core/backfill/backfill.ts';
import { reconcileSegment } from '../../../layers/core/backfill/reconcile.ts';
import { createCollector } from '../../../layers/core/conversation/collect.ts';
import { passesFilter } from '../../../layers/core/conversation/item-filter.ts';
import { AppTable, itemOf, type Written } from '../../support/app-table.ts';
import { collecting } from '../../support/collecting.ts';
import { MemoryObjectStore } from '../../support/memory-object-store.ts';

const filter = { kind: ['message', 'reply'] };
const whole = { segment: 0, segments: 1 };
const span = { since: '2026-01-01T00:00:00.000Z', until: '2026-02-01T00:00:00.000Z' };

type Shape = 'message' | 'conversation';
function world(shape: Shape = 'message') {
  const made = collecting({
    mapping: { shape, filter },
    table: new AppTable(shape === 'message' ? undefined : ['conversationId']),
  });
  const { parts, table, lake } = made;
  return {
    ...made,
    /** What the event source lets through. */
    passed: () => table.stream.filter((record) => passesFilter(Object(record).dynamodb.NewImage, parts.mapping)),
    backfill: () => backfillSegment({ ...parts, table, erased: new Set() }, whole),
    /** What a reconciliation finds of what the lake holds. */
    reconcile: async () => {
      const store = new MemoryObjectStore();
      for (const [key, lines] of lake.shards.objects) {
        await store.put(key, gzipSync(lines.map((line) => `${JSON.stringify(line)}\n`).join('')));
      }
      return reconcileSegment({ ...parts, table, store, erased: new Set() }, whole, span);
    },
  };
}
const says = (place: number, more: Partial<Written> = {}): Written => ({
  conversationId: 'c',
  place,
  sender: place % 2 === 0 ? 'user' : 'ai',
  text: `says ${place}`,
  kind: 'message',
  ...more,
});
/** Something else in the conversation's partition, after the message of a place. */
const note = (place: number, number = 0) => ({
  conversationId: 'c',
  sortKey: `${itemOf(says(place)).sortKey}-note-${100 + number}`,
  kind: 'note',
});
const users = ({ lake }: ReturnType<typeof world>) => [...lake.exchanges.values()].map(({ user }) => user);

describe('what the filter holds back', () => {
  it('is no part of a conversation where it is no message, whoever collects', async () => {
    for (const collect of ['stream', 'late reply', 'backfill'] as const) {
      const here = world();
      here.table.write(says(0));
      here.table.put(note(0));
      here.table.write(says(1));
      if (collect === 'backfill') expect(await here.backfill()).toMatchObject({ exchanges: 1, quarantined: 0 });
      else await here.collect(here.passed().slice(collect === 'stream' ? 0 : 1));
      expect(users(here)).toEqual(['says 0']);
      expect(here.lake.quarantine.lines).toEqual([]);
      expect(await here.reconcile()).toMatchObject({ eligible: 1, found: 1, missing: 0 });
    }
  });

  it('does not take a query for every few of many', async () => {
    const here = world();
    here.table.write(says(0));
    for (let number = 0; number < 300; number++) here.table.put(note(0, number));
    here.table.write(says(1));
    await here.collect(here.passed().slice(1));
    expect(users(here)).toEqual(['says 0']);
    expect(here.table.queries.length).toBeLessThan(6);
  });

  it('keeps its place where it is a message, and is not collected, nor missed', async () => {
    const here = world();
    here.table.write(says(0), says(1, { kind: 'draft', rating: 'up' }), says(2, { kind: 'draft' }), says(3), says(5));
    expect(await here.backfill()).toMatchObject({ exchanges: 1, signals: 0 });
    // It answers the turn that was held back, whose own consent says yes; the one after it answers nobody.
    expect(users(here)).toEqual(['says 2']);
    expect(await here.reconcile()).toMatchObject({ eligible: 1, missing: 0 });
  });

  it('is not collected when consent is given to the turn before it', async () => {
    const here = world();
    here.table.write(says(0, { consent: false }), says(1, { kind: 'draft' }), says(0));
    await createCollector(here.parts)(here.passed());
    expect(users(here)).toEqual([]);
  });

  it('is a whole conversation where an item is one', async () => {
    const here = world('conversation');
    const messages = [says(0), says(1)].map(itemOf);
    here.table.put({ conversationId: 'c', kind: 'message', messages });
    here.table.put({ conversationId: 'd', kind: 'draft', messages });
    here.table.put({ conversationId: 'e', kind: 'note' });
    expect(await here.backfill()).toMatchObject({ conversations: 1, exchanges: 1, quarantined: 0 });
    expect(await here.reconcile()).toMatchObject({ conversations: 1, eligible: 1, missing: 0 });
  });
});

it.each([
  [{ kind: { S: 'reply' } }, true],
  [{ kind: { S: 'note' } }, false],
  [{ kind: { N: '1' } }, false],
  [{}, false],
])('%j passes: %s', (item, passes) => {
  expect(passesFilter(item, { filter })).toBe(passes);
  expect(passesFilter(item, { filter: {} })).toBe(true);
});
