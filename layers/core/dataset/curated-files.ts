import { mapBounded } from '../bounded.ts';
import { TerminalError } from '../errors.ts';
import { type Policy, policyId } from '../quality/policy.ts';
import { type Counts, countsKey, countsSchema } from './curate.ts';
import type { MeaningFiles } from './near/meaning-entries.ts';
import { signatureVersion } from './near/signature.ts';
import { type ObjectStore, readText } from './object-store.ts';
import { readWork } from './work.ts';

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

/** What compared meanings in all partitions. @throws PolicyChanged when it was not the same: such scores do not compare */
export function embedderOf(all: readonly Pick<Counts, 'embedder'>[]): string | null {
  const [first] = all;
  for (const { embedder } of all) mustBeSame(first?.embedder ?? wordsAlone, embedder ?? wordsAlone);
  return first?.embedder ?? null;
}

/** @throws PolicyChanged when what an earlier state worked by is not what this one works by */
export function mustBeSame(was: string, is: string): void {
  if (was !== is) throw new PolicyChanged(was, is);
}

/** What every partition of a run was found to be, in order. @throws PartitionMissing, PolicyChanged */
export async function readCounts({ store, runId, partitions, policy }: CuratedRun): Promise<Counts[]> {
  const all: Counts[] = [];
  for (let index = 0; index < partitions; index++) {
    const text = await readText(store, countsKey(runId, index));
    if (text === undefined) throw new PartitionMissing(index, partitions);
    all.push(countsSchema.parse(JSON.parse(text)));
  }
  for (const counts of all) {
    mustBeSame(counts.policy, policyId(policy));
    mustBeSame(counts.signatures, signatureVersion);
  }
  return all;
}

const heldOutSchema = countsSchema.pick({ heldOutMeanings: true });

/** What held-out users meant, by partition; of one that was not asked an empty file. @throws WorkMissing */
export const readHeldOutMeanings = (store: ObjectStore, runId: string, partitions: number): Promise<MeaningFiles[]> =>
  mapBounded([...Array(partitions).keys()], 16, async (index) => {
    const { heldOutMeanings } = heldOutSchema.parse(await readWork(store, countsKey(runId, index)));
    return heldOutMeanings ?? noMeanings;
  });

const noMeanings: MeaningFiles = {
  entries: { key: '', offsets: [] },
  vectors: { key: '', start: 0, end: 0 },
  rowBytes: 0,
  atLeast: 1,
};
