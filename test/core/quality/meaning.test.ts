import { loadJudge, loadJudgeWithMeaning } from '../../../layers/adapters/judge-files.ts';
import type { Embedder } from '../../../layers/core/quality/embedder.ts';
import { judgeAll, textsToEmbed } from '../../../layers/core/quality/meaning.ts';

/** One direction for talk of animals, one for all the rest. */
const embedder: Embedder = {
  name: 'animals or not',
  dimensions: 2,
  embed: async (texts) => texts.map((text) => Float32Array.from(/hound|dog|pupp/i.test(text) ? [1, 0] : [0, 1])),
};
const user = 'My hound will not eat since Monday.';
const near = { user, assistant: 'Puppies can be picky. Is there a vet nearby?', context: [] };
const far = { user, assistant: 'Interest rates can be fickle. Is there a bank nearby?', context: [] };

describe('the second stage', () => {
  it('embeds the reply, the user and, where there are turns before, the last of them with the user', () => {
    expect(textsToEmbed(near)).toEqual([near.assistant, user]);
    const context = ['a', 'b', 'c', 'd'].map((text) => ({ sender: 'ai' as const, text }));
    expect(textsToEmbed({ ...near, context })).toEqual([near.assistant, user, `b\nc\nd\n${user}`]);
  });

  it('hears what words do not share, and changes no score of words alone', async () => {
    const judge = await loadJudgeWithMeaning('layers/policy', 'reflect', embedder);
    const [close, distant] = await judgeAll(judge, embedder, [near, far]);
    expect(close?.scores.relevance).toBeGreaterThan((distant?.scores.relevance ?? 1) + 0.3);
    expect(close?.scores.empathy).toBe(judge.judge(near).scores.empathy);
    expect(judge.judge(near)).toEqual(loadJudge('layers/policy', 'reflect').judge(near));
  });

  it('refuses too few vectors', () => {
    const judge = loadJudge('layers/policy', 'reflect');
    expect(() => judge.judgeWithMeaning(near, [])).toThrow('needs the vectors');
  });
});
