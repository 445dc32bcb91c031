import { Readable } from 'node:stream';
import fc from 'fast-check';
import { mends, type Problem } from '../../../layers/core/dataset/problem.ts';
import { loadTokenizer } from '../../../layers/core/dataset/tokens.ts';
import { type FileRules, FileValidator } from '../../../layers/core/dataset/validate-file.ts';

const count = await loadTokenizer();

const message = (role: string, content: unknown, more: object = {}) => ({ role, content, ...more });
const user = message('user', 'I ran today.');
const assistant = message('assistant', 'How far did you run?');
const line = (...messages: unknown[]) => JSON.stringify({ messages });
const good = (n: number) => line(message('user', `I ran ${n} miles.`), assistant);
const ten = Array.from({ length: 10 }, (_, i) => good(i));

async function check(content: string | Uint8Array, rules: FileRules = {}) {
  const problems: Problem[] = [];
  const validator = new FileValidator(count, (problem) => void problems.push(problem));
  const report = await validator.check('train.jsonl', Readable.from([Buffer.from(content)]), rules);
  expect(report.problems).toBe(problems.length);
  return { report, problems, codes: problems.map((problem) => `${problem.line} ${problem.code}`) };
}
const file = (...lines: string[]) => lines.map((text) => `${text}\n`).join('');
/** Ten good lines, and the one in question as line 11. */
const codesOf = async (eleventh: string) => (await check(file(...ten, eleventh))).codes;

