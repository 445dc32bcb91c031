import fc from 'fast-check';
import type { Message } from '../../../layers/core/conversation/message.ts';
import { pairAt } from '../../../layers/core/conversation/pairing.ts';
import { AppTable, itemOf, type Written } from '../../support/app-table.ts';
import { collecting, pseudonyms } from '../../support/collecting.ts';
import { deliver, type Mapping } from '../../support/stream-simulator.ts';

/** What the app does: write the next message of a conversation, or change an earlier one. */
interface Step {
  readonly conversation: string;
  readonly sender: 'user' | 'ai';
  readonly consent: boolean;
  readonly change: 'new' | 'edit' | 'rate';
  readonly which: number;
}
const steps = fc.array(
  fc.record<Step>({
    conversation: fc.constantFrom('c1', 'c2', 'c3'),
    sender: fc.constantFrom('user', 'ai'),
    consent: fc.constant(true),
    change: fc.constantFrom('new', 'new', 'new', 'new', 'edit', 'rate'),
    which: fc.nat(50),
  }),
  { maxLength: 60 },
);
const mappings = fc.record({
  batchSize: fc.integer({ min: 1, max: 20 }),
  bisect: fc.boolean(),
});

/** Lets the app do a step. Returns the conversation's messages as they then are. */
function advance(conversations: Map<string, Written[]>, step: Step): Written[] {
  const { conversation, sender, consent, change, which } = step;
  const messages = conversations.get(conversation) ?? [];
  const place = placeOf(messages, step);
  const earlier = messages[place];
  const message: Written = {
    ...(earlier ?? { conversationId: conversation, place, sender, consent, text: `${sender} ${place}` }),
    ...(change === 'rate' && { rating: which }),
    // Only replies are edited: a question edited later has been answered as it was.
    ...(change === 'edit' && earlier?.sender === 'ai' && { text: `ai ${place} edited ${which}` }),
  };
  const after = [...messages.slice(0, place), message, ...messages.slice(place + 1)];
  conversations.set(conversation, after);
  return after;
}
const placeOf = (messages: readonly Written[], { change, which }: Step) =>
  change === 'new' ? messages.length : which % Math.max(1, messages.length);

/** Lets the app do its steps on a table of messages, and says what its conversations then are. */
function perform(table: AppTable, given: readonly Step[]): Map<string, Written[]> {
  const conversations = new Map<string, Written[]>();
  for (const step of given) {
    const place = placeOf(conversations.get(step.conversation) ?? [], step);
    table.write(...advance(conversations, step).slice(place, place + 1));
  }
  return conversations;
}

/** The exchanges that must come of conversations: their ids with question and last answer. */
function expected(conversations: Map<string, Written[]>): Map<string, string> {
  const all = [...conversations].flatMap(([conversationId, written]) => {
    const messages = written.map(
      ({ sender, text, consent, place }): Message => ({
        conversationId,
        id: `m${place}`,
        userId: '',
        sender,
        text,
        createdAt: '',
        consent: consent === true,
      }),
    );
    const pairs = messages.map((_, place) => pairAt(messages, place, 0)).filter((pair) => typeof pair !== 'string');
    return pairs.map(({ asked, reply }): [string, string] => [
      pseudonyms.exchange(conversationId, reply.id),
      `${asked.text} > ${reply.text}`,
    ]);
  });
  return new Map(all.sort());
}

const found = (exchanges: ReadonlyMap<string, { user: string; assistant: string }>) =>
  new Map([...exchanges].map(([id, { user, assistant }]): [string, string] => [id, `${user} > ${assistant}`]).sort());

const untroubled = { retries: 50, again: () => false };

