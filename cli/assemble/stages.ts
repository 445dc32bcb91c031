import { assembleDataset } from '../../layers/core/dataset/assemble.ts';
import type { Statistics } from '../../layers/core/dataset/card/statistics.ts';
import { findingsOf, writePapers } from '../../layers/core/dataset/card/write-papers.ts';
import { curatePartition } from '../../layers/core/dataset/curate.ts';
import type { Judging } from '../../layers/core/dataset/curated.ts';
import { type JoinWork, joinRange } from '../../layers/core/dataset/join.ts';
import type { Manifest } from '../../layers/core/dataset/manifest.ts';
import { matchBucket } from '../../layers/core/dataset/near/match-bucket.ts';
import type { ObjectStore } from '../../layers/core/dataset/object-store.ts';
import { partitionSchema, planRun } from '../../layers/core/dataset/plan.ts';
import { selectExamples } from '../../layers/core/dataset/select/select-run.ts';
import { loadTokenizer } from '../../layers/core/dataset/tokens.ts';
import { readWithdrawn } from '../../layers/core/dataset/withdrawn.ts';
import { readWork } from '../../layers/core/dataset/work.ts';
import { writeRange } from '../../layers/core/dataset/write-range.ts';
import type { Progress } from '../progress.ts';
import { version } from '../version.ts';
import type { Previous } from './previous.ts';

/** The one run of a lake that is there for it alone. */
const runId = 'files';

/** Everything that was ever written: a default by the clock would make another manifest each time. */
const always = { since: '1970-01-01T00:00:00.000Z', until: '9999-12-31T23:59:59.999Z' };

/** From plan to dataset, as the state machine does it, one piece after the other. @throws NoShards */
export async function makeDataset(
  store: ObjectStore,
  judging: Judging,
  { validationShare, moderator }: Pick<JoinWork, 'validationShare' | 'moderator'>,
  progress: Progress,
): Promise<Manifest> {
  const run = { store, runId, window: always, ...judging };
  const plan = await planRun(store, runId);
  const { partitions, ranges, buckets } = plan;
  const cut = { ranges, buckets };
  const withdrawn = await readWithdrawn(store, runId);
  /** Each piece of a stage, told when it begins. */
  const each = async (what: string, count: number, work: (index: number) => Promise<unknown>) => {
    for (let index = 0; index < count; index++) {
      progress.tell(`${what}, ${index + 1} of ${count}`);
      await work(index);
    }
  };
  const pieces = await readWork(store, plan.key, partitionSchema.array());
  for (const [index, partition] of pieces.entries()) {
    progress.tell(`Reading shards, ${index + 1} of ${pieces.length}`);
    await curatePartition({ ...run, partition, cut, withdrawn });
  }
  const join = { ...run, judging: async () => judging, moderator, validationShare, partitions, cut };
  await each('Judging', ranges, (range) => joinRange({ ...join, range }));
  await each('Comparing near-duplicates', buckets, (bucket) =>
    matchBucket({ store, runId, partitions, ranges, bucket }),
  );
  const { policy } = judging.judge;
  progress.tell('Selecting');
  await selectExamples({ store, policy, runId, partitions, cut });
  const countTokens = await loadTokenizer();
  const write = { store, runId, policy, validationShare, cut, countTokens };
  await each('Writing', ranges, (range) => writeRange({ ...write, range }));
  return assembleDataset({ ...run, policy, partitions, cut, validationShare });
}

/** Writes the papers of a dataset into the folder where its files are; a folder knows of no dataset before but the one given. */
export async function writeCard(
  lake: ObjectStore,
  { work }: Manifest,
  folder: ObjectStore,
  previous: Previous | undefined,
): Promise<Statistics> {
  const findings = await findingsOf(lake, runId, work.ranges);
  const { id: parent = null, statistics: before } = previous ?? {};
  await writePapers(folder, 'manifest.json', findings, { code: version, parent, before });
  return findings.statistics;
}
