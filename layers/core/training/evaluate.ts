import { mapBounded } from '../bounded.ts';
import { RetryableError } from '../errors.ts';
import type { Embedder } from '../quality/embedder.ts';
import type { Judge } from '../quality/judge.ts';
import type { Judgement } from '../quality/judgement.ts';
import { judgeAll } from '../quality/meaning.ts';
import { ModelUnknown, TrainerRefused } from './errors.ts';
import type { Means } from './gate.ts';
import type { HoldoutPrompt } from './holdout.ts';
import type { Trainer } from './trainer.ts';

/** One answer of a model, and what the judge makes of it. */
export interface Answer {
  readonly prompt: string;
  /** Empty when the service refused the prompt. */
  readonly answer: string;
  readonly refused: boolean;
  readonly scores: Judgement['scores'];
  readonly flags: Judgement['flags'];
  /** Safety categories that the answer brought in: those of the conversation before it do not count against it. */
  readonly unsafe: readonly string[];
}

const atOnce = 8;

/** Who is measured, with what, and by whom. */
export interface Contest {
  readonly candidate: string;
  /** Models that the candidate may have to beat: the first of them that still answers. */
  readonly defenders: readonly string[];
  readonly prompts: readonly HoldoutPrompt[];
  readonly judge: Judge;
  /** Where there is one, relevance goes by meaning: for both models, or for neither. */
  readonly embedder?: Embedder | undefined;
  readonly seed: number;
}

/** A model with its answers, in the prompts' order. */
interface Performance {
  readonly model: string;
  readonly answers: readonly Answer[];
  /** For each answer, the mean relevance it has to prompts that it was not given for: what chance would reach. */
  readonly chance: readonly number[];
}

type Models = Pick<Trainer, 'complete'>;

/**
 * Lets a model answer a prompt. A service may refuse one, as its content filter does: a paid candidate must not be
 * lost by that.
 *
 * @returns the refusal instead of an answer
 */
async function ask(models: Models, model: string, { conversation }: HoldoutPrompt, seed: number) {
  try {
    return await models.complete(model, conversation, seed);
  } catch (error) {
    if (error instanceof TrainerRefused && error.status === 400) return error;
    throw error;
  }
}

/**
 * Lets a model answer the prompts, eight at once, and judges what it says. A refused prompt counts as an empty answer; when all are refused, not the
 * prompts are at fault, and that is thrown.
 */
async function perform(models: Models, model: string, contest: Contest): Promise<Performance> {
  const { judge, embedder, prompts, seed } = contest;
  const replies = await mapBounded(prompts, atOnce, (prompt) => ask(models, model, prompt, seed));
  const refusals = replies.filter((reply) => typeof reply !== 'string');
  if (refusals[0] && refusals.length === replies.length) throw refusals[0];
  const said = replies.map((reply) => (typeof reply === 'string' ? reply : ''));
  const dialogues = prompts.map(({ dialogue }, at) => ({ ...dialogue, assistant: said[at] ?? '' }));
  const judgements = await judgeAll(judge, embedder, dialogues);
  const answers = judgements.map(({ scores, flags, safety }, at) => {
    const { id = '', dialogue } = prompts[at] ?? {};
    const before = dialogue ? judge.screen({ ...dialogue, assistant: '' }) : [];
    const unsafe = safety.filter((category) => !before.includes(category));
    return { prompt: id, answer: said[at] ?? '', refused: typeof replies[at] !== 'string', scores, flags, unsafe };
  });
  return { model, answers, chance: await relevanceByChance(contest, said) };
}

/** To how many prompts of others each answer is held. */
const strangers = 3;

/** The mean relevance of each answer to some prompts of others: the same prompts for every model and every time. */
async function relevanceByChance({ judge, embedder, prompts }: Contest, said: readonly string[]): Promise<number[]> {
  const strides = Array.from({ length: strangers }, (_, at) =>
    Math.floor(((at + 1) * prompts.length) / (strangers + 1)),
  );
  // Of two or three prompts some strides are the same.
  const ofOthers = [...new Set(strides)].filter((stride) => stride > 0);
  const dialogues = said.flatMap((assistant, at) =>
    ofOthers.flatMap((stride) => {
      const other = prompts[(at + stride) % prompts.length];
      return other ? [{ ...other.dialogue, assistant }] : [];
    }),
  );
  const judgements = await judgeAll(judge, embedder, dialogues);
  const relevance = judgements.map(({ scores }) => scores.relevance);
  return said.map((_, at) => average(relevance.slice(at * ofOthers.length, (at + 1) * ofOthers.length)));
}

const average = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1);

const sixDigits = (value: number): number => Number(value.toFixed(6));

/**
 * Lets the candidate and the first defender that still exists answer the prompts.
 *
 * @throws RetryableError also when the candidate is unknown: a model just trained takes a while to be there
 */
export async function compareModels(
  models: Models,
  contest: Contest,
): Promise<{ candidate: Performance; defender?: Performance }> {
  const candidate = await perform(models, contest.candidate, contest).catch((error: unknown) => {
    if (error instanceof ModelUnknown) throw new RetryableError(`${error.message} It may not be ready yet.`);
    throw error;
  });
  for (const model of contest.defenders) {
    try {
      return { candidate, defender: await perform(models, model, contest) };
    } catch (error) {
      if (!(error instanceof ModelUnknown)) throw error;
    }
  }
  return { candidate };
}

/** Means of the scores, rounded to six digits; zeros when there are no answers. */
export function meansOf({ answers, chance }: Performance): Means {
  const mean = (score: 'relevance' | 'empathy' | 'question' | 'overall') =>
    sixDigits(average(answers.map(({ scores }) => scores[score])));
  const lifts = answers.map(({ scores }, at) => scores.relevance - (chance[at] ?? 0));
  const lift = average(lifts);
  const squares = lifts.reduce((sum, each) => sum + (each - lift) ** 2, 0);
  // Of a sample: its mean is nearer to it than the mean of all prompts is.
  const variance = squares / Math.max(lifts.length - 1, 1);
  return {
    relevance: mean('relevance'),
    empathy: mean('empathy'),
    question: mean('question'),
    overall: mean('overall'),
    unsafe: answers.filter(({ unsafe }) => unsafe.length > 0).length,
    refused: answers.filter(({ refused }) => refused).length,
    lift: sixDigits(lift),
    liftError: sixDigits(Math.sqrt(variance / Math.max(answers.length, 1))),
  };
}
