import fc from 'fast-check';
import { sampleHoldout } from '../../../layers/core/training/holdout.ts';

const line = (words: string) =>
  JSON.stringify({
    messages: [
      { role: 'system', content: 'S' },
      { role: 'user', content: 'Before' },
      { role: 'assistant', content: 'Earlier', weight: 0 },
      { role: 'user', content: words },
      { role: 'assistant', content: 'held out' },
    ],
  });

async function* pieces(text: string, size: number) {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const sample = (texts: readonly string[], size: number) =>
  sampleHoldout(pieces(texts.map((text) => `${line(text)}\n`).join(''), 100), size);

describe('sampleHoldout', () => {
  it('asks what was asked, and keeps the reply to itself', async () => {
    const [prompt] = await sample(['How do I sleep better?'], 5);
    expect(prompt?.conversation.at(-1)).toEqual({ role: 'user', content: 'How do I sleep better?' });
    expect(prompt?.dialogue).toEqual({
      user: 'How do I sleep better?',
      context: [
        { sender: 'user', text: 'Before' },
        { sender: 'ai', text: 'Earlier' },
      ],
    });
    expect(JSON.stringify(prompt)).not.toContain('held out');
  });

  it('chooses the same prompts in any order, and keeps them when the file grows by others', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 10 }),
        async (texts, size) => {
          const ids = (await sample(texts, size)).map(({ id }) => id);
          expect(ids).toHaveLength(Math.min(size, texts.length));
          expect((await sample(texts.toReversed(), size)).map(({ id }) => id)).toEqual(ids);
          const grown = (await sample([...texts, 'one more'], size)).map(({ id }) => id);
          expect(ids.filter((id) => !grown.includes(id)).length).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 40 },
    );
  });
});
