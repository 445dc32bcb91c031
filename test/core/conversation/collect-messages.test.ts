import { createCollector } from '../../../layers/core/conversation/collect.ts';
import type { Dialogue } from '../../../layers/core/conversation/exchange.ts';
import { exchangeSchema } from '../../../layers/core/conversation/exchange.ts';
import { itemOf, type Written } from '../../support/app-table.ts';
import { collecting, pseudonyms } from '../../support/collecting.ts';

const says = (place: number, sender: 'user' | 'ai', more: Partial<Written> = {}): Written => ({
  conversationId: 'c',
  place,
  sender,
  text: `${sender} says ${place}`,
  ...more,
});
/** Messages from a place on, user and AI by turns. */
const talk = (from: number, to: number, more: Partial<Written> = {}) =>
  Array.from({ length: to - from }, (_, i) => says(from + i, (from + i) % 2 === 0 ? 'user' : 'ai', more));

describe('collecting from one item per message', () => {
  it('writes one shard of whole exchanges', async () => {
    const { table, lake, collect } = collecting();
    table.write(...talk(0, 4, { model: 'm', variant: 'a' }));
    const collected = await collect(table.stream);

    expect(collected).toMatchObject({ records: 4, exchanges: 2, withoutConsent: 0, quarantined: 0 });
    expect([...lake.shards.objects.keys()]).toEqual([collected.shard]);
    expect(collected.shard).toMatch(/^exchanges\/v=1\/dt=2026-01-05\/hh=08\/[0-9a-f]{32}\.jsonl\.gz$/);
    expect(exchangeSchema.array().parse(lake.shards.lines)).toEqual(lake.shards.lines);
    expect(lake.shards.lines[1]).toMatchObject({
      id: pseudonyms.exchange('c', 'm3'),
      version: '0000000000000000100000000000000000000004',
      conversation: pseudonyms.conversation('c'),
      pseudonym: pseudonyms.user('user of c'),
      createdAt: '2026-01-05T08:00:03.000Z',
      model: 'm',
      variant: 'a',
      user: 'user says 2',
      assistant: 'ai says 3',
      context: [
        { sender: 'user', text: 'user says 0' },
        { sender: 'ai', text: 'ai says 1' },
      ],
    });
  });

  it('asks the table for what the batch lacks', async () => {
    const { table, lake, collect } = collecting({ contextTurns: 2 });
    table.write(...talk(0, 8));
    await collect(table.stream.slice(7));
    expect(table.queries).toMatchObject([{ limit: 3 }]);
    expect(lake.shards.lines).toMatchObject([
      { user: 'user says 6', assistant: 'ai says 7', context: [{ text: 'user says 4' }, { text: 'ai says 5' }] },
    ]);
  });

  it('asks once for a conversation, however many replies it has', async () => {
    const { table, collect } = collecting();
    table.write(...talk(0, 20));
    expect(await collect(table.stream.slice(3))).toMatchObject({ exchanges: 9 });
    expect(table.queries).toHaveLength(1);
  });

  it('asks nothing when the batch holds enough', async () => {
    const { table, collect } = collecting({ contextTurns: 1 });
    table.write(says(0, 'user'), says(1, 'user'), ...talk(2, 6));
    expect(await collect(table.stream.slice(1))).toMatchObject({ exchanges: 2 });
    expect(table.queries).toEqual([]);
  });

  it('asks nothing when nobody was answered', async () => {
    const { table, lake, collect } = collecting();
    table.write(says(0, 'user'), says(1, 'user'));
    expect(await collect(table.stream)).toMatchObject({ exchanges: 0, shard: null });
    expect([table.queries, [...lake.shards.objects]]).toEqual([[], []]);
  });

  it('asks again past what it is told to ignore', async () => {
    const { table, lake, collect } = collecting({ contextTurns: 0, mapping: { ignoredSenders: ['system'] } });
    table.write(says(0, 'user'));
    table.put({ ...itemOf(says(1, 'ai')), sender: 'system' });
    table.write(says(2, 'ai'));
    await collect(table.stream.slice(2));
    expect(lake.shards.lines).toMatchObject([{ user: 'user says 0' }]);
  });

  describe('a change of a message', () => {
    it.each([
      ['a rating', talk(0, 2), { rating: 5 }, 0],
      ['another text', talk(0, 2), { text: 'better' }, 1],
      ['consent given later', [says(0, 'user'), says(1, 'ai', { consent: false })], { consent: true }, 1],
      ['consent withdrawn', talk(0, 2), { consent: false }, 0],
      ['the first words of a reply', [says(0, 'user'), says(1, 'ai', { text: '' })], { text: 'at last' }, 1],
    ])('%s', async (_, before, change, exchanges) => {
      const { table, collect } = collecting();
      table.write(...before, says(1, 'ai', change));
      expect(await collect(table.stream.slice(2))).toMatchObject({ exchanges });
    });

    it('that edits the reply is a new version of the same exchange', async () => {
      const { table, lake, collect } = collecting();
      table.write(...talk(0, 2), says(1, 'ai', { text: 'better' }));
      await collect(table.stream.slice(0, 2));
      await collect(table.stream.slice(2));
      const [first, second] = lake.shards.lines;
      expect(second?.id).toBe(first?.id);
      expect(second && first && second.version > first.version).toBe(true);
      expect([...lake.exchanges.values()]).toMatchObject([{ assistant: 'better' }]);
    });

    it('counts once in a batch: as it was last', async () => {
      const { table, lake, collect } = collecting();
      table.write(...talk(0, 2), says(1, 'ai', { text: 'better' }), says(1, 'ai', { text: 'better', rating: 1 }));
      await collect(table.stream);
      expect(lake.shards.lines).toMatchObject([{ assistant: 'better', version: expect.stringMatching(/3$/) }]);
      expect(table.queries).toHaveLength(1);
    });

    it('counts by its sequence number, not by its place in the batch', async () => {
      const { table, lake, collect } = collecting();
      table.write(...talk(0, 2), says(1, 'ai', { text: 'better' }), says(1, 'ai', { text: 'best' }));
      await collect(table.stream.toReversed());
      expect(lake.shards.lines).toMatchObject([{ assistant: 'best', version: expect.stringMatching(/4$/) }]);
    });

    it('that only concerns an old message does not pass for the neighbour of a new one', async () => {
      const { table, lake, collect } = collecting({ contextTurns: 1 });
      table.write(...talk(0, 7), says(0, 'user', { rating: 1 }), says(2, 'user', { rating: 1 }), says(7, 'ai'));
      await collect(table.stream.slice(7));
      expect(lake.shards.lines).toMatchObject([{ user: 'user says 6', context: [{ text: 'ai says 5' }] }]);
    });

    it('of an old reply is collected beside a new one', async () => {
      const { table, lake, collect } = collecting({ contextTurns: 1 });
      table.write(...talk(0, 20), says(3, 'ai', { text: 'edited' }), ...talk(20, 22));
      await collect(table.stream.slice(20));
      expect(lake.shards.lines).toMatchObject([
        { user: 'user says 2', assistant: 'edited', context: [{ text: 'ai says 1' }] },
        { user: 'user says 20', assistant: 'ai says 21', context: [{ text: 'ai says 19' }] },
      ]);
    });
  });

  describe('consent', () => {
    const no = { consent: false };
    it.each([
      ['withheld from the reply', [says(0, 'user'), says(1, 'ai', no)], 0],
      ['withheld from the question', [says(0, 'user', no), says(1, 'ai')], 0],
      ['withheld between', [says(0, 'user'), says(1, 'user', no), says(2, 'ai')], 0],
      ['never asked for', [says(0, 'user', { consent: null }), says(1, 'ai', { consent: null })], 0],
      ['given to both', talk(0, 2), 1],
    ])('%s', async (_, messages, exchanges) => {
      for (const firstSeen of [0, messages.length - 1]) {
        const { table, collect } = collecting();
        table.write(...messages);
        expect(await collect(table.stream.slice(firstSeen))).toMatchObject({ exchanges });
      }
    });

    it('withdrawn in the table counts, though the batch still says yes', async () => {
      const { table, lake, collect } = collecting();
      table.write(...talk(0, 3));
      const batch = [...table.stream];
      table.write(says(0, 'user', no), says(3, 'ai'));
      batch.push(...table.stream.slice(4));
      await collect(batch);
      expect(lake.shards.lines).toMatchObject([{ user: 'user says 2', context: [{ text: 'ai says 1' }] }]);
    });

    it('is counted where it is missing', async () => {
      const { table, collect } = collecting();
      table.write(says(0, 'user', no), says(1, 'ai'), says(2, 'user'), says(3, 'ai', no));
      expect(await collect(table.stream)).toMatchObject({ withoutConsent: 2, exchanges: 0 });
    });
  });

  describe('what cannot be read', () => {
    it('goes to quarantine with reason and pointer, and the rest is collected', async () => {
      const { table, lake, collect } = collecting();
      table.write(...talk(0, 2), says(2, 'user'));
      table.put({ ...itemOf(says(3, 'ai')), text: ['secret words'] });
      table.write(...talk(4, 6));
      const collected = await collect([...table.stream, { nonsense: true }, null]);
      expect(collected).toMatchObject({ exchanges: 2, quarantined: 3 });
      expect(lake.quarantine.lines).toEqual([
        { reason: 'unreadable_record', pointer: { eventId: '' } },
        { reason: 'unreadable_record', pointer: { eventId: '' } },
        {
          reason: 'unreadable_text',
          pointer: {
            eventId: 'event-4',
            stream: expect.stringContaining('table/messages'),
            keys: { conversationId: { S: 'c' }, sortKey: { S: '2026-01-05T08:00:03.000Z#m3' } },
          },
        },
      ]);
      expect([...lake.quarantine.objects.keys()][0]).toMatch(/^quarantine\/dt=2026-01-05\/[0-9a-f]{32}\.jsonl\.gz$/);
    });

    it('stands between its neighbours, in the batch and in the table', async () => {
      const { table, collect } = collecting();
      table.write(says(0, 'user'));
      table.put({ ...itemOf(says(1, 'user')), createdAt: 'never' });
      table.write(says(2, 'ai'));
      expect(await collect(table.stream)).toMatchObject({ exchanges: 0, quarantined: 1 });
      expect(await collect(table.stream.slice(2))).toMatchObject({ exchanges: 0, quarantined: 0 });
    });

    it('passes over deletions', async () => {
      const { collect } = collecting();
      expect(await collect([{ eventName: 'REMOVE', eventID: '1', dynamodb: {} }])).toMatchObject({ quarantined: 0 });
    });

    it.each(['redact', 'screen', 'judge'] as const)('includes an exchange that %s stumbles over', async (stage) => {
      const { table, lake, parts } = collecting();
      const { redact, judge } = parts;
      const stumble = (at: typeof stage, { assistant }: Dialogue) => {
        if (at === stage && assistant === 'ai says 1') throw new RangeError(`cannot take "${assistant}"`);
      };
      const collect = createCollector({
        ...parts,
        redact: (dialogue) => {
          stumble('redact', dialogue);
          return redact(dialogue);
        },
        judge: {
          ...judge,
          screen: (dialogue) => {
            stumble('screen', dialogue);
            return judge.screen(dialogue);
          },
          judge: (dialogue) => {
            stumble('judge', dialogue);
            return judge.judge(dialogue);
          },
        },
      });
      table.write(...talk(0, 4));
      expect(await collect(table.stream)).toMatchObject({ exchanges: 1, quarantined: 1 });
      expect(lake.quarantine.lines).toMatchObject([{ reason: 'failed_RangeError', pointer: { eventId: 'event-2' } }]);
      expect(JSON.stringify(lake.quarantine.lines)).not.toContain('says');
    });
  });

  it.each([
    ['the table', { table: 1, shards: 0, quarantine: 0 }],
    ['the shards', { table: 0, shards: 1, quarantine: 0 }],
    ['the quarantine', { table: 0, shards: 0, quarantine: 1 }],
  ])('throws when %s fails, and does it all when tried again', async (_, failing) => {
    const { table, lake, collect } = collecting();
    table.write(...talk(0, 4));
    const batch = [...table.stream, {}];
    table.failing = failing.table;
    lake.shards.failing = failing.shards;
    lake.quarantine.failing = failing.quarantine;
    await expect(collect(batch)).rejects.toThrow('does not answer');
    const done = await collect(batch);
    expect(done).toMatchObject({ exchanges: 2, quarantined: 1 });
    expect(await collect(batch)).toEqual(done);
    expect([lake.shards.objects.size, lake.quarantine.objects.size]).toEqual([1, 1]);
  });
});
