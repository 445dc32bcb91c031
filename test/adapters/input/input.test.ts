import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { checkInput, messagesIn } from '../../../layers/adapters/input/input.ts';
import { file, folder, lines, read } from '../../support/input-files.ts';

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
      messagesIn(file('said.jsonl', lines(...turns)), { onBad: ({ line }) => bad.push(line) }),
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
    ['is packed otherwise', () => file('x.zip', Buffer.from('PK\x03\x04\xff', 'latin1')), 'InputIsNoText', 'unpack it'],
    ['breaks off', () => file('half.jsonl', half), 'InputHalfLine', 'breaks off in line 2'],
    [
      'breaks off in an array',
      () => file('half.json', '[{"question": "a?"}, {"question": "c'),
      'InputHalfLine',
      'value 2',
    ],
    ['breaks off after an element', () => file('cut.json', '[{"question": "a?"},\n'), 'InputHalfLine', 'value 2'],
    ['breaks off in an object', () => file('cut.json', '{\n"question": "a?",\n'), 'InputHalfLine', 'value 1'],
    ['breaks off in a quote', () => file('half.csv', 'question,answer\na,"b'), 'InputHalfLine', 'Copy it again'],
    ['is a CSV with other columns', () => file('other.csv', 'name,age\na,1\n'), 'InputOtherColumns', 'name, age'],
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
