import { checkInput } from '../../../layers/adapters/input/input.ts';
import { file, lines, read } from '../../support/input-files.ts';

const said = [
  ['user', 'How do I rest?'],
  ['ai', 'What tires you?'],
];
const [user, ai] = ['How do I rest?', 'What tires you?'];
const parts = [{ type: 'text', text: user }];

describe('what other programs call the fields', () => {
  it.each([
    ['prompt and completion', { prompt: user, completion: ai }],
    ['instruction and output', { instruction: user, input: '', output: ai }],
    ['input and response', { input: user, response: ai }],
    ['rows of score', { id: 'e1', user, assistant: ai }],
    [
      'from and value',
      {
        conversations: [
          { from: 'human', value: user },
          { from: 'gpt', value: ai },
        ],
      },
    ],
    [
      'parts of a text',
      {
        messages: [
          { role: 'user', content: parts },
          { role: 'assistant', content: ai },
        ],
      },
    ],
    [
      'tools',
      {
        messages: [
          { role: 'developer', content: 'Be kind' },
          { role: 'user', content: user },
          { role: 'Assistant', content: ai },
        ],
      },
    ],
    [
      'a prompt and a completion of turns',
      { prompt: [{ role: 'user', content: user }], completion: [{ role: 'assistant', content: ai }] },
    ],
    [
      'the types of LangChain',
      {
        messages: [
          { type: 'human', content: user },
          { type: 'ai', content: ai },
        ],
      },
    ],
    [
      'the parts of Vercel',
      {
        messages: [
          { role: 'user', parts },
          { role: 'assistant', parts: [{ type: 'reasoning' }, { type: 'text', text: ai }] },
        ],
      },
    ],
    [
      'the contents of Gemini',
      {
        contents: [
          { role: 'user', parts: [{ text: user }] },
          { role: 'model', parts: [{ text: ai }] },
        ],
      },
    ],
    ['a field of another name that holds no text', { question: user, answer: ai, output: { tokens: 7 } }],
    ['its own name before another', { question: user, prompt: 'Be kind', answer: ai, response: '12 s' }],
    [
      'a blank one after another',
      {
        messages: [
          { role: 'user', content: user, message: null },
          { role: 'ai', text: ai, message: 'm7' },
        ],
      },
    ],
    ['nulls', { userId: null, title: null, question: user, answer: ai, rating: null, editedText: null }],
  ])('is read: %s', async (_, row) => {
    expect((await read(file('row.jsonl', lines(row)))).map(({ sender, text }) => [sender, text])).toEqual(said);
  });

  it('reads what was said before a row of score', async () => {
    const context = [{ sender: 'ai', text: 'Hello!' }];
    const messages = await read(file('context.jsonl', lines({ id: 'e1', context, user, assistant: ai, rating: 'Up' })));
    expect(messages.at(-1)?.rating).toBe(1);
    expect(messages.map(({ sender, text }) => [sender, text])).toEqual([['ai', 'Hello!'], ...said]);
    expect(new Set(messages.map(({ conversationId }) => conversationId)).size).toBe(1);
  });

  it('takes the id of a row of score for no conversation and no user, unless one is named', async () => {
    const row = { id: 1, user, assistant: ai };
    const idsOf = async (...rows: object[]) => {
      const messages = await read(file('ids.jsonl', lines(...rows)));
      expect(messages).toHaveLength(4);
      return (['conversationId', 'userId'] as const).map((name) => new Set(messages.map((of) => of[name])).size);
    };
    expect(await idsOf(row, { ...row, context: [] })).toEqual([2, 2]);
    const named = { ...row, conversationId: 'c' };
    expect(await idsOf(named, { ...named, id: 2 })).toEqual([1, 1]);
  });

  it('skips messages with null for no field that there must be', async () => {
    const row = { conversationId: 'c', messageId: null, userId: null, createdAt: null, sender: 'user', text: user };
    expect(await read(file('null.jsonl', lines(row)))).toHaveLength(1);
  });

  it('does not choose between two that may be meant', async () => {
    const row = { instruction: 'Translate', input: user, output: ai };
    const path = file('two.jsonl', lines(row, { prompt: user, completion: ai }));
    expect(await checkInput(path)).toMatchObject({ exchanges: 1, skipped: 1 });
  });

  it.each([
    ['other names', `Prompt,Completion\n${user},${ai}\n`],
    ['sessions', `session_id,role,content\n1,user,${user}\n1,assistant,${ai}\n`],
    ['bars between the columns', `question|answer\n${user}|${ai}\n`],
    ['a line of Excel before', `sep=;\r\n"question";"answer"\r\n${user};${ai}\r\n`],
    ['a comma in a name that is quoted', `"question";"answer";"seen, read, liked"\n${user};${ai};yes\n`],
    ['cells beyond the header', `question,answer\n${user},${ai},\n`],
    ['columns without a name', `question,answer,,\n${user},${ai},,\n`],
  ])('is read in CSV: %s', async (_, content) => {
    expect((await read(file('other.csv', content))).map(({ sender, text }) => [sender, text])).toEqual(said);
  });

  it('tells of two columns of one name: one of them would be lost', async () => {
    const path = file('twice.csv', 'question,answer,Answer\na,b,\n');
    await expect(checkInput(path)).rejects.toThrow('has two columns called answer');
  });

  const typed = (sender: string, text: string, consent: boolean) => ({
    conversationId: { S: 'c' },
    sender: { S: sender },
    text: { S: text },
    createdAt: { N: '1767600000' },
    consent: { BOOL: consent },
    tags: { L: [{ S: 'a' }, { NULL: true }] },
    meta: { M: { device: { S: 'phone' } } },
  });
  const items = [typed('user', user, true), typed('ai', ai, true), typed('user', 'No.', false)];
  it.each([
    ['an export', lines(...items.map((Item) => ({ Item })))],
    ['a scan', JSON.stringify({ Items: items, Count: 3, ScannedCount: 3 }, null, 2)],
    [
      'items of whole conversations',
      lines({ Item: { conversationId: { S: 'c' }, messages: { L: items.map((M) => ({ M })) } } }),
    ],
  ])('reads items as DynamoDB writes them: %s', async (_, content) => {
    const messages = await read(file('items.json', content));
    expect(
      messages.map(({ conversationId, sender, text, consent }) => [conversationId, sender, text, consent]),
    ).toEqual([
      ['c', 'user', user, true],
      ['c', 'ai', ai, true],
      ['c', 'user', 'No.', false],
    ]);
    expect(messages[0]?.createdAt).toBe('2026-01-05T08:00:00.000Z');
  });

  it('reads items of DynamoDB with bytes in them, which are no text', async () => {
    const bytes = { embedding: { B: 'AAAA' }, keys: { BS: ['AAAA', 'BBBB'] }, meta: { M: { hash: { B: 'AAAA' } } } };
    const some = items.map((item) => ({ Item: { ...item, ...bytes } }));
    expect((await read(file('bytes.json', lines(...some)))).map(({ text }) => text)).toEqual([user, ai, 'No.']);
    const packed = lines({ Item: { ...typed('user', user, true), text: { B: 'SGVsbG8h' } } }, ...some);
    expect(await checkInput(file('packed.json', packed))).toMatchObject({ exchanges: 1, skipped: 1 });
  });

  it.each([
    ['single quotes', "{'question': 'a?', 'answer': 'b'}\n", 'single quotes stand for double ones'],
    ['NaN', '{"question": "a?", "answer": "b", "rating": NaN}\n', 'write null'],
    ['answers of an API', lines({ request: { messages: [] }, response: { choices: [] } }), 'it has request, response'],
    ['no consent', lines({ question: 'a?', answer: 'b', consent: null }), 'with consent; 1 answer without it'],
  ])('tells of what others write: %s', async (_, content, says) => {
    await expect(checkInput(file('written.jsonl', content))).rejects.toThrow(says);
  });

  it('tells of a text that is neither JSON nor CSV', async () => {
    await expect(checkInput(file('notes.md', '**User:** hi\n'))).rejects.toThrow(
      'is neither JSON nor CSV with a header',
    );
  });
});
