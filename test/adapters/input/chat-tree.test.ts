import { checkInput } from '../../../layers/adapters/input/input.ts';
import { file, read } from '../../support/input-files.ts';

const node = (parent: string | null, role: string, parts: unknown[], time: number | null = 1767600000) => ({
  parent,
  message: { author: { role }, create_time: time, content: { content_type: 'text', parts } },
});
const conversation = {
  title: 'Rest',
  conversation_id: 'c1',
  current_node: 'e',
  mapping: {
    root: { parent: null, message: null },
    s: node('root', 'system', [''], null),
    a: node('s', 'user', ['How do I rest?', { asset_pointer: 'a picture' }]),
    b: node('a', 'assistant', ['An answer that was replaced.']),
    c: node('a', 'assistant', ['What tires you?']),
    t: { parent: 'c', message: { author: { role: 'tool' }, content: { content_type: 'code', text: 'x' } } },
    d: node('t', 'user', ['Work.']),
    e: node('d', 'assistant', ['What of it?']),
  },
};

describe("ChatGPT's export", () => {
  it('is read along the way that was taken last', async () => {
    const messages = await read(file('conversations.json', JSON.stringify([conversation])));
    expect(messages.map(({ conversationId, sender, text }) => [conversationId, sender, text])).toEqual([
      ['c1', 'user', 'How do I rest?'],
      ['c1', 'ai', 'What tires you?'],
      ['c1', 'user', 'Work.'],
      ['c1', 'ai', 'What of it?'],
    ]);
    expect(messages[0]?.createdAt).toBe('2026-01-05T08:00:00.000Z');
  });

  it('has one answer where a tool spoke within it', async () => {
    const mapping = {
      a: node(null, 'user', ['How long is a sleep cycle?']),
      b: node('a', 'assistant', ['Let me look.']),
      c: node('b', 'tool', ['90 minutes']),
      d: node('c', 'assistant', ['Ninety minutes.']),
    };
    const searched = JSON.stringify([{ ...conversation, current_node: 'd', mapping }]);
    expect((await read(file('tool.json', searched))).map(({ sender, text }) => [sender, text])).toEqual([
      ['user', 'How long is a sleep cycle?'],
      ['ai', 'Let me look.\nNinety minutes.'],
    ]);
  });

  it.each<[string, object]>([
    ['a picture alone', node('b', 'user', [{ asset_pointer: 'a picture' }])],
    ['a file beside no text', node('b', 'user', [''])],
  ])('pairs what answers %s with nothing, and joins it to nothing', async (_, alone) => {
    const mapping = {
      a: node(null, 'user', ['How do I squat?']),
      b: node('a', 'assistant', ['What hurts?']),
      c: alone,
      d: node('c', 'assistant', ['That rash looks sore.']),
      e: node('d', 'user', ['It is.']),
      f: node('e', 'assistant', ['Since when?']),
    };
    const path = file('picture.json', JSON.stringify([{ ...conversation, current_node: 'f', mapping }]));
    expect((await read(path)).map(({ sender, text }) => [sender, text])).toEqual([
      ['user', 'How do I squat?'],
      ['ai', 'What hurts?'],
      ['user', ''],
      ['ai', 'That rash looks sore.'],
      ['user', 'It is.'],
      ['ai', 'Since when?'],
    ]);
    expect(await checkInput(path)).toMatchObject({ exchanges: 2, deleted: 1, skipped: 0 });
  });

  it('takes what a user wants to be known everywhere for no message', async () => {
    const known = { content_type: 'user_editable_context', user_profile: 'I run.' };
    const mapping = {
      a: { parent: null, message: { author: { role: 'user' }, content: known } },
      b: node('a', 'user', ['How do I rest?']),
      c: node('b', 'assistant', ['What tires you?']),
    };
    const path = file('known.json', JSON.stringify([{ ...conversation, current_node: 'c', mapping }]));
    expect(await checkInput(path)).toMatchObject({ messages: 2, exchanges: 1, deleted: 0 });
  });

  it('ends, and is told, where its nodes are each other\u2019s parents or say nothing', async () => {
    const ring = { ...conversation, mapping: { e: { parent: 'e', message: null } } };
    const found = await checkInput(file('ring.json', JSON.stringify([ring, conversation])));
    expect(found).toMatchObject({ exchanges: 2, skipped: 1 });
  });
});
