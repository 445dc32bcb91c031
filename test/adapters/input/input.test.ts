import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { checkInput, messagesIn } from '../../../layers/adapters/input/input.ts';

const folder = mkdtempSync(join(tmpdir(), 'input-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const lines = (...rows: unknown[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const read = (path: string) => Array.fromAsync(messagesIn(path));

describe('the forms of the input', () => {
  it.each([
    ['JSON Lines', 'c.jsonl', lines({ question: 'How do I rest?', answer: 'What tires you?' })],
    ['CSV', 'c.csv', 'question,answer\nHow do I rest?,What tires you?\n'],
  ])('reads %s that is packed as if it were not', async (_, name, content) => {
    const packed = await read(file(`${name}.gz`, gzipSync(content)));
    expect(packed).toHaveLength(2);
    expect(packed).toEqual(await read(file(name, content)));
  });

  it('reads conversations as the app has them', async () => {
    const conversation = {
      conversationId: 'c1',
      userId: 'u1',
      messages: [
        { sender: 'user', text: 'I ran today.', createdAt: '2026-05-01T10:00:00Z' },
        { sender: 'ai', text: 'How did it feel?', createdAt: '2026-05-01T10:00:05+00:00' },
      ],
    };
    const messages = await read(file('own.jsonl', lines(conversation)));
    expect(messages).toEqual([
      expect.objectContaining({
        conversationId: 'c1',
        id: '1-0',
        sender: 'user',
        createdAt: '2026-05-01T10:00:00.000Z',
      }),
      expect.objectContaining({
        conversationId: 'c1',
        id: '1-1',
        sender: 'ai',
        text: 'How did it feel?',
        consent: true,
      }),
    ]);
  });

  it('reads a row per message, also where conversations take turns', async () => {
    const path = file(
      'messages.csv',
      'conversation_id,role,content,consent\na,user,Hello,yes\nb,human,"Hi, you",yes\na,assistant,How are you?,yes\nb,bot,Fine. You?,\n',
    );
    const messages = await read(path);
    expect(messages.map((m) => [m.conversationId, m.sender, m.text, m.consent])).toEqual([
      ['a', 'user', 'Hello', true],
      ['b', 'user', 'Hi, you', true],
      ['a', 'ai', 'How are you?', true],
      ['b', 'ai', 'Fine. You?', false],
    ]);
    expect(await checkInput(path)).toMatchObject({ messages: 4, exchanges: 1 });
  });

  it.each([
    ['jsonl', lines({ qid: 7, question: '', title: 'Sleep?', answer: 'When do you go to bed?' })],
    ['csv', 'Title;Question;Answer\nSleep?;;When do you go to bed?\n'],
    ['tsv', 'question\tanswer\nSleep?\tWhen do you go to bed?\n'],
    ['txt', '\uFEFFquestion,answer\r\nSleep?,When do you go to bed?\r\n'],
  ])('reads questions and answers from %s', async (extension, content) => {
    const messages = await read(file(`answers.${extension}`, content));
    expect(messages.map(({ sender, text }) => [sender, text])).toEqual([
      ['user', 'Sleep?'],
      ['ai', 'When do you go to bed?'],
    ]);
  });

  it('gives all answers to one question one user', async () => {
    const rows = lines({ question: 'Why?', answer: 'What do you think?' }, { question: 'Why?', answer: 'Why not?' });
    const messages = await read(file('same.jsonl', rows));
    expect(new Set(messages.map((m) => m.userId)).size).toBe(1);
    expect(new Set(messages.map((m) => m.conversationId)).size).toBe(2);
  });

  it('reads what people said of a reply, and leaves out a rating that is none, not its message', async () => {
    const turns = [
      { id: 'm1', sender: 'user', text: 'Why?' },
      { id: 'm2', sender: 'ai', text: 'Why not?', rating: 'down' },
      { id: 'm3', sender: 'ai', text: 'What do you think?', rating: 4, editedText: 'What?', regenerates: 'm2' },
      { id: 'm4', sender: 'ai', text: 'Oh.', rating: 'lovely' },
      { id: 'm5', sender: 'ai', text: 'Oh!', rating: '', editedText: '' },
    ].map((turn) => ({ conversationId: 'c', ...turn }));
    const bad: number[] = [];
    const messages = await Array.fromAsync(
      messagesIn(file('said.jsonl', lines(...turns)), ({ line }) => bad.push(line)),
    );
    expect(messages.map(({ rating, editedText, regenerates }) => [rating, editedText, regenerates])).toEqual([
      [undefined, undefined, undefined],
      [-1, undefined, undefined],
      [0.5, 'What?', 'm2'],
      [undefined, undefined, undefined],
      [undefined, undefined, undefined],
    ]);
    expect(bad).toEqual([]);
  });

  it('joins turns of one speaker in a row', async () => {
    const turns = [
      { role: 'seeker', text: 'hi' },
      { role: 'supporter', text: 'hello' },
      { role: 'supporter', text: 'what is on your mind?', strategy: 'Questions' },
      { role: 'seeker', text: 'work' },
    ];
    const messages = await read(file('turns.jsonl', lines({ id: 'esconv-1', label: 1, turns })));
    expect(messages.map(({ conversationId, text }) => [conversationId, text])).toEqual([
      ['esconv-1', 'hi'],
      ['esconv-1', 'hello\nwhat is on your mind?'],
      ['esconv-1', 'work'],
    ]);
  });

  const ai = (text: string, more: object) => ({ role: 'assistant', text, ...more });
  it.each([
    ['no consent of one is none of the message', [ai('a', {}), ai('b', { consent: false })], { consent: false }],
    ['nor where the first has none', [ai('a', { consent: 'no' }), ai('b', { consent: true })], { consent: false }],
    ['the lowest rating counts', [ai('a', {}), ai('b', { rating: 'up' }), ai('c', { rating: 'down' })], { rating: -1 }],
    ['what was rewritten stands in its place', [ai('a', {}), ai('b', { editedText: 'B' })], { editedText: 'a\nB' }],
  ])('joins what is said of the turns too: %s', async (_, replies, said) => {
    const turns = [{ role: 'user', text: 'hi' }, ...replies];
    const [, reply, more] = await read(file('joined.jsonl', lines({ turns })));
    expect(reply).toMatchObject({ text: replies.map(({ text }) => text).join('\n'), ...said });
    expect(more).toBeUndefined();
  });

  it('joins no turn that has consent of its own with one that the conversation speaks for', async () => {
    const turns = [
      { role: 'user', text: 'hi' },
      { role: 'user', text: 'there', consent: true },
      { role: 'assistant', text: 'Hello?', consent: true },
    ];
    const messages = await read(file('head.jsonl', lines({ consent: false, turns })));
    expect(messages.map(({ consent }) => consent)).toEqual([false, true]);
  });

  it('keeps a reply that replaces another apart from it', async () => {
    const replies = [
      ai('Sleep more.', { messageId: 'a', rating: 'down' }),
      ai('Why?', { messageId: 'b', regenerates: 'a', rating: 'up' }),
    ];
    const turns = [{ role: 'user', text: 'hi' }, ...replies];
    const messages = await read(file('replaced.jsonl', lines({ turns })));
    expect(messages.map(({ text, rating }) => [text, rating])).toEqual([
      ['hi', undefined],
      ['Sleep more.', -1],
      ['Why?', 1],
    ]);
  });

  it.each([
    ['seconds since 1970 in text', '1767600000'],
    ['milliseconds', 1767600000000],
    ['seconds', 1767600000],
    ['no offset', '2026-01-05 08:00'],
  ])('reads times as the table of the app has them: %s', async (_, timestamp) => {
    const row = { conversationId: 'c', sender: 'user', text: 'hi', timestamp };
    const [message] = await read(file('time.jsonl', lines(row)));
    expect(message?.createdAt).toBe('2026-01-05T08:00:00.000Z');
  });

  it('leaves out the turns of a system', async () => {
    const messages = [
      { role: 'system', content: 'You are kind.' },
      { role: 'user', content: 'Hi' },
    ];
    expect(await read(file('chat.jsonl', lines({ messages })))).toHaveLength(1);
  });
});

describe('a bad row', () => {
  const good = { question: 'Is rest training?', answer: 'What would a rest day give you?' };

  it.each([
    ['no JSON', '{"question": \n', 'is not valid JSON'],
    ['no object', '7\n', 'is not a JSON object'],
    ['another form', lines({ post: 'a', reply: 'b' }), 'has none of the fields'],
    [
      'an unknown speaker',
      lines({ messages: [{ sender: 'cat', text: 'miaow' }] }),
      '"messages.0.sender" that is none of',
    ],
    ['an empty text', lines({ messages: [{ sender: 'user', text: ' ' }] }), '"messages.0.text" that is empty'],
    ['a message of no conversation', lines({ sender: 'user', text: 'hi' }), '"conversationId"'],
    [
      'an impossible time',
      lines({ ...good, messages: [{ sender: 'user', text: 'a', createdAt: 'soon' }] }),
      'not a date',
    ],
    ['no answer', lines({ question: 'Why?', answer: '' }), '"answer" that is empty'],
    ['a huge text', lines({ question: 'x'.repeat(90_001), answer: 'b' }), 'longer than'],
  ])('with %s is skipped, counted, and told by its line', async (_, bad, reason) => {
    const found = await checkInput(file('bad.jsonl', lines(good) + bad + lines(good)));
    expect(found).toMatchObject({
      exchanges: 2,
      skipped: 1,
      bad: [{ line: 2, reason: expect.stringContaining(reason) }],
    });
  });

  it('of a CSV is told by its line too', async () => {
    const found = await checkInput(file('bad.csv', 'question,answer\n"a\nb",c\nonly one\nd,e\n'));
    expect(found).toMatchObject({ exchanges: 2, skipped: 1, bad: [{ line: 4 }] });
  });

  it('never shows what it says', async () => {
    const secret = file(
      'secret.jsonl',
      `${lines(good)}{"question": "my secret\n${lines({ question: ['my secret'], answer: 'a' })}`,
    );
    expect(JSON.stringify(await checkInput(secret))).not.toContain('secret"');
  });
});

describe('what is wrong with a CSV', () => {
  it.each([
    ['a quote within a field', 'question,answer\nx,y\nI am sad since "Anna" left,Why?\n', 'in line 3'],
    ['text after a quoted field', 'question,answer\n"I am sad" since Anna left,Why?\n', 'in line 2'],
    ['no header', 'I am so sad since Anna left,Tell me more?\nx,y\n', 'Its first line is to name 2 columns'],
    ['no header, and short words', 'Anna,I am sad since Saturday\n', 'Its first line is to name 2 columns'],
  ])('is told without what it says: %s', async (_, content, says) => {
    const found = checkInput(file('quoted.csv', content));
    await expect(found).rejects.toThrow(says);
    await expect(found).rejects.not.toThrow('Anna');
  });
});

describe('consent', () => {
  it.each([
    ['TRUE', true],
    ['True', true],
    [' Yes ', true],
    ['y', true],
    ['granted', true],
    [1, true],
    ['FALSE', false],
    ['No', false],
    [0, false],
    [null, false],
  ])('as people and their programs write it: %j is %s', async (consent, expected) => {
    const [message] = await read(
      file('consent.jsonl', lines({ conversationId: 'c', sender: 'user', text: 'a', consent })),
    );
    expect(message?.consent).toBe(expected);
  });
});

describe('a file that cannot be used', () => {
  const half = `${lines({ question: 'a?', answer: 'b?' })}{"question": "c`;
  it.each([
    ['is missing', () => join(folder, 'nowhere.jsonl'), 'InputNotFound', 'Check the path'],
    ['is a folder', () => folder, 'InputIsFolder', 'Name one'],
    ['is empty', () => file('empty.jsonl', ''), 'InputEmpty', 'at least one conversation'],
    ['has blank lines only', () => file('blank.jsonl', '\n\n'), 'InputHasNoConversation', '--help'],
    [
      'is not UTF-8',
      () => file('latin.jsonl', Buffer.from('{"question":"caf\xe9"}', 'latin1')),
      'InputNotUtf8',
      'save it as UTF-8',
    ],
    [
      'is packed and cut off',
      () => file('x.jsonl.gz', new Uint8Array([0x1f, 0x8b, 8, 0])),
      'InputBrokenGzip',
      'Copy it',
    ],
    ['is packed otherwise', () => file('x.zip', Buffer.from('PK\x03\x04\xff', 'latin1')), 'InputNotUtf8', 'Unpack it'],
    ['breaks off', () => file('half.jsonl', half), 'InputHalfLine', 'breaks off in line 2'],
    ['breaks off in a quote', () => file('half.csv', 'question,answer\na,"b'), 'InputHalfLine', 'Copy it again'],
    ['is a CSV with other columns', () => file('other.csv', 'name,age\na,1\n'), 'InputOtherColumns', 'name, age'],
    ['is a JSON array', () => file('array.json', '[{"question":"a","answer":"b"}]'), 'InputIsJsonArray', "jq -c '.[]'"],
    ['is one object', () => file('one.json', '{\n "question": "a?",\n "answer": "b?"\n}'), 'InputIsJson', 'jq -c .'],
    ['is objects', () => file('some.json', '{\r\n"question": "a?"\r\n}\r\n{\r\n}\r\n'), 'InputIsJson', 'jq -c .'],
    [
      'is one array',
      () => file('array.json', '[\n {"question":"a","answer":"b"}\n]'),
      'InputIsJsonArray',
      "jq -c '.[]'",
    ],
    ['is broken CSV', () => file('broken.csv', 'question,answer\na,"b" c\n'), 'InputBrokenCsv', 'Double the quotes'],
    ['has other forms only', () => file('o.jsonl', lines({ post: 'a' })), 'InputHasNoConversation', 'Line 1 has none'],
    [
      'has no answer',
      () => file('q.jsonl', lines({ messages: [{ sender: 'user', text: 'a' }] })),
      'InputHasNoExchange',
      '1 messages',
    ],
  ])('because it %s', async (_, path, name, says) => {
    await expect(checkInput(path())).rejects.toMatchObject({ name, message: expect.stringContaining(says) });
  });
});
