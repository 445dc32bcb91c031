import { TerminalError } from '../errors.ts';
import { type Policy, policyId } from '../quality/policy.ts';
import { type Counts, countsSchema, countsSuffix, workPrefix } from './curate.ts';
import { FirstSeen } from './hash-set.ts';
import { linesOf } from './lines.ts';
import { piecesOf } from './merge.ts';
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

  constructor(found: number, planned: number) {
    super(
      `Only ${found} of ${planned} partitions were curated. Start a new run; this one's work files are incomplete.`,
    );
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
  for await (const { key } of store.list(`${workPrefix(runId)}curated/`)) {
    const text = key.endsWith(countsSuffix) ? await readText(store, key) : undefined;
    if (text !== undefined) all.push(countsSchema.parse(JSON.parse(text)));
  }
  if (all.length !== partitions) throw new PartitionMissing(all.length, partitions);
  const other = all.find((counts) => counts.policy !== policyId(policy));
  if (other !== undefined) throw new PolicyChanged(other.policy, policyId(policy));
  return all.sort((a, b) => a.index - b.index);
}

/** The texts that held-out users wrote: nobody may be trained on them, whoever else wrote the same. */
export async function readHeldOut(store: ObjectStore, all: readonly Counts[]): Promise<FirstSeen> {
  const texts = new FirstSeen();
  for (const { heldOut } of all) {
    for await (const lines of linesOf(piecesOf(store, heldOut, 1024 * 1024))) {
      for (const line of lines) texts.add(line.toString('latin1'), 0);
    }
  }
  return texts;
}
