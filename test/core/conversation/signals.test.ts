import fc from 'fast-check';
import { createCollector } from '../../../layers/core/conversation/collect.ts';
import { replyOf } from '../../../layers/core/dataset/late.ts';
import { prefers } from '../../../layers/core/dataset/preference/rated.ts';
import { latestSignals, signalSchema } from '../../../layers/core/signals/signal.ts';
import type { Written } from '../../support/app-table.ts';
import { collecting, pseudonyms } from '../../support/collecting.ts';
import { exchangeId as id, says, shapes, talk, world } from '../../support/conversation.ts';

/** The records as a stream with the view NEW_IMAGE tells them. */
const withoutOldImages = (records: readonly unknown[]): unknown[] =>
  JSON.parse(JSON.stringify(records, (name, value) => (name === 'OldImage' ? undefined : value)));

it.each(shapes)('what does not say what was before may withdraw consent: it goes to quarantine (%s)', async (shape) => {
  const { table, lake, parts, write, collect } = world(shape);
  write(...talk(2));
  await collect();
  const { length } = table.stream;
  write(says(0, { consent: false }));
  const late = withoutOldImages(table.stream.slice(length));
  expect(await createCollector(parts)(late)).toMatchObject({ quarantined: 1, signals: 0 });
  expect(lake.quarantine.lines).toMatchObject([
    {
      reason: 'unreadable_old_image',
      pointer: { eventId: `event-${length + 1}`, keys: { conversationId: { S: 'c' } } },
    },
  ]);
  expect([...lake.quarantine.objects.keys()]).toEqual([expect.stringMatching(/^quarantine\/dt=2026-01-05\//)]);
});

describe.each(shapes)('what is learned of an exchange later (%s)', (shape) => {
  it.each([
    ['up', 1],
    ['down', -1],
    [true, 1],
    [5, 1],
    [1, -1],
    [3, 0],
    ['4', 0.5],
  ])('a rating of %p is %p', async (rating, value) => {
    const { write, collect, signals, lake } = world(shape);
    write(...talk(4));
    await collect();
    write(says(3, { rating }));
    expect(await collect()).toMatchObject({ exchanges: 0, signals: 1, quarantined: 0 });
    expect(signals()).toMatchObject([
      { kind: 'rating', value, exchange: id(3), pseudonym: pseudonyms.user('user of c'), at: expect.any(String) },
    ]);
    expect(signalSchema.array().parse(signals())).toEqual(signals());
    expect([...lake.signals.objects.keys()]).toEqual([
      expect.stringMatching(/^signals\/v=1\/dt=2026-01-05\/hh=08\/[0-9a-f]{32}\.jsonl\.gz$/),
    ]);
  });

  it.each(['maybe', 0, 6])('a rating of %p is pointed at, and nothing more', async (rating) => {
    const { write, collect, lake } = world(shape);
    write(...talk(2));
    await collect();
    write(says(1, { rating }));
    expect(await collect()).toMatchObject({ exchanges: 0, signals: 0, quarantined: 1 });
    expect(lake.quarantine.lines).toMatchObject([{ reason: 'unreadable_rating' }]);
  });

  it('a rating taken back is neither good nor bad', async () => {
    const { write, collect, signals } = world(shape);
    write(...talk(2), says(1, { rating: 'up' }));
    await collect();
    write(says(1));
    await collect();
    expect(latestSignals(signals()).rating).toMatchObject({ value: 0 });
  });

  it('a corrected reply is redacted as the exchange is', async () => {
    const made = world(shape);
    const redacting = collecting({ mapping: { shape }, table: made.table });
    made.write(...talk(2), says(1, { editedText: 'Call 555, says m' }));
    await createCollector({
      ...redacting.parts,
      redact: (dialogue) => ({ dialogue: { ...dialogue, assistant: dialogue.assistant.replace('555', '[phone]') } }),
    })(made.table.stream);
    expect(redacting.lake.signals.lines).toMatchObject([
      { kind: 'edit', exchange: id(1), assistant: 'Call [phone], says m' },
    ]);
  });

  it('a correction taken back is nobody’s reply, and prefers nothing once the reply is written anew', async () => {
    const { write, collect, signalsOf, lake } = world(shape);
    for (const more of [{}, { editedText: 'my words' }, {}, { text: 'another reply' }]) {
      write(says(0), says(1, more));
      await collect();
    }
    const exchange = [...lake.exchanges.values()].find((each) => each.id === id(1));
    expect(exchange && replyOf(exchange, signalsOf(id(1)))).toBe('another reply');
    expect(prefers(signalsOf(id(1)))).toBe(false);
  });

  const opinions = { rating: 'down', editedText: 'better' };
  const known = { rating: { value: -1 }, edit: { assistant: 'better' } };
  it.each([
    ['before the question consents', says(0, { consent: false }), says(1, opinions)],
    ['before the reply consents', says(0), says(1, { ...opinions, consent: false })],
    ['before either does', says(0, { consent: false }), says(1, { ...opinions, consent: false })],
    ['while the question was empty', says(0, { text: '' }), says(1, opinions)],
  ])('what was said %s is known once it may train', async (_, question, reply) => {
    for (const rated of [[], [says(0), says(1)]]) {
      const { write, collect, signalsOf, trains } = world(shape);
      write(...rated, question, { ...reply, rating: undefined, editedText: undefined });
      await collect();
      write(reply);
      await collect();
      write(says(0));
      if (reply['consent'] === false) write(says(1, opinions));
      await collect();
      expect(trains().map((each) => each.id)).toEqual([id(1)]);
      expect(signalsOf(id(1))).toMatchObject(known);
    }
  });

  it('what was taken back while consent was missing does not come back with it', async () => {
    const { write, collect, signalsOf } = world(shape);
    const steps = [opinions, { ...opinions, consent: false }, { consent: false }, {}];
    for (const more of steps) {
      write(says(0), says(1, more));
      await collect();
    }
    expect(signalsOf(id(1))).toMatchObject({
      rating: { value: 0 },
      edit: expect.not.objectContaining({ assistant: 'better' }),
    });
  });

  it('nothing is learned of what may not train', async () => {
    const { write, collect } = world(shape);
    write(says(0, { consent: false }), says(1, { rating: 'up', editedText: 'better' }));
    expect(await collect()).toMatchObject({ exchanges: 0, signals: 0 });
  });

  it('is the same, however the changes come in batches and how often', async () => {
    const change = fc.record({
      place: fc.constantFrom(1, 3, 5),
      rating: fc.constantFrom(undefined, 'up', 'down', 3),
      editedText: fc.constantFrom(undefined, 'better', 'best'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 8 }), fc.integer({ min: 1, max: 9 }), async (changes, size) => {
        const { write, table, collect, signals, lake, parts } = world(shape);
        write(...talk(6));
        for (const { place, ...more } of changes) write(says(place, more));
        const piecewise = collecting({ mapping: { shape }, table });
        const inPieces = createCollector({ ...parts, signals: piecewise.lake.signals, shards: piecewise.lake.shards });
        for (let from = 0; from < table.stream.length; from += size) {
          await inPieces(table.stream.slice(from, from + size));
          await inPieces(table.stream.slice(from, from + size));
        }
        await collect();
        const latest = (all: ReturnType<typeof signals>) =>
          [1, 3, 5].map((place) => latestSignals(all.filter(({ exchange }) => exchange === id(place))));
        expect(latest(piecewise.lake.signals.lines)).toEqual(latest(signals()));
        expect(lake.exchanges.size).toBe(3);
      }),
      { numRuns: 50 },
    );
  });
});

describe.each(shapes)('consent that changes later (%s)', (shape) => {
  const of = (exchanges: readonly { readonly id: string }[]) => exchanges.map((exchange) => exchange.id).sort();

  it.each([
    ['a reply', 3],
    ['a question', 2],
  ])('withdrawn from %s takes its exchange out, and the turn out of what follows', async (_, place) => {
    const { write, collect, trains } = world(shape);
    write(...talk(8));
    await collect();
    expect(of(trains())).toEqual([1, 3, 5, 7].map(id).sort());
    write(says(place, { consent: false }));
    await collect();
    expect(of(trains())).toEqual([1, 5, 7].map(id).sort());
    expect(JSON.stringify(trains().map(({ context }) => context))).not.toContain(`says ${place}`);
    expect(JSON.stringify(trains().map(({ context }) => context))).toContain('says 5');
  });

  it('given again brings it back', async () => {
    const { write, collect, trains } = world(shape);
    write(...talk(4));
    await collect();
    write(says(2, { consent: false }));
    await collect();
    write(says(2));
    await collect();
    expect(of(trains())).toEqual([1, 3].map(id).sort());
  });

  it('withdrawn from everything leaves nothing, in one batch or in many', async () => {
    for (const size of [1, 3, 100]) {
      const { write, table, parts, trains } = world(shape);
      write(...talk(6));
      for (const message of talk(6)) write({ ...message, consent: false });
      const collect = createCollector(parts);
      for (let from = 0; from < table.stream.length; from += size) await collect(table.stream.slice(from, from + size));
      expect(trains()).toEqual([]);
    }
  });
});

describe.each(shapes)('a reply that replaces another (%s)', (shape) => {
  const again = (place: number, of: number): Written =>
    says(place, { sender: 'ai', text: `says ${place} instead`, regenerates: `m${of}` });

  it('answers the same question, says so, and stands in its place from then on', async () => {
    const { write, collect, lake } = world(shape);
    write(...talk(2), again(2, 1), again(3, 2), says(4, { sender: 'user' }), says(5));
    await collect();
    expect(lake.shards.lines).toMatchObject([
      { id: id(1), user: 'says 0', assistant: 'says 1' },
      { id: id(2), user: 'says 0', assistant: 'says 2 instead', regenerates: id(1), context: [] },
      { id: id(3), user: 'says 0', assistant: 'says 3 instead', regenerates: id(2) },
      { id: id(5), user: 'says 4' },
    ]);
    expect(lake.shards.lines[3]?.context.map(({ text }) => text)).toEqual(['says 3 instead']);
  });

  it('is found out to be one when it comes alone', async () => {
    const { write, collect, lake } = world(shape);
    write(...talk(6));
    await collect();
    write(again(6, 5));
    await collect();
    const [old, replacing] = lake.shards.lines.slice(-2);
    expect(replacing).toMatchObject({ user: old?.user, context: old?.context, regenerates: old?.id });
  });

  it.each([
    ['emptied', { text: '' }],
    ['deleted softly', { consent: false, text: undefined }],
  ])('answers the same question though the other has been %s', async (_, change) => {
    const { write, change: rewrite, collect, trains, lake } = world(shape);
    write(...talk(2));
    await collect();
    rewrite(1, change);
    await collect();
    write(again(2, 1));
    await collect();
    expect(trains()).toMatchObject([{ id: id(2), user: 'says 0' }]);
    expect(lake.quarantine.lines).toEqual([]);
  });

  it('answers nobody when the reply it names is not there', async () => {
    const { write, collect } = world(shape);
    write(...talk(2), again(2, 9));
    expect(await collect()).toMatchObject({ exchanges: 1 });
  });
});

it('nothing is collected of who was erased', async () => {
  const { table, collect, lake } = collecting({ erased: new Set([pseudonyms.user('user of c')]) });
  table.write(...talk(4), says(1, { rating: 'up' }));
  expect(await collect(table.stream)).toMatchObject({ exchanges: 0, signals: 0, shard: null });
  expect([...lake.shards.objects, ...lake.signals.objects]).toEqual([]);
});
