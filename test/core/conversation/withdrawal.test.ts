import fc from 'fast-check';
import { backfillSegment } from '../../../layers/core/backfill/backfill.ts';
import { createCollector } from '../../../layers/core/conversation/collect.ts';
import { AppTable, itemOf } from '../../support/app-table.ts';
import { collecting, pseudonyms } from '../../support/collecting.ts';
import { exchangeId, exchangeIds, says, shapes, talk, world } from '../../support/conversation.ts';
import { Lake } from '../../support/lake.ts';

const gone = undefined;

/** What the app may do to a message so that it trains no more. */
const takenBack = [
  ['consent alone', { consent: false }],
  ['consent and text', { consent: false, text: gone }],
  ['consent, and the text set to nothing', { consent: false, text: null }],
  ['consent and person', { consent: gone, userId: gone }],
  ['consent, text, person and time', { consent: false, text: gone, userId: gone, createdAt: 'deleted' }],
  ['all that the text says', { text: '' }],
] as const;

describe.each(shapes)('taken back (%s)', (shape) => {
  const turns = [
    ['question', 2],
    ['reply', 3],
  ] as const;
  describe.each(turns)('of a %s', (_, place) => {
    it.each(takenBack)('%s: its exchange is out, and the turn is out of what follows', async (_, change) => {
      const { write, change: rewrite, collect, trains, trainingIds, signals, lake } = world(shape);
      write(...talk(8));
      await collect();
      rewrite(place, change);
      await collect();
      rewrite(place, { deletedAt: 'today' });
      await collect();
      expect(trainingIds()).toEqual(exchangeIds(1, 5, 7));
      expect(JSON.stringify(trains())).not.toContain(`says ${place}`);
      expect(new Set(signals().map(({ pseudonym }) => pseudonym))).toEqual(new Set([pseudonyms.user('user of c')]));
      expect(lake.quarantine.lines).toEqual([]);
    });

    it.each(takenBack)('%s, with more changes in one batch, and given again', async (_, change) => {
      const { write, change: rewrite, collect, trains, trainingIds } = world(shape);
      write(...talk(6));
      await collect();
      rewrite(place, change);
      rewrite(place, { deletedAt: 'today' });
      write(says(6), says(7));
      await collect();
      expect(JSON.stringify(trains())).not.toContain(`says ${place}`);
      write(says(place));
      await collect();
      expect(trainingIds()).toEqual(exchangeIds(1, 3, 5, 7));
    });
  });

  it('a turn of the context: no version that holds it trains, though a rule stumbles over the new one', async () => {
    const { write, collect, trains, parts, table, signalsOf, lake } = world(shape);
    write(...talk(4));
    await collect();
    write(says(1, { consent: false }));
    const redact = () => {
      throw new RangeError();
    };
    await createCollector({ ...parts, redact })(table.stream.slice(shape === 'message' ? 4 : 1));
    expect(lake.quarantine.lines).toMatchObject([{ reason: 'failed_RangeError' }]);
    expect(trains()).toEqual([]);
    await collect();
    const [exchange] = trains();
    expect(exchange).toMatchObject({ id: exchangeId(3), context: [{ text: 'says 0' }] });
    expect([signalsOf(exchangeId(3)).consent?.version, exchange?.version].toSorted()[1]).toBe(exchange?.version);
  });

  it('who said it: what was replied to them does not become context of what another person says', async () => {
    const { write, change, collect, lake } = world(shape);
    write(says(0, { userId: 'somebody else' }), says(1), says(2), says(3));
    await collect();
    change(0, { consent: false, userId: gone });
    await collect();
    expect(lake.exchanges.get(exchangeId(3))).toMatchObject({ user: 'says 2', context: [] });
  });

  it('nothing by a mistake: what still consents is told to a person, and trains', async () => {
    const { write, change, collect, trainingIds, signals, lake } = world(shape);
    write(...talk(4));
    await collect();
    for (const place of [2, 3]) change(place, { text: gone, body: `says ${place}` });
    await collect();
    expect(trainingIds()).toEqual(exchangeIds(1, 3));
    expect(signals()).toEqual([]);
    expect(lake.quarantine.lines).toMatchObject([{ reason: 'unreadable_text' }, { reason: 'unreadable_text' }]);
  });

  it.each([
    ['a turn of the context is out', { consent: false }, { consent: true }, { consent: false }],
    [
      'a turn whose text is gone is out of the context',
      { consent: false, text: gone },
      { consent: true },
      { consent: false },
    ],
  ])('once more, for a change that was lost: %s', async (_, lost, again, then) => {
    const { write, change, collect, trains, skip } = world(shape);
    write(...talk(6));
    await collect();
    change(2, lost);
    skip();
    change(2, again);
    change(2, then);
    await collect();
    expect(
      trains()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(exchangeIds(1, 5));
    expect(JSON.stringify(trains())).not.toContain('says 2');
  });

  it('and given again, once more, for a change that was lost', async () => {
    const { write, change, collect, trainingIds, skip } = world(shape);
    write(...talk(4));
    await collect();
    change(2, { consent: false });
    await collect();
    change(2, { consent: true });
    skip();
    expect(trainingIds()).toEqual(exchangeIds(1));
    change(2, { consent: false });
    change(2, { consent: true });
    await collect();
    expect(trainingIds()).toEqual(exchangeIds(1, 3));
  });

  it('a reply that replaces others no longer holds the turn, which is farther back for it', async () => {
    const { write, collect, trains } = world(shape, 6);
    const again = [12, 13, 14].map((place) => says(place, { sender: 'ai', regenerates: `m${place - 1}` }));
    write(...talk(12), ...again);
    await collect();
    write(says(4, { consent: false }));
    await collect();
    expect(trains().map(({ assistant }) => assistant)).toContain('says 14');
    expect(JSON.stringify(trains())).not.toContain('says 4');
  });
});

it('a reply is taken back though the question, which alone named the person, is deleted', async () => {
  const { write, collect, table, parts, trains } = world('message');
  write(says(0), says(1, { userId: gone }));
  await collect();
  write(says(1, { userId: gone, consent: false }));
  await createCollector({ ...parts, table: new AppTable() })(table.stream.slice(2));
  expect(trains()).toEqual([]);
});

describe('an item that holds the conversation', () => {
  const of = (more: Record<string, unknown>) => ({ conversationId: 'c', userId: 'u', consent: true, ...more });
  const messages = talk(4).map((message) => ({ ...itemOf(message), userId: undefined, consent: undefined }));
  const deleted = [
    ['person', { consent: false, userId: gone, messages }],
    ['messages', { consent: false, messages: gone }],
    ['messages and person', { consent: gone, userId: gone, messages: gone }],
    ['list', { consent: false, messages: [] }],
    ['first two messages', { consent: false, messages: messages.slice(2) }],
  ] as const;
  it.each(deleted)('loses its consent and its %s: nothing of it trains', async (_, change) => {
    const { table, collect, lake } = collecting({
      mapping: { shape: 'conversation' },
      table: new AppTable(['conversationId']),
    });
    table.put(of({ messages }));
    table.put(of(change));
    table.put(of({ ...change, deletedAt: 'today' }));
    await collect(table.stream.slice(0, 1));
    await collect(table.stream.slice(1));
    expect(lake.signals.lines.map(({ exchange }) => exchange).sort()).toEqual([1, 3].map(exchangeId).sort());
    expect(lake.quarantine.lines).toEqual([]);
  });

  it('that is cut short says nothing', async () => {
    const { table, collect, lake } = collecting({
      mapping: { shape: 'conversation' },
      table: new AppTable(['conversationId']),
    });
    table.put(of({ messages }));
    table.put(of({ messages: messages.slice(2) }));
    await collect(table.stream);
    expect(lake.signals.lines).toEqual([]);
  });
});

/** What the app does next: writes a message, or changes an earlier one. */
const writes = ['user', 'ai', 'again'] as const;
const changes = {
  withdraw: { consent: false },
  give: { consent: true },
  delete: { consent: false, text: gone },
  anonymise: { consent: false, userId: gone },
  empty: { text: '' },
  lose: { text: gone },
  loseTime: { createdAt: gone },
  loseSender: { sender: gone },
  praise: { rating: 'up' },
  blame: { rating: 'down' },
  unrate: { rating: gone },
  correct: { editedText: 'in my words' },
  uncorrect: { editedText: gone },
} as const;
const takesBack: ReadonlySet<string> = new Set(['withdraw', 'delete', 'anonymise', 'empty']);
const does = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...writes).map((what) => ({ what, which: 0 })) },
  fc.record({ what: fc.constantFrom(...Object.keys(changes), 'fill'), which: fc.nat(30) }),
);

