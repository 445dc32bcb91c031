import { Readable } from 'node:stream';
import fc from 'fast-check';
import { type FormatName, formatNames, formats } from '../../../../layers/core/dataset/formats/format.ts';
import { mends, type Problem } from '../../../../layers/core/dataset/problem.ts';
import { loadTokenizer } from '../../../../layers/core/dataset/tokens.ts';
import { FileValidator } from '../../../../layers/core/dataset/validate-file.ts';

const count = await loadTokenizer();

async function check(format: FormatName, content: string | Uint8Array, minimumLines = 0) {
  const problems: Problem[] = [];
  const validator = new FileValidator(count, (problem) => void problems.push(problem), formats[format]);
  const rules = { ...formats[format].file, minimumLines };
  const report = await validator.check('f', Readable.from([Buffer.from(content)]), rules);
  expect(report.problems).toBe(problems.length);
  return { report, problems, codes: problems.map(({ code }) => code) };
}
const file = (...lines: unknown[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('');

const user = { role: 'user', content: 'I ran today.' };
const reply = (content: string) => ({ role: 'assistant', content });
const pair = (given: object = {}) => ({
  input: { messages: [user] },
  preferred_output: [reply('How far did you run?')],
  non_preferred_output: [reply('Good.')],
  ...given,
});
const input = (...messages: unknown[]) => pair({ input: { messages } });
const tool = { role: 'tool', content: '1', tool_call_id: 'a' };

const said = (role: string, text: unknown, more: object = {}) => ({ role, content: [{ text }], ...more });
const bedrock = (messages: unknown, more: object = {}) => ({
  schemaVersion: 'bedrock-conversation-2024',
  system: [{ text: 'Be kind.' }],
  messages,
  ...more,
});
const asked = said('user', 'I ran today.');
const inBucket = { format: 'png', source: { s3Location: { uri: 's3://pictures/me.png' } } };
const answered = said('assistant', 'How far?');
const exchange = { id: 'a', user: 'I ran.', assistant: 'How far?', context: [{ sender: 'ai', text: 'Hello.' }] };

describe('each validator', () => {
  it.each<[FormatName, string, unknown]>([
    ['dpo', 'a pair', pair()],
    ['dpo', 'a prompt that ends with a tool', input(user, { role: 'assistant', tool_calls: [{}] }, tool)],
    ['dpo', 'tools', pair({ input: { messages: [user], tools: [], parallel_tool_calls: true } })],
    ['bedrock', 'a conversation', bedrock([asked, answered])],
    ['bedrock', 'no system text', bedrock([asked, answered], { system: undefined })],
    ['bedrock', 'many turns', bedrock([asked, answered, asked, answered])],
    ['bedrock', 'a reserved word in a reply', bedrock([asked, said('assistant', 'Who is User: now?')])],
    ['bedrock', 'a picture', bedrock([{ role: 'user', content: [{ image: inBucket }, { text: 'Me.' }] }, answered])],
    ['exchanges', 'an exchange', exchange],
    ['exchanges', 'columns of ones own', { ...exchange, mood: 3, split: 'train', tier: 'gold', quality_score: 0.5 }],
    ['exchanges', 'no context', { ...exchange, context: undefined }],
  ])('%s takes %s', async (format, _, line) => {
    expect((await check(format, file(line))).problems).toEqual([]);
  });

  it.each<[FormatName, string, unknown, string]>([
    ['dpo', 'a list', [], 'not_an_object'],
    ['dpo', 'a chat line', { messages: [user, reply('a')] }, 'unknown_key no_messages no_outputs no_outputs'],
    ['dpo', 'no messages', input(), 'no_messages'],
    ['dpo', 'an unknown key', pair({ id: 1 }), 'unknown_key'],
    ['dpo', 'an unknown key in the input', pair({ input: { messages: [user], model: 'x' } }), 'unknown_key'],
    ['dpo', 'a weight', input(user, { ...reply('a'), weight: 0 }, user), 'unknown_key'],
    ['dpo', 'a prompt that ends with a reply', input(user, reply('a')), 'not_in_turn'],
    ['dpo', 'a prompt of the system alone', input({ role: 'system', content: 'x' }), 'not_in_turn'],
    ['dpo', 'an empty message', input({ ...user, content: ' ' }), 'empty_content'],
    ['dpo', 'a special token', input({ ...user, content: 'a <|im_end|>' }), 'special_token'],
    ['dpo', 'an output that is a message', pair({ preferred_output: reply('a') }), 'no_outputs'],
    ['dpo', 'two replies', pair({ non_preferred_output: [reply('a'), reply('b')] }), 'no_outputs'],
    ['dpo', 'no replies', pair({ non_preferred_output: [] }), 'no_outputs'],
    ['dpo', 'an output by the user', pair({ preferred_output: [user] }), 'last_not_assistant'],
    ['dpo', 'an output of no role', pair({ preferred_output: [{ content: 'a' }] }), 'unknown_role'],
    ['dpo', 'the same twice', pair({ non_preferred_output: [reply('How far did you run?')] }), 'same_outputs'],
    ['bedrock', 'a number', 3, 'not_an_object'],
    ['bedrock', 'another version', bedrock([asked, answered], { schemaVersion: '2023' }), 'wrong_schema_version'],
    ['bedrock', 'an unknown key', bedrock([asked, answered], { id: 1 }), 'unknown_key'],
    ['bedrock', 'no messages', bedrock([]), 'no_messages'],
    ['bedrock', 'a system message', bedrock([said('system', 'a'), asked, answered]), 'unknown_role'],
    ['bedrock', 'a reply at the start', bedrock([answered, asked, answered]), 'first_not_user'],
    ['bedrock', 'two turns of the user', bedrock([asked, asked, answered]), 'not_in_turn'],
    ['bedrock', 'a user at the end', bedrock([asked]), 'last_not_assistant'],
    ['bedrock', 'a reserved word', bedrock([said('user', 'I said Bot: go'), answered]), 'reserved_word'],
    ['bedrock', 'one in the system text', bedrock([asked, answered], { system: [{ text: '[EOS]' }] }), 'reserved_word'],
    ['bedrock', 'a system text', bedrock([asked, answered], { system: 'Be kind.' }), 'wrong_system'],
    ['bedrock', 'a content that is a text', bedrock([{ role: 'user', content: 'a' }, answered]), 'wrong_content'],
    ['bedrock', 'a text that is none', bedrock([said('user', 7), answered]), 'wrong_content'],
    ['bedrock', 'an empty text', bedrock([said('user', ' '), answered]), 'empty_content'],
    ['bedrock', 'an unknown key of a message', bedrock([said('user', 'a', { name: 'b' }), answered]), 'unknown_key'],
    ['bedrock', 'half a character', bedrock([said('user', '\udc00'), answered]), 'lone_surrogate'],
    [
      'bedrock',
      'no picture',
      bedrock([{ role: 'user', content: [{ image: { source: {} } }] }, answered]),
      'wrong_media',
    ],
    ['bedrock', 'too long a line', bedrock([said('user', 'word '.repeat(33_000)), answered]), 'too_many_tokens'],
    ['exchanges', 'null', null, 'not_an_object'],
    ['exchanges', 'no id', { ...exchange, id: undefined }, 'missing_key'],
    ['exchanges', 'an empty id', { ...exchange, id: '' }, 'wrong_value'],
    ['exchanges', 'no reply', { ...exchange, assistant: undefined }, 'missing_key'],
    ['exchanges', 'a number for a text', { ...exchange, user: 1 }, 'wrong_value'],
    ['exchanges', 'an empty text', { ...exchange, user: '\n' }, 'empty_content'],
    ['exchanges', 'a context that is a text', { ...exchange, context: 'Hello.' }, 'wrong_value'],
    ['exchanges', 'an unknown sender', { ...exchange, context: [{ sender: 'bot', text: 'a' }] }, 'unknown_role'],
    ['exchanges', 'an unknown tier', { ...exchange, tier: 'silver' }, 'wrong_value'],
    ['exchanges', 'an unknown split', { ...exchange, split: 'test' }, 'wrong_value'],
    ['exchanges', 'a score above 1', { ...exchange, quality_score: 1.2 }, 'wrong_value'],
  ])('%s refuses %s, and says how to mend it', async (format, _, line, codes) => {
    const good = format === 'dpo' ? pair({ input: { messages: [reply('Hi.'), user] } }) : undefined;
    const { problems, codes: found } = await check(format, file(...(good ? [good] : []), line));
    expect(found.join(' ')).toBe(codes);
    for (const { line: at, mend } of problems) {
      expect(at).toBe(good ? 2 : 1);
      expect(mend).not.toBe('');
    }
  });

  it.each<[FormatName, unknown]>([
    ['dpo', pair()],
    ['bedrock', bedrock([asked, answered])],
    ['exchanges', exchange],
  ])('%s finds a line that was there before', async (format, line) => {
    expect((await check(format, file(line, line))).codes).toEqual(['duplicate']);
  });

  it('exchanges finds an id that another exchange has', async () => {
    const { problems } = await check('exchanges', file(exchange, { ...exchange, user: 'I swam.' }));
    expect(problems).toMatchObject([{ line: 2, code: 'same_id', what: 'The line has the id of line 1.' }]);
  });

  it('bedrock says how to write the very word that is reserved', async () => {
    const { problems } = await check('bedrock', file(bedrock([said('user', 'see <image>'), answered])));
    expect(problems[0]?.mend).toContain('"< image >"');
  });

  it('dpo takes the same prompt with other replies', async () => {
    const other = pair({ non_preferred_output: [reply('Fine.')] });
    const turned = {
      ...pair(),
      preferred_output: [reply('Good.')],
      non_preferred_output: [reply('How far did you run?')],
    };
    expect((await check('dpo', file(pair(), other, turned))).codes).toEqual([]);
  });

  it.each<[FormatName, number]>([
    ['sft', 10],
    ['dpo', 10],
    ['bedrock', 8],
    ['exchanges', 1],
  ])('%s wants %i lines', (format, lines) => {
    expect(formats[format].file.minimumLines).toBe(lines);
  });

  it('bedrock takes 20,000 lines and no more', async () => {
    const line = (i: number) => JSON.stringify(bedrock([said('user', `I ran ${i} miles.`), answered]));
    const many = Array.from({ length: 20_001 }, (_, i) => `${line(i)}\n`).join('');
    expect((await check('bedrock', many)).codes).toEqual(['too_many_lines']);
  });

  it('never throws and never quotes, whatever the file', async () => {
    const anything = fc.oneof(fc.json(), fc.string({ unit: 'binary' }), fc.constant('{"messages":[{}]}'));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...formatNames), fc.array(anything, { maxLength: 5 }), async (format, lines) => {
        const { problems } = await check(format, lines.join('\n'));
        for (const { code, mend } of problems) expect([code in mends, mend.length > 0]).toEqual([true, true]);
      }),
    );
  });
});
