import { checkInput, messagesIn } from '../../../layers/adapters/input/input.ts';
import { collecting } from '../../support/collecting.ts';
import { file, lines, read } from '../../support/input-files.ts';

const user = { role: 'user', text: 'How do I rest?' };
const ai = { role: 'assistant', text: 'What tires you?' };
const more = [
  { role: 'user', text: 'Work, mostly.' },
  { role: 'assistant', text: 'What of it?' },
];
const texts = async (path: string) => (await read(path)).map(({ sender, text, consent }) => [sender, text, consent]);

describe('what somebody deleted, and a file still has', () => {
  it.each([
    { deleted: true },
    { is_deleted: 'yes' },
    { isDeleted: 1 },
    { deletedAt: '2026-05-01T10:00:00Z' },
    { deleted_at: 1_770_000_000 },
    { deleted_on: '2026-05-01' },
    { deletedAt: { $date: '2026-05-01T10:00:00Z' } },
    { soft_deleted: 'TRUE' },
    { _deleted: true },
    { removed: true },
    { status: 'Deleted' },
    { metadata: { isDeleted: true } },
  ])('is no reply, and no question of the reply to it: %j', async (said) => {
    const path = file(
      'deleted.jsonl',
      lines({ turns: [user, { ...ai, ...said }, ...more] }, { messages: [{ ...user, ...said }, ai, ...more] }),
    );
    expect(await texts(path)).toEqual([
      ['user', user.text, true],
      ['user', 'Work, mostly.', true],
      ['ai', 'What of it?', true],
      ['user', '', false],
      ['ai', ai.text, true],
      ['user', 'Work, mostly.', true],
      ['ai', 'What of it?', true],
    ]);
    expect(await checkInput(path)).toMatchObject({ exchanges: 2, withoutConsent: 0, deleted: 2, skipped: 0 });
  });

  it.each([
    { deleted: false },
    { is_deleted: 'no' },
    { is_deleted: '0' },
    { deletedAt: null },
    { deletedAt: '' },
    { deleted_at: '0000-00-00 00:00:00' },
    { deleted: {} },
    { deleted_at: String.raw`\N` },
    { deleted_at: 'N/A' },
    { deletedAt: '#N/A' },
    { deletedOn: '-' },
    { deleted_at: '<NA>' },
    { deleted_at: ' (null) ' },
    { deleted: '0.0' },
    { deleted: 0 },
    { metadata: { deleted: false, status: 'sent' } },
    { status: 'sent' },
  ])('is not meant by %j', async (said) => {
    const path = file('stands.jsonl', lines({ turns: [user, { ...ai, ...said }] }));
    expect(await checkInput(path)).toMatchObject({ exchanges: 1, deleted: 0, skipped: 0 });
  });

  it('may be a whole conversation, a question with its answer, or a message by itself, with a text or without', async () => {
    const by = (id: string, sender: string, text: string | null) => ({ conversationId: 'c', id, sender, text });
    const path = file(
      'rows.jsonl',
      lines(
        { deleted: true, messages: [user, ai] },
        { question: user.text, answer: ai.text, deleted: true },
        by('1', 'user', 'Hi.'),
        by('2', 'ai', 'Hello.'),
        { ...by('3', 'user', null), deleted: true },
        by('4', 'ai', 'Good to hear.'),
      ),
    );
    expect(await checkInput(path)).toMatchObject({ exchanges: 1, deleted: 5, skipped: 0 });
    const { table, collect } = collecting({});
    for await (const {
      place: sortKey,
      id: messageId,
      consent,
      rating: _,
      isDeleted: __,
      isUntimed: ___,
      ...message
    } of messagesIn(path)) {
      table.put({ ...message, sortKey, messageId, consent: String(consent), collect: 'yes' });
    }
    expect(await collect(table.stream)).toMatchObject({ exchanges: 1 });
  });

  it('lets the next reply answer in place of a deleted one', async () => {
    const path = file('again.jsonl', lines({ messages: [user, { ...ai, deleted: true }, more[1]] }));
    expect(await checkInput(path)).toMatchObject({ exchanges: 1 });
  });
});
