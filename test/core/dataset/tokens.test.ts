import fc from 'fast-check';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { countingPieces, loadTokenizer, tokensOf } from '../../../layers/core/dataset/tokens.ts';

const count = await loadTokenizer();

describe('token counts', () => {
  // As the OpenAI cookbook prints them for o200k_base, in "How to count tokens with tiktoken".
  it.each([
    ['', 0],
    ['2 + 2 = 4', 7],
    ['antidisestablishmentarianism', 6],
    ['お誕生日おめでとう', 8],
  ])('%j has %i', (text, tokens) => {
    expect(count(text)).toBe(tokens);
  });

  it('counts special tokens as the letters they are made of', () => {
    expect(count('<|fim_suffix|>')).toBeGreaterThan(3);
  });

  it('counts a conversation as the cookbook does', () => {
    const [system, user, assistant] = ['You are kind.', 'I ran today.', 'How far did you run?'];
    const messages = [
      { role: 'system', content: system },
      { role: 'user', content: user },
      { role: 'assistant', content: assistant },
    ];
    expect(tokensOf(count, messages)).toBe(3 * 3 + 3 + 3 + count(system) + count(user) + count(assistant));
  });

  it('counts as the tokenizer itself does, whatever is in a text', () => {
    const piece = fc.constantFrom(
      ...[
        'a',
        'Zq',
        'HELLOworld',
        "don't",
        "CAN'T",
        "'LL",
        "'x",
        "'s't",
        "'",
        ' ',
        '  ',
        '\t',
        '\v',
        '\n',
        '\r\n',
        '\n\n',
      ],
      ...[
        '1',
        '1234',
        '²',
        '٣',
        '.',
        '...',
        '?!',
        '/',
        '//',
        '-',
        '_',
        '\u0000',
        '\u007f',
        '<|endoftext|>',
        ' kilometres',
      ],
      ...[
        'é',
        'É',
        'e\u0301',
        '\u0301',
        '漢字',
        'ß',
        'ǅ',
        'ʰ',
        'ſ',
        "'ſ",
        '’s',
        '–',
        '\u00a0',
        '\u2028',
        '\u200d',
        '\ufeff',
      ],
      ...['💪', '🙏🏽', '\ud83d', '\udc00'],
    );
    const letters = fc.string({ unit: fc.constantFrom(...'  eeettaoinshrdlucmTR-.7'), maxLength: 20 });
    const text = fc.array(fc.oneof(piece, letters, fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 12 });
    fc.assert(
      fc.property(text, (parts) => {
        expect(count(parts.join(''))).toBe(countTokens(parts.join(''), { disallowedSpecial: new Set() }));
      }),
      { numRuns: 5000 },
    );
  });

  it('counts the same when more words were met than it remembers', () => {
    const words = Array.from({ length: 70_000 }, (_, i) => ` ${i.toString(36)}x`);
    const all = words.reduce((sum, word) => sum + countTokens(word), 0);
    expect(count(words.join(''))).toBe(countTokens(words.join('')));
    expect(words.reduce((sum, word) => sum + count(word), 0)).toBe(all);
  });

  it('remembers no piece that would keep the text it was cut from in memory', () => {
    const merged: string[] = [];
    const counting = countingPieces((part) => merged.push(part));
    counting('of abcdefghijkl abcdefghijk');
    counting('of abcdefghijkl abcdefghijk again');
    expect(merged).toEqual(['of', ' abcdefghijkl', ' abcdefghijk', ' abcdefghijkl', ' again']);
  });

  it.each([
    ['one letter', 'a'],
    ['capitals', 'A'],
    ['ideographs', '一丁七'],
    ['capitals beyond ASCII', 'Я'],
    ['marks', '\u0301'],
    ['signs', '!'],
    ['signs beyond ASCII', '“'],
    ['spaces', ' '],
    ['spaces beyond ASCII', '\u2003'],
    ['pictures', '💪'],
    ['unpaired halves', '\ud83d'],
  ])('never merges more than a thousand units at once of unbroken %s', (_, piece) => {
    const merged: string[] = [];
    const counting = countingPieces((part) => merged.push(part));
    const text = piece.repeat(100_000 / piece.length);
    counting(text);
    expect(merged.join('')).toBe(text);
    expect(Math.max(...merged.map((part) => part.length))).toBeLessThanOrEqual(1000);
    expect(merged.length).toBeLessThanOrEqual(101);
    expect(merged.filter((part) => /^[\udc00-\udfff]/.test(part))).toEqual([]);
  });

  it('is exact up to a thousand letters, and close beyond', () => {
    const long = 'na'.repeat(2000);
    expect(Math.abs(count(long) - 4 * count('na'.repeat(500)))).toBeLessThan(5);
  });
});
