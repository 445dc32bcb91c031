import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { exchangeSchema } from '../../../layers/core/conversation/exchange.ts';
import { largestValidationShare, splitOf } from '../../../layers/core/dataset/split.ts';
import { readManualRow } from '../../../layers/core/manual/row.ts';
import { manualExamplesKey, manualReportKey, takeIn } from '../../../layers/core/manual/take-in.ts';
import { collecting } from '../../support/collecting.ts';
import { MemoryErasableStore } from '../../support/erasable-store.ts';

const key = 'manual/spring/gratitude.jsonl';
const good = { user: 'I am tired', assistant: 'That sounds hard. What would help?' };

const chatOf = ({ user, assistant }: typeof good) => [
  { role: 'user', content: user },
  { role: 'assistant', content: assistant },
];

async function world(...lines: readonly (string | object)[]) {
  const store = new MemoryErasableStore();
  const { pseudonyms, judge } = collecting().parts;
  const put = (given: readonly (string | object)[]) =>
    store.put(key, given.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''));
  const take = (at = '2026-03-01T10:00:00.000Z') =>
    takeIn({
      store,
      pseudonyms,
      judge,
      redact: (dialogue) => ({ dialogue: { ...dialogue, user: dialogue.user.replace('Ann', '[name]') } }),
      key,
      at,
    });
  const examples = () => {
    const bytes = store.objects.get(manualExamplesKey(key));
    if (bytes === undefined) return undefined;
    const rows: unknown[] = gunzipSync(bytes)
      .toString()
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    return exchangeSchema.array().parse(rows);
  };
  await put(lines);
  return { store, put, take, examples };
}

