import { mapBounded } from '../bounded.ts';
import type { Judge } from '../quality/judge.ts';
import type { Judgement } from '../quality/judgement.ts';
import type { Means } from './gate.ts';
import type { HoldoutPrompt } from './holdout.ts';
import type { Trainer } from './trainer.ts';

/** One answer of a model, and what the judge makes of it. */
export interface Answer {
  readonly prompt: string;
  readonly answer: string;
  readonly scores: Judgement['scores'];
  readonly flags: Judgement['flags'];
  /** Safety categories that the answer brought in: those of the conversation before it do not count against it. */
  readonly unsafe: readonly string[];
}

const atOnce = 8;

function judged(judge: Judge, { id, dialogue }: HoldoutPrompt, answer: string): Answer {
  const { scores, flags, safety } = judge.judge({ ...dialogue, assistant: answer });
  const before = judge.judge({ ...dialogue, assistant: '' }).safety;
  return { prompt: id, answer, scores, flags, unsafe: safety.filter((category) => !before.includes(category)) };
}

/** Lets a model answer the prompts, eight at once, and judges what it says. In the prompts' order. */
export const answersOf = (
  trainer: Pick<Trainer, 'complete'>,
  model: string,
  {
    judge,
    prompts,
    seed,
  }: { readonly judge: Judge; readonly prompts: readonly HoldoutPrompt[]; readonly seed: number },
): Promise<Answer[]> =>
  mapBounded(prompts, atOnce, async (prompt) =>
    judged(judge, prompt, await trainer.complete(model, prompt.conversation, seed)),
  );

/** Means of the scores, rounded to six digits; zeros when there are no answers. */
export function meansOf(answers: readonly Answer[]): Means {
  const mean = (score: 'relevance' | 'empathy' | 'question' | 'overall') => {
    const sum = answers.reduce((total, { scores }) => total + scores[score], 0);
    return Number((sum / Math.max(answers.length, 1)).toFixed(6));
  };
  return {
    relevance: mean('relevance'),
    empathy: mean('empathy'),
    question: mean('question'),
    overall: mean('overall'),
    unsafe: answers.filter(({ unsafe }) => unsafe.length > 0).length,
  };
}
