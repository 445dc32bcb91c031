import * as z from 'zod';
import { s3 } from '../../layers/adapters/clients.ts';
import { S3ErasableStore } from '../../layers/adapters/s3-erasable-store.ts';
import { type FinishErasure, finishErasure } from '../../layers/core/erasure/finish-erasure.ts';
import { reportKey } from '../../layers/core/erasure/names.ts';
import type { ForgottenAnswers, TaintedRun } from '../../layers/core/erasure/papers.ts';
import type { Notifier } from '../../layers/core/notifier.ts';
import { environment } from '../../layers/kit/environment.ts';
import { step } from '../../layers/kit/step.ts';
import { batches } from '../augmentation/batches.ts';
import { identity } from '../identity.ts';
import { lake } from '../lake.ts';
import { people } from '../people.ts';
import { trainer } from '../trainer.ts';
import { planned as input, finished as output } from './state.ts';

export { input, output };

type Tools = Omit<FinishErasure, 'pseudonym' | 'erasure' | 'round' | 'quiet' | 'settled'> & {
  readonly notifier: Notifier;
};

/** What people are told of an augmentation that had left something at the service. */
function wordsOn({ runId, filesDeleted, kept, open }: ForgottenAnswers): string[] {
  const next = kept
    ? `The answers about others were copied into the lake: a run that is under way takes them in, for one that failed give "goOn" of runs/${runId}/failure.json to TakeInVariants, see docs/augmentation.md.`
    : 'It failed, was aborted or is under way: start it again after the next training run.';
  const words =
    filesDeleted.length === 0
      ? []
      : [`What the augmentation ${runId} had left at the service was deleted (${filesDeleted.join(', ')}). ${next}`];
  if (open === undefined) return words;
  const batch = open.batch ?? `of run ${runId}`;
  const still = {
    going: `The batch ${batch} has not ended yet, and its answers may be about this user: start this erasure again in a quarter of an hour, and it deletes them.`,
    refused: `The service refuses to tell of the batch ${batch}: look there for it and delete its files, which may be about this user. See "open" in docs/erasure.md.`,
    unreadable: `runs/${runId}/failure.json cannot be read: look at the service for a batch of this run and delete its files, which may be about this user; then delete this paper.`,
  };
  const there = wordsElsewhere(`The augmentation ${runId} went to the service`, open.hosts);
  // Where the service of today was asked as well, the batch's id is of there.
  const look = `for the batch ${open.why === 'other_service' ? batch : `of run ${runId}`} and delete its files, which may be about this user.`;
  return [
    ...words,
    ...(open.why === 'other_service' ? [] : [still[open.why]]),
    ...(there === undefined ? [] : [`${there} ${look}`]),
  ];
}

/** Where else than at the service of today to look. */
const wordsElsewhere = (what: string, hosts: readonly string[] = []): string | undefined =>
  hosts.length === 0
    ? undefined
    : `${what} at ${hosts.join(' and at ')}, which this deployment does not ask any more: look there`;

/** What people are told of the models that came of the user's words. */
function wordsOnModels(models: readonly string[], runs: readonly TaintedRun[]): string[] {
  const open = runs.filter((run) => run.open !== undefined);
  const none = open.length > 0 ? [] : ['No model has learned from this user.'];
  const learned = `These models have learned from this user and cannot forget: ${models.join(', ')}. Retire them when a model of a new run has taken their place.`;
  return [
    ...(models.length === 0 ? none : [learned]),
    ...open.flatMap(({ runId, open: { why, hosts } = { why: 'refused' } }) => {
      const refused = `The trainer refuses to tell of the run ${runId}, which used what this user said: mend the key and start this erasure again, or look there`;
      const there = wordsElsewhere(`The run ${runId}, which used what this user said, went to the trainer`, hosts);
      return [why === 'refused' ? refused : [], there ?? []]
        .flat()
        .map((where) => `${where} for files, jobs and models of this run. See "open" in docs/erasure.md.`);
    }),
  ];
}

const again =
  'Messages that fail to be collected are tried again for a day, then kept as they are: everything is searched once ' +
  'more after that, and you hear of it only if anything is found, or if that fails.';

/** Ends a round, and tells people when it was the last: above all, which models learned from the user. */
export async function finish(state: z.infer<typeof input>, tools: Tools): Promise<z.infer<typeof output>> {
  const { pseudonym, erasure, round, quiet, settled, told } = state;
  const { notifier, ...rest } = tools;
  const report = await finishErasure({ ...rest, pseudonym, erasure, round, quiet, settled });
  const { finished, lines, datasets, runs, models, augmentations = [] } = report;
  const key = reportKey(pseudonym);
  if (finished && !told) {
    const words = [
      `User ${pseudonym} was erased: lines taken out ${lines}, shards rewritten ${report.objects}, datasets emptied ${datasets.length}.`,
      ...wordsOnModels(models, runs),
      ...runs.flatMap(({ runId, models: made, byDescentFrom }) =>
        byDescentFrom === undefined || made.length === 0
          ? []
          : [`Of these by descent, for the run ${runId} trained on from ${byDescentFrom}: ${made.join(', ')}.`],
      ),
      ...runs.flatMap(({ going, byDescentFrom }) => {
        const on =
          byDescentFrom === undefined ? 'on this user' : `on from ${byDescentFrom}, which learned from this user`;
        return going.map((job) => `The job ${job} still trains ${on}: cancel it at the trainer.`);
      }),
      ...augmentations.flatMap(wordsOn),
      ...(settled ? [] : [again]),
      `${key} in the lake has the details.`,
    ];
    await notifier.publish('ReflectWithin: a user was erased', `${words.join('\n')}\n`);
  }
  return {
    ...state,
    finished,
    report: key,
    lines,
    datasetsEmptied: datasets.length,
    runs: runs.length,
  };
}

export const handler = step({
  input,
  output,
  run: async (state) => {
    const { pseudonyms, mapping } = await identity();
    const { FAILURES_BUCKET } = environment({ FAILURES_BUCKET: z.string().min(1) });
    const stores = { store: lake(), failures: new S3ErasableStore(s3, FAILURES_BUCKET) };
    const at = new Date().toISOString();
    return finish(state, { ...stores, pseudonyms, mapping, trainer, batches, notifier: people(), at });
  },
});
