import { TerminalError } from '../errors.ts';
import { type Policy, policyId } from '../quality/policy.ts';
import { type Counts, countsKey, countsSchema } from './curate.ts';
import { type ObjectStore, readText } from './object-store.ts';

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

/** The policy was changed between Curate and Assemble. */
export class PolicyChanged extends TerminalError {
  override name = 'PolicyChanged';

  constructor(was: string, is: string) {
    super(
      `The exchanges were curated by ${was}, and the policy is now ${is}: it was deployed anew meanwhile. Start a new run.`,
    );
  }
}

/** What every partition of a run was found to be, in order. @throws PartitionMissing, PolicyChanged */
export async function readCounts({ store, runId, partitions, policy }: CuratedRun): Promise<Counts[]> {
  const all: Counts[] = [];
  for (let index = 0; index < partitions; index++) {
    const text = await readText(store, countsKey(runId, index));
    if (text === undefined) throw new PartitionMissing(index, partitions);
    all.push(countsSchema.parse(JSON.parse(text)));
  }
  const other = all.find((counts) => counts.policy !== policyId(policy));
  if (other !== undefined) throw new PolicyChanged(other.policy, policyId(policy));
  return all;
}
