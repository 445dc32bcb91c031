import { file, lines, read } from '../../support/input-files.ts';

describe('turns of one speaker in a row', () => {
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

  it.each(['tool', 'system', 'function'])('joins those that a turn of a %s stands between', async (role) => {
    const turns = [
      { role: 'system', text: 'Be kind.' },
      { role: 'user', text: 'What is it?' },
      ai('Let me look.', {}),
      { role, text: '42' },
      { role, text: '43' },
      ai('It is 42.', { consent: false }),
      { role: 'user', text: 'Good.' },
    ];
    const messages = await read(file('between.jsonl', lines({ turns })));
    expect(messages.map(({ sender, text, consent }) => [sender, text, consent])).toEqual([
      ['user', 'What is it?', true],
      ['ai', 'Let me look.\nIt is 42.', false],
      ['user', 'Good.', true],
    ]);
  });

  const call = { id: 'call_1', type: 'function', function: { name: 'log', arguments: '{}' } };
  const reply = { role: 'assistant', content: 'It is 42.' };
  it.each<[string, object[], string]>([
    [
      'a call without a text, and its result',
      [
        { role: 'assistant', content: null, tool_calls: [call] },
        { role: 'tool', tool_call_id: 'call_1', content: '' },
        reply,
      ],
      'It is 42.',
    ],
    [
      'a text beside the call',
      [
        { role: 'assistant', content: 'Let me look.', tool_calls: [call, call] },
        { role: 'tool', content: '1' },
        { role: 'tool', content: [{ type: 'text', text: '2' }] },
        reply,
      ],
      'Let me look.\nIt is 42.',
    ],
    [
      'no result',
      [{ role: 'assistant', content: 'Let me look.', function_call: { name: 'log' } }, reply],
      'Let me look.\nIt is 42.',
    ],
    [
      'the old names',
      [{ role: 'assistant', function_call: { name: 'log' } }, { role: 'function', name: 'log', content: '42' }, reply],
      'It is 42.',
    ],
    [
      'parts of a turn, as Anthropic has them',
      [
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'Hm' },
            { type: 'text', text: 'Let me look.' },
            { type: 'tool_use', name: 'log' },
          ],
        },
        { role: 'user', content: [{ type: 'tool_result', content: '42' }] },
        { role: 'assistant', content: [{ type: 'text', text: 'It is 42.' }] },
      ],
      'Let me look.\nIt is 42.',
    ],
  ])('reads a reply during which tools are asked as one: %s', async (_, during, text) => {
    const messages = [
      { role: 'system', content: '' },
      { role: 'user', content: 'What is it?' },
      ...during,
      { role: 'user', content: 'Good.' },
    ];
    const said = await read(file('tools.jsonl', lines({ messages })));
    expect(said.map(({ sender, text }) => [sender, text])).toEqual([
      ['user', 'What is it?'],
      ['ai', text],
      ['user', 'Good.'],
    ]);
  });

  it('leaves other replies of the app apart that follow one another', async () => {
    const messages = [
      { sender: 'user', text: 'Hi' },
      { sender: 'ai', text: 'Hello.' },
      { sender: 'ai', text: 'How are you?' },
    ];
    expect(await read(file('apart.jsonl', lines({ messages })))).toHaveLength(3);
  });
});