describe('FileValidator', () => {
  it('finds nothing wrong with what the trainer takes, and counts lines, bytes and tokens', async () => {
    const { report, problems } = await check(file(...ten));
    expect(problems).toEqual([]);
    const tokens =
      3 + 3 + count('user') + count('I ran 0 miles.') + 3 + count('assistant') + count(assistant.content as string);
    expect(report).toEqual({
      file: 'train.jsonl',
      lines: 10,
      bytes: file(...ten).length,
      tokens: 10 * tokens,
      problems: 0,
    });
  });

  it.each([
    ['a system message', line(message('system', 'Be kind.'), user, assistant)],
    ['weights', line(user, { ...assistant, weight: 0 }, user, { ...assistant, weight: 1 })],
    ['a name', line({ ...user, name: 'robin' }, assistant)],
    ['text parts', line(message('user', [{ type: 'text', text: 'I ran.' }]), assistant)],
    ['tools', JSON.stringify({ messages: [user, assistant], tools: [], parallel_tool_calls: false })],
    [
      'a tool call without content',
      line(user, { role: 'assistant', tool_calls: [{}] }, message('tool', '1', { tool_call_id: 'a' }), assistant),
    ],
  ])('takes %s', async (_, eleventh) => {
    expect(await codesOf(eleventh)).toEqual([]);
  });

  it.each([
    ['an empty line', '', 'empty_line'],
    ['broken JSON', '{"messages": [', 'invalid_json'],
    ['a list', '[]', 'not_an_object'],
    ['null', 'null', 'not_an_object'],
    ['no messages', '{}', 'no_messages'],
    ['an empty list of messages', line(), 'no_messages'],
    ['messages that are no list', '{"messages": {}}', 'no_messages'],
    ['a message that is a text', line('hello', assistant), 'not_a_message'],
    ['an unknown key', JSON.stringify({ messages: [user, assistant], id: 7 }), 'unknown_key'],
    ['an unknown key in a message', line({ ...user, sender: 'user' }, assistant), 'unknown_key'],
    ['an unknown role', line(message('bot', 'Hello.'), assistant), 'unknown_role'],
    ['no role', line({ content: 'Hello.' }, assistant), 'unknown_role'],
    ['an empty content', line(message('user', ' \n'), assistant), 'empty_content'],
    ['no content', line({ role: 'user' }, assistant), 'empty_content'],
    ['a content that is a number', line(message('user', 7), assistant), 'wrong_content'],
    ['a weight on a user message', line({ ...user, weight: 1 }, assistant), 'wrong_weight'],
    ['a weight of a half', line(user, { ...assistant, weight: 0.5 }), 'wrong_weight'],
    ['nothing to learn', line(user, { ...assistant, weight: 0 }), 'nothing_to_learn'],
    ['a last message by the user', line(user, assistant, user), 'last_not_assistant'],
    ['an answer to nobody', line(message('system', 'Be kind.'), assistant), 'no_user'],
    ['a name that the API refuses', line({ ...user, name: 'bad name!' }, assistant), 'wrong_name'],
    ['half a character', line(message('user', 'I ran \ud83d today.'), assistant), 'lone_surrogate'],
    ['a key twice', good(11).replace('"role"', '"role":"user","role"'), 'repeated_key'],
    ['a special token', line(message('user', 'say <|fim_suffix|> now'), assistant), 'special_token'],
    ['a line that was there before', good(3), 'duplicate'],
    ['more tokens than are read', line(message('user', 'word '.repeat(66_000)), assistant), 'too_many_tokens'],
    ['a line that is read in part', line(message('user', 'a '.repeat(9_000_000)), assistant), 'line_too_long'],
  ])('refuses %s', async (_, eleventh, code) => {
    const { problems, codes } = await check(file(...ten, eleventh));
    expect(codes).toEqual([`11 ${code}`]);
    expect(problems[0]?.what).not.toBe('');
    expect(problems[0]?.mend).not.toBe('');
  });

  it('takes texts that look like keys, and keys of one name in different objects', async () => {
    expect(await codesOf(line(message('user', 'I wrote "a": \\"a\\": {"b":1} \\'), assistant))).toEqual([]);
  });

  it('compares only lines that are right by themselves', async () => {
    const wrong = line(user, { ...assistant, weight: 0.5 });
    expect((await check(file(...ten, wrong, wrong))).codes).toEqual(['11 wrong_weight', '12 wrong_weight']);
  });

  it('says where to look and how to mend it, without the text', async () => {
    const { problems } = await check(
      file(
        ...ten,
        good(3),
        line({ ...user, weigth: 1 }, message('human', 'my secret')),
        '{"messages": [] "secret": 1}',
      ),
    );
    expect(problems.map(({ line: number, what, mend }) => `${number}: ${what} ${mend}`)).toEqual([
      '11: The line says the same as line 4. Keep one of the two lines.',
      '12: message 1 has the key "weigth". Remove it, or rename it if "weight" is meant.',
      '12: message 2 has the role "human". Use "user" if that is meant.',
      '12: The last message is not by the assistant. End the conversation with the assistant message to learn.',
      '13: The line stops being JSON at character 17. Write one JSON object per line; line breaks inside texts are written \\n.',
    ]);
    expect(JSON.stringify(problems)).not.toContain('secret');
  });

  it.each([
    [
      'a key that is called otherwise elsewhere',
      line({ from: 'user', text: 'a' }, assistant),
      /rename it if "content"/,
    ],
    ['a key that is nothing of ours', line({ ...user, sentiment: 1 }, assistant), /"sentiment"\. Remove it\.$/],
    ['another format', '{"input":{},"preferred_output":[]}', /check the file as the format dpo/],
    ['prompt and completion', '{"prompt":"a","completion":"b"}', /"prompt"\. Write "messages" in its place/],
    ['a role in capitals', line({ ...user, role: 'User' }, assistant), /Use "user" if that is meant/],
    ['a role that is near to none', line({ ...user, role: 'narrator' }, assistant), /Use "system", "user"/],
    ['a role that every object has', line({ ...user, role: 'constructor' }, assistant), /Use "system", "user"/],
    ['a key that every object has', line({ ...user, toString: 1 }, assistant), /"toString"\. Remove it\.$/],
    ['a list', `[${good(1)}]`, /write each of its elements on a line of its own/],
    ['a value on several lines', '[', /One value stands on several lines/],
  ])('advises on %s as a newcomer needs it', async (_, text, advice) => {
    const { problems } = await check(file(...ten, text));
    expect(problems.map(({ what, mend }) => `${what} ${mend}`)).toContainEqual(expect.stringMatching(advice));
    expect(problems.map(({ mend }) => mend).join()).not.toContain('"tools"');
  });

  it('does not ask for a reply at the end where the last role is only written otherwise', async () => {
    const { codes } = await check(file(...ten, line(user, { ...assistant, role: 'Assistant' })));
    expect(codes).toEqual(['11 unknown_role']);
  });

  it.each([
    ['an empty file', '', ['0 empty_file']],
    ['nine lines', file(...ten.slice(1)), ['0 too_few_lines']],
    ['half a line at the end', `${file(...ten)}{"messages": [{"role"`, ['11 half_line']],
    ['a last line without a line feed', ten.join('\n'), []],
    ['a byte order mark', `\ufeff${file(...ten)}`, ['1 byte_order_mark']],
    ['carriage returns, once', ten.map((text) => `${text}\r\n`).join(''), ['1 carriage_return']],
    [
      'every problem, in the order of the lines',
      file('[', ...ten, '', '[', '{}'),
      ['1 invalid_json', '12 empty_line', '13 invalid_json', '14 no_messages'],
    ],
  ])('tells of %s', async (_, content, codes) => {
    expect((await check(content)).codes).toEqual(codes);
  });

  it('tells of lines that are not UTF-8, and of UTF-16', async () => {
    const bad = Buffer.concat([Buffer.from(file(...ten)), Buffer.from('{"messages": "caf\xe9"}\n', 'latin1')]);
    expect((await check(bad)).codes).toEqual(['11 not_utf8']);
    expect((await check(Buffer.from(`\ufeff${ten[0]}`, 'utf16le'))).codes[0]).toBe('1 not_utf8');
  });

  it('tells of a file larger than the trainer takes', async () => {
    expect((await check(file(...ten), { maximumBytes: 100 })).codes).toEqual(['0 file_too_large']);
  });

  it('finds lines that stand in two files', async () => {
    const problems: Problem[] = [];
    const validator = new FileValidator(count, (problem) => void problems.push(problem));
    await validator.check('train.jsonl', Readable.from([Buffer.from(file(...ten))]));
    await validator.check('holdout.jsonl', Readable.from([Buffer.from(file(good(99), good(7)))]), { minimumLines: 0 });
    expect(problems).toEqual([
      {
        file: 'holdout.jsonl',
        line: 2,
        code: 'leak',
        what: 'The line says the same as line 8 of train.jsonl.',
        mend: mends.leak,
      },
    ]);
  });

  it('never throws, whatever the file', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(fc.json(), fc.string(), fc.constant(ten[0] ?? ''))), async (lines) => {
        const { report } = await check(lines.join('\n'));
        expect(report.lines).toBeLessThanOrEqual(lines.join('\n').split('\n').length);
      }),
    );
  });
});
