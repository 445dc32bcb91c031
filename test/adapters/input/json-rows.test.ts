import fc from 'fast-check';
import { checkInput } from '../../../layers/adapters/input/input.ts';
import { isSpread, valuesOf } from '../../../layers/adapters/input/json-values.ts';
import { file, lines, read } from '../../support/input-files.ts';

const rows = [
  { question: 'How do I "rest"?', answer: 'What [do] you {like}, \\ then?' },
  {
    turns: [
      { role: 'user', text: 'Hi' },
      { role: 'ai', text: 'Hello, you?' },
    ],
  },
];
const pretty = (value: unknown) => JSON.stringify(value, null, 2);

describe('JSON that is not a line a row', () => {
  it.each([
    ['an array', JSON.stringify(rows)],
    ['an array over several lines', `\n${pretty(rows)}\n`],
    ['an array of Windows', `\uFEFF${pretty(rows).replaceAll('\n', '\r\n')}`],
    ['an array of rows a line', `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`],
    ['objects over several lines', rows.map(pretty).join('\n')],
    ['objects with commas between', rows.map((row) => `${JSON.stringify(row)},\n`).join('')],
  ])('is read as its rows would be, a line each: %s', async (_, content) => {
    expect(await read(file('rows.json', content))).toEqual(await read(file('rows.jsonl', lines(...rows))));
  });

  it('tells of a bad row by which it is', async () => {
    const found = await checkInput(file('bad.json', pretty([rows[0], 7, { question: 'a' }, rows[1]])));
    const bad = [2, 3].map((line) => expect.objectContaining({ line, isValue: true }));
    expect(found).toMatchObject({ exchanges: 2, skipped: 2, bad });
    await expect(checkInput(file('none.json', '[\n7]'))).rejects.toThrow('Value 1 is not a JSON object.');
  });

  it.each([
    ['a line of JSON Lines', '{"question": "a", "answer": "b"}\n{}', false],
    ['one line alone', '{"question": "a",', false],
    ['a message of a chat', '[01/03/2026, 10:00:00] Anna: Hi', false],
    ['an empty array', '[]', true],
  ])('is told from lines by how it begins: %s', (_, beginning, expected) => {
    expect(isSpread(beginning)).toBe(expected);
  });

  it('is split into the same values however it is written', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue(), { minLength: 1 }), fc.nat(3), async (values, indent) => {
        const found = await Array.fromAsync(valuesOf(file('any.json', JSON.stringify(values, null, indent))));
        expect(found.map(({ text }) => JSON.parse(text))).toEqual(JSON.parse(JSON.stringify(values)));
        expect(found.every(({ ended }) => ended)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});