describe('delivery at least once', () => {
  it('loses nothing and makes nothing twice, by whatever batches, splits, retries and repeats it comes', async () => {
    await fc.assert(
      fc.asyncProperty(
        steps,
        mappings,
        fc.infiniteStream(fc.boolean()),
        fc.record({ table: fc.nat(3), shards: fc.nat(3) }),
        async (given, mapping, coins, failing) => {
          const { table, lake, collect } = collecting();
          const conversations = perform(table, given);
          table.failing = failing.table;
          lake.shards.failing = failing.shards;
          const again = () => coins.next().value === true;
          const lost = await deliver(table.stream, collect, { ...mapping, retries: 50, again });
          expect(lost).toEqual([]);
          expect(found(lake.exchanges)).toEqual(expected(conversations));
        },
      ),
    );
  });

  it('changes nothing when batches overlap, and when all of it is delivered again in other batches', async () => {
    await fc.assert(
      fc.asyncProperty(
        steps,
        fc.array(fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 30 })), { maxLength: 8 }),
        fc.integer({ min: 1, max: 20 }),
        async (given, windows, batchSize) => {
          const { table, lake, collect } = collecting();
          const conversations = perform(table, given);
          const mapping: Mapping = { batchSize, bisect: true, ...untroubled };
          await deliver(table.stream, collect, mapping);
          for (const [from, size] of windows) await collect(table.stream.slice(from, from + size));
          expect(found(lake.exchanges)).toEqual(expected(conversations));
        },
      ),
    );
  });

  it('collects as the app writes what it collects from what has long been written', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.integer({ min: 1, max: 20 }), async (given, every) => {
        const written = given.map((step): Step => ({ ...step, change: 'new' }));
        const late = collecting();
        perform(late.table, written);
        await late.collect(late.table.stream);

        const live = collecting();
        for (let from = 0; from < written.length; from += every) {
          // The table is built up step by step: what the app wrote so far, and nothing later.
          const so = collecting();
          perform(so.table, written.slice(0, from + every));
          const here = collecting({ table: so.table });
          await here.collect(so.table.stream.slice(from));
          for (const [key, lines] of here.lake.shards.objects) live.lake.shards.objects.set(key, lines);
        }
        expect(new Map([...live.lake.exchanges].sort())).toEqual(new Map([...late.lake.exchanges].sort()));
      }),
    );
  });

  it('lets nothing without consent through, and lets no reply pair past it', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.array(fc.boolean()), mappings, async (given, consents, mapping) => {
        const { table, lake, collect } = collecting();
        const conversations = perform(
          table,
          given.map((step, index) => ({ ...step, consent: consents[index] ?? true })),
        );
        await deliver(table.stream, collect, { ...mapping, ...untroubled });
        expect(found(lake.exchanges)).toEqual(expected(conversations));
        const withheld = new Set<string>();
        for (const messages of conversations.values())
          for (const { consent, conversationId, place } of messages)
            if (!consent) withheld.add(pseudonyms.exchange(conversationId, `m${place}`));
        for (const id of lake.exchanges.keys()) expect(withheld).not.toContain(id);
      }),
    );
  });

  it('holds for conversations that grow in one item, too', async () => {
    await fc.assert(
      fc.asyncProperty(steps, mappings, fc.infiniteStream(fc.boolean()), async (given, mapping, coins) => {
        const table = new AppTable(['conversationId']);
        const { lake, collect } = collecting({ table, mapping: { shape: 'conversation' } });
        const conversations = new Map<string, Written[]>();
        for (const step of given) {
          const messages = advance(conversations, step);
          table.put({ conversationId: step.conversation, messages: messages.map(itemOf) });
        }
        lake.shards.failing = 2;
        const again = () => coins.next().value === true;
        await deliver(table.stream, collect, { ...mapping, retries: 50, again });
        expect(found(lake.exchanges)).toEqual(expected(conversations));
        expect(table.queries).toEqual([]);
      }),
    );
  });

  it('keeps what fails to the end for the on-failure destination, and goes on', async () => {
    const { table, lake, collect } = collecting();
    table.write(
      { conversationId: 'c', place: 0, sender: 'user', text: 'asked' },
      { conversationId: 'c', place: 1, sender: 'ai', text: 'told' },
    );
    lake.shards.failing = Number.POSITIVE_INFINITY;
    const mapping: Mapping = { batchSize: 10, bisect: true, retries: 2, again: () => false };
    const lost = await deliver(table.stream, collect, mapping);
    expect(lost).toHaveLength(1);
    lake.shards.failing = 0;
    // Redriven, they give what they would have given.
    await collect(lost);
    expect(lake.exchanges.size).toBe(1);
  });
});
