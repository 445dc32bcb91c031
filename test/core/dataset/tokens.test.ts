import { loadTokenizer, tokensOf } from '../../../layers/core/dataset/tokens.ts';

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

  it.each([
    ['one letter', 'a'.repeat(100_000)],
    [
      'ideographs',
      Array.from({ length: 20_000 }, (_, i) => String.fromCharCode(0x4e00 + ((i * 7919) % 20_000))).join(''),
    ],
    ['signs', '!'.repeat(100_000)],
    ['spaces', ' '.repeat(100_000)],
  ])('takes no square of the time for unbroken %s', (_, text) => {
    const start = performance.now();
    expect(count(text)).toBeGreaterThan(500);
    expect(performance.now() - start).toBeLessThan(3000);
  });

  it('is exact up to a thousand letters, and close beyond', () => {
    const long = 'na'.repeat(2000);
    expect(Math.abs(count(long) - 4 * count('na'.repeat(500)))).toBeLessThan(5);
  });
});
