import { mapBounded } from '../bounded.ts';
import { policyId } from '../quality/policy.ts';
import { mustBeSame, readInputs } from './curated-files.ts';
import { fileOf, putTogether } from './file-part.ts';
import { moderatedKey, readJoinCounts } from './joined.ts';
import type { HashedFile } from './line-hash.ts';
import { type AssembleWork, fellOutOf, manifestOf, type RunFindings } from './make-manifest.ts';
import { datasetPrefix, type Manifest, manifestKey } from './manifest.ts';
import { partsKey, partsOf } from './parts.ts';
import { readSelected } from './select/select-run.ts';
import { shardListName } from './shard-list.ts';
import { firstUnreadable } from './unreadable.ts';
import { type PartName, type PerPart, partNames, readWritten } from './written.ts';

/** Pieces of hashes of the list of shards that are read at once: a partition has 16 KB of them. */
const listPieces = 16;

/** A few ids for each reason, to look at. */
const samplesOf = (found: RunFindings): string =>
  Object.entries(fellOutOf(found).samples())
    .flatMap(([reason, ids]) => ids.map((id) => `${JSON.stringify({ reason, id })}\n`))
    .join('');

async function readFound(work: AssembleWork): Promise<RunFindings> {
  const { store, runId, cut, policy } = work;
  const partitions = await readInputs(work);
  const ranges = await readJoinCounts(store, runId, cut.ranges);
  const selected = await readSelected(store, runId);
  const written = await readWritten(store, runId, cut.ranges);
  for (const each of [selected, ...written]) mustBeSame(each.policy, policyId(policy));
  const unreadableLines = await firstUnreadable(
    store,
    partitions.map(({ unreadableFile }) => unreadableFile),
  );
  const shardFile = await fileOf(
    store,
    partitions.map((partition) => partition.shardFile),
    listPieces,
  );
  return { partitions, shardFile, ranges, selected, written, unreadableLines };
}

/**
 * Puts the parts that the ranges have written together: each file by one copy inside the store, and the manifest of
 * all of them. It reads counts, and for the hashes 32 bytes a line, and a shard; no line of an
 * example passes through here.
 *
 * @throws PartitionMissing, PolicyChanged, WorkMissing; RetryableError when the store does not answer
 */
export async function assembleDataset(work: AssembleWork): Promise<Manifest> {
  const { store, runId } = work;
  const found = await readFound(work);
  const partsFor = (name: PartName) => found.written.map(({ files }) => files[name]);
  const of = (name: PartName) => fileOf(store, partsFor(name));
  const [train, validation, holdout, examples, preferences, pairs] = await Promise.all([
    of('train'),
    of('validation'),
    of('holdout'),
    of('examples'),
    of('preferences'),
    of('pairs'),
  ]);
  const files: PerPart<HashedFile> = { train, validation, holdout, examples, preferences, pairs };
  const manifest = manifestOf(work, found, files);
  const prefix = datasetPrefix(manifest.id);
  const names = partNames.filter((name) => manifest.preferences?.files || !/^(preferences|pairs)$/.test(name));
  await mapBounded(names, 2, async (name) => {
    await putTogether(store, partsFor(name), `${prefix}${name}.jsonl`);
  });
  await store.put(partsKey(runId), JSON.stringify(partsOf(found.written)), 'application/json');
  await store.put(`${prefix}fell-out.jsonl`, samplesOf(found), 'application/jsonl');
  await putTogether(
    store,
    found.partitions.map(({ unreadableFile }) => unreadableFile),
    `${prefix}unreadable.jsonl`,
  );
  // Partitions follow one another as the keys of their shards do: see plan.ts.
  await putTogether(
    store,
    found.partitions.map(({ shardFile }) => shardFile),
    `${prefix}${shardListName}`,
  );
  if (manifest.moderation) {
    const held = found.ranges.flatMap(({ range, moderatedBytes }) => ({
      key: moderatedKey(runId, range),
      bytes: moderatedBytes,
    }));
    await putTogether(store, held, `${prefix}moderated.jsonl`);
  }
  // The manifest comes last: where a manifest is, the files are complete.
  await store.put(manifestKey(manifest.id), `${JSON.stringify(manifest, null, 2)}\n`, 'application/json');
  return manifest;
}