it.each(shapes)(
  'what trains is what may train by the table, whatever was done and however it comes (%s)',
  async (shape) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(does, fc.boolean()), { minLength: 2, maxLength: 30 }),
        fc.integer({ min: 0, max: 4 }),
        fc.integer({ min: 1, max: 8 }),
        fc.infiniteStream(fc.constantFrom(true, false, false, false, false)),
        async (steps, contextTurns, size, coins) => {
          const fails = () => coins.next().value === true;
          const made = world(shape, contextTurns);
          const said: string[][] = [];
          for (const [n, [{ what, which }, collects]] of steps.entries()) {
            const place = which % Math.max(1, said.length);
            const change = Object.entries(changes).find(([name]) => name === what)?.[1];
            if (change && said.length > 0) made.change(place, change);
            else if (what === 'fill' && said.length > 0) {
              said[place]?.push(`<${n}>`);
              made.change(place, { text: `<${n}>`, userId: 'user of c' });
            } else {
              const sender = what === 'user' ? 'user' : 'ai';
              const regenerates = what === 'again' ? `m${said.length - 1}` : undefined;
              const userId = sender === 'user' ? 'user of c' : gone;
              made.write(says(said.length, { sender, userId, text: `<${n}>`, regenerates }));
              said.push([`<${n}>`]);
            }
            if (collects) await made.collectBy(size, fails);
          }
          await made.collectBy(size, fails);
          for (const [place, texts] of said.entries()) {
            if (made.waiting() || !made.withdrawn(place)) continue;
            for (const text of texts) expect(JSON.stringify(made.everyVersion())).not.toContain(text);
          }
          // What was lost by mistake is mended as a person is told to.
          for (const [place, texts] of said.entries()) if (made.lost(place)) made.mend(place, texts.at(-1));
          await made.collectBy(size, fails);
          const redriven = await made.redrive();
          if (!steps.some(([{ what }]) => takesBack.has(what))) {
            expect(made.signals().filter(({ kind }) => kind === 'consent')).toEqual([]);
          }

          const lake = new Lake();
          const parts = { ...made.parts, shards: lake.shards, signals: lake.signals, quarantine: lake.quarantine };
          await backfillSegment({ ...parts, erased: new Set() }, { segment: 0, segments: 1 });
          const answers = (exchanges: Iterable<{ id: string; assistant: string }>) =>
            [...exchanges].map(({ id, assistant }) => `${id} ${assistant}`).sort();
          expect(answers(made.trains())).toEqual(expect.arrayContaining(answers(lake.exchanges.values())));
          // A batch of long ago may bring a version that is outdone as it comes.
          const all = JSON.stringify(redriven > 0 ? made.trains() : made.everyVersion());
          for (const [place, texts] of said.entries()) {
            if (!made.allowed(place)) for (const text of texts) expect(all).not.toContain(text);
            const { rating, edit } = made.signalsOf(exchangeId(place));
            if (made.trains().some(({ id }) => id === exchangeId(place))) {
              expect({ rating: rating?.value ?? 0, correction: edit?.assistant }).toEqual(made.opinion(place));
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  },
);