describe('examples that a person wrote', () => {
  it('are taken in, redacted and judged, each as an exchange of its own user', async () => {
    const chat = {
      messages: [
        { role: 'system', content: 'Be kind.' },
        { role: 'user', content: 'Hello' },
        { role: 'assistant', content: 'Hi! How are you?' },
        { role: 'user', content: 'Ann is tired' },
        { role: 'assistant', content: 'Why is that?' },
      ],
    };
    const { take, examples, store } = await world(good, chat);
    const report = await take();
    expect(report).toMatchObject({ rows: 2, taken: 2, refused: 0, problems: [] });
    expect(JSON.parse(store.text(manualReportKey(key)))).toEqual(report);
    const [first, second] = examples() ?? [];
    expect(first).toMatchObject({ ...good, source: 'manual', context: [], judgement: { policy: expect.any(String) } });
    expect(second).toMatchObject({
      user: '[name] is tired',
      context: [
        { sender: 'user', text: 'Hello' },
        { sender: 'ai', text: 'Hi! How are you?' },
      ],
    });
    expect(first?.pseudonym).not.toBe(second?.pseudonym);
  });

  it.each([
    ['a text that is no JSON', '{"user": "secret words', 'is not JSON'],
    ['a list', [good], 'is not a JSON object'],
    ['no reply', { user: 'secret words' }, /^assistant: /],
    ['an empty reply', { ...good, assistant: '  ' }, 'assistant: must not be empty'],
    ['a reply that is a number', { ...good, assistant: 5 }, /^assistant: /],
    ['an unknown name', { ...good, secrets: 'secret words' }, 'has unknown names: secrets'],
    ['words in the place of a name', { 'secret words': 'Hello' }, /^(?!.*secret)/],
    ['words among unknown names', { ...good, 'secret words': 1, prompt: 'x' }, 'has unknown names: prompt'],
    ['nothing but words among unknown names', { ...good, 'secret words': 1 }, /^has unknown names, which/],
    ['a context of another form', { ...good, context: ['secret words'] }, /^context\.0: /],
    ['far too long a reply', { ...good, assistant: 'x'.repeat(20_001) }, /^assistant: /],
    [
      'a chat that ends with the user',
      {
        messages: [
          { role: 'assistant', content: 'a' },
          { role: 'user', content: 'b' },
        ],
      },
      /must end with/,
    ],
    [
      'a chat with another role',
      {
        messages: [
          { role: 'tool', content: 'a' },
          { role: 'assistant', content: 'b' },
        ],
      },
      /^messages\.0\.role: /,
    ],
  ])('%s is refused with its row and reason, and the rest is taken in', async (_, row, reason) => {
    const { take, examples } = await world(good, row, '', { ...good, user: 'Another' });
    const report = await take();
    expect(report).toMatchObject({ rows: 3, taken: 2, refused: 1 });
    expect(report.problems).toEqual([
      { row: 2, reason: typeof reason === 'string' ? reason : expect.stringMatching(reason) },
    ]);
    expect(JSON.stringify(report)).not.toContain('secret words');
    expect(examples()).toHaveLength(2);
  });

  it.each([
    ['an id', { id: 'one', ...good, user: 'Another' }, 'id is that of row 1'],
    ['an id in the other form', { id: 'one', messages: chatOf(good) }, 'id is that of row 1'],
    ['all words', good, 'says the same as row 3'],
    ['all words in the other form', { messages: chatOf(good) }, 'says the same as row 3'],
  ])('that repeat %s of a row before are refused, and that row stays', async (_, row, reason) => {
    const first = { id: 'one', ...good };
    const { take, examples } = await world(first, '', good, row, { ...good, user: 'Another one' });
    expect(await take()).toMatchObject({ rows: 4, taken: 3, refused: 1, problems: [{ row: 4, reason }] });
    expect(new Set(examples()?.map(({ id }) => id)).size).toBe(3);
    expect(examples()?.[0]).toMatchObject(good);
  });

  it('have an id that a row before had which was refused', async () => {
    const { take, examples } = await world({ id: 'one', user: 'No reply' }, { id: 'one', ...good });
    expect(await take()).toMatchObject({ taken: 1, refused: 1 });
    expect(examples()).toMatchObject([good]);
  });

  it('put there anew take the place of what was: a row with an id of its own stays the same example', async () => {
    const { put, take, examples } = await world({ id: 'one', ...good }, { ...good, user: 'Goes away' });
    await take();
    const [before] = examples() ?? [];
    await put([{ id: 'one', ...good, assistant: 'Better. What would help?' }]);
    await take('2026-03-02T10:00:00.000Z');
    const after = examples() ?? [];
    expect(after).toHaveLength(1);
    expect(after[0]).toMatchObject({ id: before?.id, assistant: 'Better. What would help?' });
    expect((after[0]?.version ?? '') > (before?.version ?? '')).toBe(true);
  });

  describe('changed while they are read', () => {
    const older = { ...good, user: 'The older one' };
    const newer = { ...good, user: 'The newer one' };
    /** Does something once, after the last look at the file and before the examples are there. */
    const meanwhile = (store: MemoryErasableStore, act: () => Promise<unknown>) => {
      const writer = store.writer.bind(store);
      let left = 1;
      const once = async () => {
        if (left-- > 0) await act();
      };
      store.writer = (name) => {
        const made = writer(name);
        return {
          ...made,
          close: async () => {
            await once();
            await made.close();
          },
        };
      };
    };

    it('leave the examples of the newer file, whose event was done first', async () => {
      const { store, put, take, examples } = await world(older);
      const { open } = store;
      // The newer file comes, and its event is done, when the older one has been opened.
      store.open = async (name) => {
        store.open = open;
        const opened = await store.open(name);
        await put([newer]);
        await take('2026-03-02T10:00:00.000Z');
        return opened;
      };
      await expect(take()).rejects.toMatchObject({ name: 'RetryableError', message: expect.stringContaining(key) });
      expect(examples()).toMatchObject([newer]);
    });

    it('when it is too late to leave them, are read again', async () => {
      const { store, put, take, examples } = await world(older);
      meanwhile(store, async () => {
        await put([newer]);
        await take('2026-03-02T10:00:00.000Z');
      });
      await expect(take()).rejects.toMatchObject({ name: 'RetryableError' });
      await take();
      expect(examples()).toMatchObject([newer]);
      expect(JSON.parse(store.text(manualReportKey(key)))).toMatchObject({ taken: 1, refused: 0 });
    });

    it('deleted, leave no examples when they are read again', async () => {
      const { store, take, examples } = await world(older);
      meanwhile(store, async () => store.objects.delete(key));
      await expect(take()).rejects.toMatchObject({ name: 'RetryableError' });
      await take();
      expect(examples()).toBeUndefined();
    });
  });

  it('deleted take their examples with them', async () => {
    const { store, take, examples } = await world(good);
    await take();
    store.objects.delete(key);
    expect(await take()).toMatchObject({ etag: null, taken: 0 });
    expect(examples()).toBeUndefined();
  });

  it('all train, whatever share of the users validates, and go on doing so when their words are mended', async () => {
    const rows = Array.from({ length: 200 }, (_, day) => ({ ...good, user: `Day ${day}, and I am tired` }));
    const { put, take, examples } = await world(...rows);
    const splits = (share: number) => new Set(examples()?.map(({ pseudonym }) => splitOf(pseudonym, share)));
    await take();
    const users = new Set(examples()?.map(({ pseudonym }) => pseudonym));
    expect(users.size).toBe(rows.length);
    for (const share of [0, 0.1, largestValidationShare]) expect(splits(share)).toEqual(new Set(['train']));
    await put(rows.map((row) => ({ ...row, user: `${row.user}.` })));
    await take('2026-03-02T10:00:00.000Z');
    expect(splits(0.1)).toEqual(new Set(['train']));
  });

  it('taken in twice are the same bytes', async () => {
    const { store, take } = await world(good, { ...good, user: 'Another' });
    await take();
    const first = store.objects.get(manualExamplesKey(key));
    await take();
    expect(store.objects.get(manualExamplesKey(key))).toEqual(first);
  });

  it('no line makes the reader fall over', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (line) => {
        const row = readManualRow(line);
        expect(typeof row === 'string' || typeof row.dialogue.user === 'string').toBe(true);
      }),
    );
  });
});
