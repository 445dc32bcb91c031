import { checkInput } from '../../../layers/adapters/input/input.ts';
import { file, lines, read } from '../../support/input-files.ts';

const [user, ai] = ['How do I rest?', 'What tires you?'];
const turns = [
  { role: 'user', content: user },
  { role: 'assistant', content: ai },
];
const exported = {
  uuid: 'c1',
  name: 'Rest',
  account: { uuid: 'a1' },
  chat_messages: [
    {
      uuid: 'm1',
      sender: 'human',
      text: user,
      content: [{ type: 'text', text: user }],
      created_at: '2026-05-01T10:00:00Z',
      attachments: [],
    },
    {
      uuid: 'm2',
      sender: 'assistant',
      text: `${ai}\nThis block is not supported`,
      content: [
        { type: 'thinking', thinking: 'Hm' },
        { type: 'text', text: ai, citations: [] },
        { type: 'tool_use', name: 'x' },
      ],
      created_at: '2026-05-01T10:00:05Z',
    },
    { uuid: 'm3', sender: 'assistant', text: '', content: [{ type: 'tool_use', name: 'x' }] },
  ],
};

describe("Claude's export", () => {
  it.each<[string, object]>([
    ['nothing', { text: '', content: [] }],
    ['null', { text: null, content: null }],
    ['a blank part', { text: ' ', content: [{ type: 'text', text: '' }] }],
  ])('pairs what answers a file alone with nothing, and joins it to nothing: %s', async (_, blank) => {
    const by = (sender: string, text: string) => ({ sender, text, content: [{ type: 'text', text }] });
    const chat_messages = [
      ...[by('human', user), by('assistant', ai), { sender: 'human', files: [{ file_name: 'a.png' }], ...blank }],
      ...[by('assistant', 'That rash looks sore.'), by('human', 'It is.'), by('assistant', 'Since when?')],
    ];
    const path = file('claude.json', JSON.stringify([{ uuid: 'c1', chat_messages }]));
    expect((await read(path)).map(({ sender, text }) => [sender, text])).toEqual([
      ['user', user],
      ['ai', ai],
      ['user', ''],
      ['ai', 'That rash looks sore.'],
      ['user', 'It is.'],
      ['ai', 'Since when?'],
    ]);
    expect(await checkInput(path)).toMatchObject({ exchanges: 2, deleted: 1, skipped: 0 });
  });
});

