import { checkInput } from '../../../layers/adapters/input/input.ts';
import { file, lines, read } from '../../support/input-files.ts';

describe('the fields of a row', () => {
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
