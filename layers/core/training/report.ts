import type { Means, Verdict } from './gate.ts';

/** How a run ended, when it did not fail. */
export type Outcome = 'promoted' | 'not promoted' | 'gate failed' | 'dry run';

/** What people are told of a run; parts that it did not reach are absent. */
interface RunFacts {
  readonly runId: string;
  readonly request: { readonly dryRun: boolean };
  readonly dataset: {
    readonly id: string;
    readonly seen: number;
    readonly kept: number;
    readonly train: number;
    readonly validation: number;
    readonly holdout: number;
    readonly tokens: number;
  };
  readonly cost: { readonly epochs: number; readonly usd: number };
  readonly job?:
    | {
        readonly id: string;
        readonly fineTunedModel: string | null;
        readonly loss: number | null;
        readonly filesLeft: readonly string[];
      }
    | undefined;
  readonly evaluation?:
    | {
        readonly prompts: number;
        readonly candidate: Means;
        readonly champion: Means | null;
        /** The champion's id, or the base model's where that took its place. */
        readonly championModel: string | null;
      }
    | undefined;
  readonly gate?: Verdict | undefined;
  readonly promotion?: { readonly model: string | null; readonly version: number | null } | undefined;
}

const outcomeOf = ({ gate, promotion }: Pick<RunFacts, 'gate' | 'promotion'>): Outcome => {
  if (gate === undefined) return 'dry run';
  if (gate.verdict === 'fail') return 'gate failed';
  return promotion?.model ? 'promoted' : 'not promoted';
};

const means = ({ relevance, empathy, question, overall, unsafe }: Means): string =>
  `overall ${overall.toFixed(3)}, relevance ${relevance.toFixed(3)}, empathy ${empathy.toFixed(3)}, ` +
  `question ${question.toFixed(3)}, unsafe answers ${unsafe}`;

function* sentences(run: RunFacts, outcome: Outcome): Generator<string> {
  const { dataset, cost, job, evaluation, gate, promotion } = run;
  const model = job?.fineTunedModel;
  if (outcome === 'promoted') yield `${promotion?.model} is the champion now (version ${promotion?.version}).`;
  if (outcome === 'not promoted') yield `${model} passed the gate; it was not promoted, for the request says never.`;
  if (outcome === 'gate failed') yield `${model} did not pass the gate. The model in use stays.`;
  if (outcome === 'dry run')
    yield 'Everything was checked; nothing was uploaded. Start again without "dryRun" to train.';
  yield `Dataset ${dataset.id}: ${dataset.kept} of ${dataset.seen} exchanges kept; ${dataset.train} to train, ` +
    `${dataset.validation} to validate, ${dataset.holdout} held out; ${dataset.tokens} tokens.`;
  yield `Estimated cost: ${cost.usd.toFixed(2)} USD for ${cost.epochs} epochs.`;
  if (job) yield `Job ${job.id}${job.loss === null ? '' : `, training loss ${job.loss}`}.`;
  if (job && job.filesLeft.length > 0) {
    yield `The trainer did not delete ${job.filesLeft.join(' and ')}, which hold what people said: delete them there.`;
  }
  if (evaluation) {
    yield `Candidate over ${evaluation.prompts} hold-out prompts: ${means(evaluation.candidate)}.`;
    if (evaluation.champion) yield `${evaluation.championModel} over the same: ${means(evaluation.champion)}.`;
  }
  for (const reason of gate?.reasons ?? []) yield `Gate: ${reason}`;
}

/**
 * A run that ended, in words for people: a subject of one line, and a message of one fact a line.
 *
 * @param warning one more thing to know, such as the end of the base model
 */
export function reportOf(run: RunFacts, warning?: string): { outcome: Outcome; subject: string; message: string } {
  const outcome = outcomeOf(run);
  const lines = [...sentences(run, outcome), ...(warning === undefined ? [] : [warning])];
  return {
    outcome,
    subject: `ReflectWithin training: ${outcome}`,
    message: `Run ${run.runId}\n\n${lines.join('\n')}\n`,
  };
}
