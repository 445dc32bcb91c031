import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { reflectwithin, rowsOf } from './command.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'order-'));
const lineSchema = z.object({ messages: z.array(z.object({ role: z.string(), content: z.string() })) });

/** What comes of files: the pairs of question and answer, what was said of them, and the bytes. */
async function assemble(files: readonly (readonly object[])[]) {
  const [input, output] = [folder(), folder()];
  for (const [at, rows] of files.entries())
    writeFileSync(join(input, `${at}.jsonl`), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const { err } = await reflectwithin(['assemble', '--no-semantic', '-p', 'strategy', '-i', input, '-o', output]);
  const text = ['train', 'validation', 'holdout']
    .map((name) => readFileSync(join(output, `${name}.jsonl`), 'utf8'))
    .join('');
  const pairs = rowsOf(text)
    .map((line) => lineSchema.parse(line).messages.slice(-2))
    .map((pair) => pair.map(({ content }) => content))
    .toSorted();
  return { err, text, pairs };
}

const subjects = ['running', 'sleep', 'yoga', 'swimming'];
const asked = (subject: string) => `My ${subject} has been hard for weeks, and it wears me down.`;
const answer = (subject: string) => `It sounds like ${subject} takes a lot out of you. What about it is hardest now?`;
const pairsOf = subjects.map((subject) => [asked(subject), answer(subject)]).toSorted();

type Times = (exchange: number, turn: number) => string | undefined;
/** Messages one by one, in the order in which they were said. */
const messages = (times: Times, ids = false) =>
  subjects.flatMap((subject, exchange) =>
    [asked(subject), answer(subject)].map((text, turn) => ({
      conversationId: 'q',
      sender: turn === 0 ? 'user' : 'ai',
      text,
      createdAt: times(exchange, turn),
      // Ids of an app are in no order.
      ...(ids && { messageId: `${((exchange * 2 + turn) * 5) % 8}x` }),
    })),
  );

const minute = (exchange: number) => `2026-05-01 10:0${exchange}`;
const day = () => '2026-05-01';

describe('messages that come one by one', () => {
  it.each<[string, object[]]>([
    ['to the minute', messages(minute)],
    ['to the day', messages(day)],
    ['to the minute, with ids', messages(minute, true)],
  ])('go with the reply of the line after them where times are the same: %s', async (_, rows) => {
    expect((await assemble([rows])).pairs).toEqual(pairsOf);
  });

  it('stand as their times say, whatever their lines, and in any files', async () => {
    const rows = messages((exchange, turn) => `2026-05-01 10:0${exchange}:0${turn}`);
    const shuffled = rows.toSorted((a, b) => (a.text < b.text ? -1 : 1));
    const [one, other] = await Promise.all([assemble([rows]), assemble([shuffled.slice(3), shuffled.slice(0, 3)])]);
    expect(one.pairs).toEqual(pairsOf);
    expect(other.text).toBe(one.text);
  });

  it('do not mix with those of another file of the same day, whichever is read first', async () => {
    const rows = messages(day);
    const [one, other] = await Promise.all([
      assemble([rows.slice(0, 4), rows.slice(4)]),
      assemble([rows.slice(4), rows.slice(0, 4)]),
    ]);
    expect(one.pairs).toEqual(pairsOf);
    expect(other.text).toBe(one.text);
  });

  it('are left out where the lines are not in the order of time and the times are the same, and that is told', async () => {
    // Two of a day and two of the next: their lines are shuffled, and so are those of the others.
    const rows = messages((exchange) => `2026-05-0${exchange < 2 ? 1 : 2}`);
    const shuffled = [7, 2, 5, 1, 4, 0, 6, 3].flatMap((at) => rows[at] ?? []);
    const other = messages((exchange, turn) => `2026-06-01 10:0${exchange}:0${turn}`).map((row) => ({
      ...row,
      conversationId: 'r',
    }));
    const { err, pairs } = await assemble([[...shuffled, ...other]]);
    expect(pairs).toEqual(pairsOf);
    expect(err).toContain('8 messages left out: another of the same conversation has the same time');
  });

  const ordered = messages((exchange, turn) => `2026-06-01 10:0${exchange}:0${turn}`).map((row) => ({
    ...row,
    conversationId: 'r',
  }));

  it('are told by their senders where what stands around a question and an answer leaves one order', async () => {
    // The last question came a minute before its reply, so that the reply before it is the last of its minute.
    const rows = messages((exchange, turn) =>
      exchange === 3 && turn === 0 ? '2026-05-01 10:03' : `2026-05-01 10:0${exchange + (exchange === 3 ? 1 : 0)}`,
    );
    const { err, pairs } = await assemble([rows.slice(4).toReversed()]);
    expect(pairs).toEqual(pairsOf.filter(([question]) => /yoga|swimming/.test(question ?? '')));
    expect(err).not.toContain('left out');
  });

  it('are left out where the lines go back in time and the companion may have begun', async () => {
    const { err } = await assemble([[...messages(minute).toReversed(), ...ordered]]);
    expect(err).toContain('8 messages left out');
    expect(err).toContain('4 exchanges');
  });

  it('are left out where two files go on beside each other at the same time', async () => {
    const rows = messages((exchange) => `2026-05-0${exchange < 2 ? 1 : 2}`);
    const [users, replies] = ['user', 'ai'].map((sender) => rows.filter((row) => row.sender === sender));
    const { err, pairs } = await assemble([[...(users ?? []), ...ordered], replies ?? []]);
    expect(err).toContain('8 messages left out');
    expect(pairs).toEqual(pairsOf);
  });

  it('count once where they say the same at the same time, which is told, but for those with ids', async () => {
    const rows = messages(day, true);
    const again = rows.map((row, at) => (at === 4 ? { ...row, text: rows[2]?.text ?? '' } : row));
    const [told, other] = await Promise.all([
      assemble([again.map(({ messageId: _, ...row }) => row)]),
      assemble([again]),
    ]);
    expect(told.err).toContain('1 message left out: another of the same conversation says the same');
    expect(other.err).not.toContain('left out');
    expect(other.err).toContain('4 exchanges');
  });

  it('count once when a file goes on from another', async () => {
    const rows = messages(day);
    expect((await assemble([rows, rows.slice(0, 5)])).pairs).toEqual(pairsOf);
  });

  it.each<[string, Times]>([
    ['replies', (exchange, turn) => (turn === 0 ? minute(exchange) : undefined)],
    ['users', (exchange, turn) => (turn === 1 ? minute(exchange) : undefined)],
  ])('follow the line before them where only %s have no time, and that is told', async (_, times) => {
    const { err, pairs } = await assemble([messages(times)]);
    expect(err).toContain('1 conversation with times for some messages only');
    for (const pair of pairs) expect(pairsOf).toContainEqual(pair);
    expect(pairs.length).toBeGreaterThan(2);
  });
});
