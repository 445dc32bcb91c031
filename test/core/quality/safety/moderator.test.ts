import { categoriesOf } from '../../../../layers/core/quality/safety/moderator.ts';

it.each([
  [{ 'self-harm/intent': 0.8, 'self-harm': 0.7 }, ['crisis_suicide', 'self_harm']],
  [{ 'sexual/minors': 0.5, sexual: 0.49 }, ['minors_sexual']],
  [{ harassment: 0.2, hate: 0.1 }, []],
  [{ 'illicit/violent': 0.9, violence: 0.9 }, ['violence_threat']],
  [{ 'a category of next year': 0.9 }, ['other_harm']],
])('%j reads %j', (scores, categories) => {
  expect(categoriesOf(scores, 0.5)).toEqual(categories);
});
