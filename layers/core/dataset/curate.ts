import type { Exchange } from '../conversation/exchange.ts';
import { policyId } from '../quality/policy.ts';
import { type Signal, signalPrefix } from '../signals/signal.ts';
import { createCurator, heldOutOf, type Judging, sourceOf, type Window } from './curated.ts';
import { HeldOutMeanings, HeldOutTexts } from './near/held-out-texts.ts';
import { signatureVersion } from './near/signature.ts';
import type { ObjectStore } from './object-store.ts';
import { type Counts, countsKey, curatedPrefix, type Inputs, inputsKey } from './partition-papers.ts';
import type { Partition } from './plan.ts';
import type { Cut } from './ranges.ts';
import { BrokenShard, type ShardLine, type SignalLine, shardLines, signalLines } from './shard.ts';
import { createShardList, type ListedShard } from './shard-list.ts';
import { SortedRuns } from './sorted-runs.ts';
import { isHeldOut } from './split.ts';
import { createUnreadableFile, type UnreadableLine } from './unreadable.ts';
import type { Withdrawn } from './withdrawn.ts';

interface CurateWork extends Judging {
  readonly store: ObjectStore;
  readonly runId: string;
  readonly window: Window;
  readonly partition: Partition;
  readonly cut: Cut;
  /** Users whose exchanges take no part, by pseudonym, and why. */
  readonly withdrawn?: Withdrawn;
  /** Characters sorted in memory at once; default 16 MiB. */
  readonly limit?: number;
}

/** Where what was read goes to. */
interface Readers {
  readonly take: (lines: Lines) => Promise<void>;
  readonly cannotRead: (line: UnreadableLine) => Promise<void> | undefined;
}

type Lines = readonly (ShardLine | SignalLine)[];

const isSignalShard = (key: string) => key.startsWith(signalPrefix);

type Counted = Pick<Inputs, 'read' | 'kept' | 'signals' | 'unreadable' | 'unreadableSignals'>;

/** Hands on the lines of a shard that can be read, some at a time, and counts the others. */
async function readShard(
  store: ObjectStore,
  { key, etag: planned }: Partition['shards'][number],
  counts: Counted,
  { take, cannotRead }: Readers,
): Promise<ListedShard> {
  const object = await store.open(key);
  if (object === undefined) return { key, etag: null, planned, lines: 0, broken: 'missing' };
  const { etag } = object;
  const shard: ListedShard = { key, etag, ...(etag === planned ? {} : { planned }), lines: 0 };
  try {
    for await (const lines of isSignalShard(key) ? signalLines(object.body) : shardLines(object.body)) {
      shard.lines += lines.length;
      for (const line of lines) {
        if (!('unreadable' in line)) continue;
        counts[isSignalShard(key) ? 'unreadableSignals' : 'unreadable']++;
        const full = cannotRead({ key, line: line.number, reason: line.unreadable });
        if (full !== undefined) await full;
      }
      await take(lines);
    }
  } catch (error) {
    if (!(error instanceof BrokenShard)) throw error;
    shard.broken = error.reason;
  }
  return shard;
}

/**
 * Reads the shards of a partition, judges each exchange, and writes what was found as sorted runs: the exchanges by
 * their ids, and the late signals by the ids of the exchanges that they are about.
 *
 * A shard that somebody deleted since the plan was made counts as `missing`: what was erased must not train. One
 * that was written anew is read as it is now, and the manifest names the ETag that was read. A damaged one gives
 * the lines before the damage and counts as `cut_off` or `not_gzip`. Lines that cannot be read are counted with
 * their place. None of this stops a run; failing to read or write does.
 *
 * @throws RetryableError when the store does not answer
 */
