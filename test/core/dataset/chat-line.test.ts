import { chatLine } from '../../../layers/core/dataset/chat-line.ts';

const user = (text: string) => ({ sender: 'user' as const, text });
const ai = (text: string) => ({ sender: 'ai' as const, text });
const line = (given: object) =>
  JSON.parse(chatLine('Be kind.', { user: 'U', assistant: 'A?', context: [], ...given })).messages;

const system = { role: 'system', content: 'Be kind.' };
const asked = { role: 'user', content: 'U' };
const answered = { role: 'assistant', content: 'A?' };

describe('chatLine', () => {
  it('is one line of the trainer’s, its keys always in the same order', () => {
    expect(
      chatLine('Be kind.', { name: 'Robin', user: 'I ran.\nFar.', assistant: 'How far?', context: [ai('Hi?')] }),
    ).toBe(
      '{"messages":[{"role":"system","content":"Be kind. The user\'s name is Robin."},' +
        '{"role":"assistant","content":"Hi?","weight":0},' +
        '{"role":"user","content":"I ran.\\nFar."},{"role":"assistant","content":"How far?"}]}',
    );
  });

  it.each([
    ['no context', {}, [system, asked, answered]],
    [
      'the turns before, whose replies are not learned here',
      { context: [user('u1'), ai('a1')] },
      [system, { role: 'user', content: 'u1' }, { role: 'assistant', content: 'a1', weight: 0 }, asked, answered],
    ],
    ['two messages in a row as one', { context: [user('u1')] }, [system, { role: 'user', content: 'u1\nU' }, answered]],
    [
      'two replies in a row as one',
      { context: [ai('a1'), ai('a2')] },
      [system, { role: 'assistant', content: 'a1\na2', weight: 0 }, asked, answered],
    ],
    ['no empty turns', { context: [user('u1'), ai(' ')] }, [system, { role: 'user', content: 'u1\nU' }, answered]],
  ])('has %s', (_, given, messages) => {
    expect(line(given)).toEqual(messages);
  });
});
