import { categoriesOf, type Moderator, secondOpinions } from '../../../../layers/core/quality/safety/moderator.ts';

it.each([
  [
    ['self-harm/intent', 'self-harm'],
    ['crisis_suicide', 'self_harm'],
  ],
  [['sexual/minors'], ['minors_sexual']],
  [[], []],
  [['illicit/violent', 'violence'], ['violence_threat']],
  [['a category of next year'], ['other_harm']],
])('%j reads %j', (theirs, categories) => {
  expect(categoriesOf(theirs.map((category) => ({ category })))).toEqual(categories);
});

describe('a second opinion', () => {
  const asked: string[] = [];
  const moderator: Moderator = {
    async moderate(texts) {
      asked.push(...texts);
      const verdicts = texts.map((text) => [
        { category: 'violence', score: text.includes('fight') ? 0.6 : 0.1, flagged: false },
        { category: 'sexual/minors', score: 0.2, flagged: text.includes('child') },
      ]);
      return { models: ['m'], verdicts };
    },
  };
  const context = [
    { sender: 'user' as const, text: 'a fight' },
    { sender: 'ai' as const, text: ' ' },
  ];

  it('says where it saw what, and counts what the service flags below the threshold', async () => {
    const dialogues = [
      { user: 'hello', assistant: 'a child', context },
      { user: 'hello', assistant: 'hi', context: [] },
    ];
    expect(await secondOpinions(moderator, dialogues, 0.5)).toEqual({
      models: ['m'],
      opinions: [
        {
          categories: ['minors_sexual', 'violence_threat'],
          evidence: [
            { category: 'violence', score: 0.6, where: 'context', turn: 0 },
            { category: 'sexual/minors', score: 0.2, where: 'assistant' },
          ],
        },
        { categories: [], evidence: [] },
      ],
    });
    expect(asked.sort()).toEqual(['a child', 'a fight', 'hello', 'hi']);
  });

  it('counts by the threshold', async () => {
    const dialogues = [{ user: 'a fight', assistant: 'hi', context: [] }];
    expect((await secondOpinions(moderator, dialogues, 0.61)).opinions).toEqual([{ categories: [], evidence: [] }]);
  });
});