export async function curatePartition(work: CurateWork): Promise<Inputs> {
  const { store, judge, embedder, runId, window, partition, cut, withdrawn, limit } = work;
  const prefix = curatedPrefix(runId, partition.index);
  const numbered = (kind: string) => (run: number) => `${prefix}${run === 0 ? '' : `-${run}`}${kind}.jsonl`;
  const runs = new SortedRuns(store, numbered(''), cut.ranges, limit);
  const signals = new SortedRuns(store, numbered('.signals'), cut.ranges, limit);
  const heldOut = new HeldOutTexts();
  const atLeast = judge.policy.selection.paraphraseCosine;
  const heldOutMeanings =
    embedder && atLeast !== null
      ? new HeldOutMeanings(store, `${prefix}.heldout`, partition.index, embedder, atLeast)
      : undefined;
  const unreadable = createUnreadableFile(store, `${prefix}.unreadable.jsonl`);
  const curate = createCurator({ judge, embedder }, window);
  const list = createShardList(store, `${prefix}.shards.jsonl`);
  const counts: Counted = { read: 0, kept: 0, signals: 0, unreadable: 0, unreadableSignals: 0 };

  const takeExchanges = async (exchanges: readonly Exchange[]) => {
    const why = ({ pseudonym }: Exchange) => withdrawn?.get(pseudonym);
    const here = exchanges.filter((each) => why(each) === undefined);
    // Withdrawn consent takes part in nothing, and still nobody may learn what was held out. What was erased is gone.
    const silent = exchanges.filter((each) => why(each) === 'consent_withdrawn');
    for (const each of [...here, ...silent]) if (isHeldOut(each.pseudonym)) heldOut.add(each);
    const gone = exchanges.flatMap((each) => {
      const [{ id, version }, reason] = [each, why(each)];
      if (reason === undefined) return [];
      return [{ id, version, reasons: [reason], ...sourceOf(each), ...(reason !== 'erased' && heldOutOf(each)) }];
    });
    const judged = await curate(here);
    await heldOutMeanings?.add([...here, ...silent], judged);
    for (const each of [...gone, ...judged]) {
      if (!('reasons' in each)) counts.kept++;
      await runs.add({ id: each.id, version: each.version, line: JSON.stringify(each) });
    }
  };

  const takeSignal = (signal: Signal) => {
    counts.signals++;
    const { version, ...said } = signal;
    const id = signal.exchange;
    return signals.add({ id, version, line: JSON.stringify({ id, version, ...said }) });
  };

  const take = async (lines: Lines) => {
    for (const line of lines) if ('signal' in line) await takeSignal(line.signal);
    await takeExchanges(lines.flatMap((line) => ('exchange' in line ? [line.exchange] : [])));
  };

  try {
    for (const planned of partition.shards) {
      const shard = await readShard(store, planned, counts, { take, cannotRead: unreadable.add });
      const full = list.add(shard);
      if (full !== undefined) await full;
      if (!isSignalShard(planned.key)) counts.read += shard.lines;
    }
  } catch (error) {
    await Promise.allSettled([heldOutMeanings?.abort(), unreadable.abort(), list.abort()]);
    throw error;
  }
  const madeBy = {
    index: partition.index,
    policy: policyId(judge.policy),
    embedder: embedder?.name ?? null,
    signatures: signatureVersion,
  };
  const unreadableFile = await unreadable.close();
  const { file: shardFile, counts: shards } = await list.close();
  const files: Counts = {
    ...madeBy,
    runs: [...(await runs.close())],
    signalRuns: [...(await signals.close())],
    heldOut: await heldOut.close(store, `${prefix}.heldout`, cut.buckets),
    heldOutMeanings: (await heldOutMeanings?.close(cut.buckets)) ?? null,
  };
  const inputs: Inputs = { ...madeBy, ...counts, runs: files.runs.length, shardFile, shards, unreadableFile };
  await store.put(inputsKey(runId, partition.index), JSON.stringify(inputs), 'application/json');
  await store.put(countsKey(runId, partition.index), JSON.stringify(files), 'application/json');
  return inputs;
}
