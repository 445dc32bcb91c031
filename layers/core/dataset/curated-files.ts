import { mapBounded } from '../bounded.ts';
import { TerminalError } from '../errors.ts';
import { type Policy, policyId } from '../quality/policy.ts';
import type { MeaningFiles } from './near/meaning-entries.ts';
import { signatureVersion } from './near/signature.ts';
import { type ObjectStore, readText } from './object-store.ts';
import { countsKey, countsSchema, type Inputs, inputsKey, inputsSchema } from './partition-papers.ts';
import { sliceOf } from './sorted-runs.ts';
import type { Slice } from './words.ts';
import { readEach } from './work.ts';

/** A run whose partitions were curated. */
export interface CuratedRun {
  readonly store: ObjectStore;
  readonly runId: string;
  readonly policy: Policy;
  /** How many partitions the plan has. */
  readonly partitions: number;
}

/** A partition's counts are not there: Curate did not finish, or somebody removed what it wrote. */
export class PartitionMissing extends TerminalError {
  override name = 'PartitionMissing';

  constructor(index: number, planned: number) {
    super(`Partition ${index} of ${planned} was not curated. Start a new run; this one's work files are incomplete.`);
  }
}

/** The policy, or how signatures are made, was changed between two states of a run. */
export class PolicyChanged extends TerminalError {
  override name = 'PolicyChanged';

  constructor(was: string, is: string) {
    super(
      `An earlier state of this run worked by ${was}, and this one works by ${is}: there was a deployment meanwhile. Start a new run.`,
    );
  }
}

/** What a run worked by that has no embedder. */
export const wordsAlone = 'words alone';

/** What compared meanings in a partition; null: words alone did. */
export interface ComparedBy {
  readonly embedder: string | null;
}

/** What compared meanings in all partitions. @throws PolicyChanged when it was not the same: such scores do not compare */
export function embedderOf(all: readonly ComparedBy[]): string | null {
  const [first] = all;
  for (const { embedder } of all) mustBeSame(first?.embedder ?? wordsAlone, embedder ?? wordsAlone);
  return first?.embedder ?? null;
}

/** @throws PolicyChanged when what an earlier state worked by is not what this one works by */
export function mustBeSame(was: string, is: string): void {
  if (was !== is) throw new PolicyChanged(was, is);
}

/** Papers read at once: enough to hide the store's answering time. */
const atOnce = 16;

/** By what a partition was curated. */
interface MadeBy {
  readonly policy: string;
  readonly signatures: string;
}

/** A paper of every partition, in order, of which no more is kept than `take` returns. */
function readPapers<Paper extends MadeBy>(
  { store, runId, partitions, policy }: CuratedRun,
  keyOf: (runId: string, partition: number) => string,
  take: (json: unknown) => Paper,
): Promise<Paper[]> {
  return mapBounded([...Array(partitions).keys()], atOnce, async (index) => {
    const text = await readText(store, keyOf(runId, index));
    if (text === undefined) throw new PartitionMissing(index, partitions);
    const paper = take(JSON.parse(text));
    mustBeSame(paper.policy, policyId(policy));
    mustBeSame(paper.signatures, signatureVersion);
    return paper;
  });
}

const runsSchema = countsSchema.pick({ policy: true, embedder: true, signatures: true, runs: true, signalRuns: true });

/** What of a partition's sorted files is in one range of ids. */
interface RangeOfPartition extends MadeBy, ComparedBy {
  readonly runs: readonly Slice[];
  readonly signalRuns: readonly Slice[];
}

/** What every partition of a run has for one range, in order. @throws PartitionMissing, PolicyChanged */
export const readRuns = (run: CuratedRun, range: number): Promise<RangeOfPartition[]> =>
  readPapers(run, countsKey, (json) => {
    const { runs, signalRuns, ...madeBy } = runsSchema.parse(json);
    const slices = (all: typeof runs) => all.map((each) => sliceOf(each, range));
    return { ...madeBy, runs: slices(runs), signalRuns: slices(signalRuns) };
  });

/** What every partition of a run was made of, in order. @throws PartitionMissing, PolicyChanged */
export const readInputs = (run: CuratedRun): Promise<Inputs[]> =>
  readPapers(run, inputsKey, (json) => inputsSchema.parse(json));

const heldOutSchema = countsSchema.pick({ heldOutMeanings: true });

/** What held-out users meant, by partition; of one that was not asked an empty file. @throws WorkMissing */
export async function readHeldOutMeanings(
  store: ObjectStore,
  runId: string,
  partitions: number,
): Promise<MeaningFiles[]> {
  const all = await readEach({ store, runId, children: partitions }, countsKey, heldOutSchema);
  return all.map(({ heldOutMeanings }) => heldOutMeanings ?? noMeanings);
}

const noMeanings: MeaningFiles = {
  entries: { key: '', offsets: [] },
  vectors: { key: '', start: 0, end: 0 },
  rowBytes: 0,
  atLeast: 1,
};
