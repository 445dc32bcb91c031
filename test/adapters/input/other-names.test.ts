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
    expect(new Set(messages.map(({ conversationId }) => conversationId))).toEqual(new Set(['e1']));
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
});