describe('rows that lie in another', () => {
  it.each<[string, unknown]>([
    ['conversations', { conversations: [{ messages: turns }, { messages: turns }] }],
    ['data', { object: 'list', has_more: false, data: [{ messages: turns }, { question: user, answer: ai }] }],
    [
      'questions',
      {
        version: 1,
        'Q&A': [
          { prompt: user, completion: ai },
          { prompt: user, completion: ai },
        ],
      },
    ],
    [
      'messages that name their conversations',
      { messages: [1, 2].flatMap((id) => turns.map((turn) => ({ conversationId: id, ...turn }))) },
    ],
    [
      'people with conversations',
      {
        users: [
          { user_id: 'a', conversations: [{ messages: turns }] },
          { user_id: 'b', conversations: [{ turns }] },
        ],
      },
    ],
    ["Claude's export", [exported, { ...exported, uuid: 'c2' }]],
    ['lists of turns', [turns, turns]],
    ['lists of rows', [[{ question: user, answer: ai }], [{ messages: turns }]]],
    [
      'turns under another name',
      [
        { id: 1, transcript: turns },
        { id: 2, conversation: turns },
      ],
    ],
  ])('are read: %s', async (_, value) => {
    for (const text of [lines(value), JSON.stringify(value, null, 2)]) {
      const path = file('wrapped.json', text);
      expect(await checkInput(path)).toMatchObject({ exchanges: 2, skipped: 0 });
      const messages = await read(path);
      expect(messages.map(({ text }) => text)).toEqual([user, ai, user, ai]);
      expect(new Set(messages.map(({ conversationId }) => conversationId)).size).toBe(2);
      expect(new Set(messages.map(({ place }) => place)).size).toBe(4);
    }
  });

  it('keep what is said of all of them, and of each', async () => {
    const data = [{ messages: turns }, { messages: turns, user_id: 'b', consent: false }];
    const messages = await read(
      file('of-all.jsonl', lines({ user_id: 'a', data }, { consent: 'no', data }, { messages: turns })),
    );
    expect(messages.filter(({ sender }) => sender === 'ai').map(({ consent }) => consent)).toEqual([
      true,
      false,
      false,
      false,
      true,
    ]);
    expect(new Set(messages.map(({ userId }) => userId)).size).toBe(4);
    expect(new Set(messages.map(({ conversationId }) => conversationId)).size).toBe(5);
    expect(await checkInput(file('deleted.json', lines({ deleted_at: '2026-05-01', data }, ...data)))).toMatchObject({
      exchanges: 1,
      deleted: 4,
    });
    const asked = checkInput(file('asked.json', lines({ opt_in: true, data })));
    await expect(asked).rejects.toThrow('Element 1 of line 1 has a field "consent" that is called otherwise');
  });

  it.each([
    ['a no to all over a yes in one', false, true, [false]],
    ['a blank, which is no yes', '', true, [false]],
    ['a no in one after a yes to all', true, false, [false]],
    ['a yes to all and to one', 'yes', true, [true]],
  ])('count %s', async (_, consent, own, expected) => {
    const path = file('both.json', JSON.stringify({ consent, conversations: [{ consent: own, messages: turns }] }));
    const answers = (await read(path)).filter(({ sender }) => sender === 'ai');
    expect(answers.map((message) => message.consent)).toEqual(expected);
  });

  it('know whose an export of Claude is, and its messages by their ids and times', async () => {
    const [first, second] = await read(file('claude.json', JSON.stringify([exported])));
    expect(second).toMatchObject({ conversationId: 'c1', id: 'm2', createdAt: '2026-05-01T10:00:05.000Z' });
    const [other] = await read(file('other.json', JSON.stringify([{ ...exported, uuid: 'c2' }])));
    expect(other?.userId).toBe(first?.userId);
  });

  it('are told by their place in it', async () => {
    const path = file(
      'places.jsonl',
      lines({ data: [{ messages: turns }, { mood: 1 }, 'Anna'] }, { messages: turns }, { mood: 1 }),
    );
    const { bad, exchanges } = await checkInput(path);
    expect(exchanges).toBe(2);
    expect(bad.map(({ at }) => at)).toEqual(['element 2 of line 1', 'element 3 of line 1', 'line 3']);
  });

  it.each<[string, unknown, string]>([
    ['its fields', { post: 'Anna', mood: 1, 'Anna, dear!': 2 }, 'it has post, mood'],
    ['those of its list', { log: [{ who: 'me', said: 'Anna' }] }, 'it has log; in the list log: who, said'],
    [
      'turns of an unknown conversation',
      { role: 'user', content: user },
      '"conversationId" that is missing: name it in each message, or put',
    ],
  ])('that are of no form are told by %s', async (_, value, says) => {
    const found = checkInput(file('none.jsonl', lines(value)));
    await expect(found).rejects.toThrow(says);
    await expect(found).rejects.not.toThrow('Anna');
  });

  it('leave a row of a form as it is', async () => {
    const row = { question: user, answer: ai, others: [{ question: 'Why?', answer: 'No.' }] };
    expect((await read(file('own.jsonl', lines(row)))).map(({ text }) => text)).toEqual([user, ai]);
    const own = { conversationId: 'c', messages: turns.map((turn) => ({ conversationId: 'c', ...turn })) };
    expect(new Set((await read(file('own.jsonl', lines(own)))).map(({ conversationId }) => conversationId))).toEqual(
      new Set(['c']),
    );
  });
});
