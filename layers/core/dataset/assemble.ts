import { mapBounded } from '../bounded.ts';
import { policyId } from '../quality/policy.ts';
import { mustBeSame, readCounts } from './curated-files.ts';
import { moderatedKey, readJoinCounts } from './joined.ts';
import { digestBytes, type HashedFile, LineHash } from './line-hash.ts';
import { type AssembleWork, fellOutOf, manifestOf, type RunFindings } from './make-manifest.ts';
import { datasetPrefix, type Manifest, manifestKey } from './manifest.ts';
import { piecesOf } from './merge.ts';
import type { ObjectStore, Part } from './object-store.ts';
import { partsKey, partsOf } from './parts.ts';
import { readSelected } from './select/select-run.ts';
import { firstUnreadable } from './unreadable.ts';
import { type FilePart, type PartName, type PerPart, partNames, readWritten } from './written.ts';

/** Bytes of hashes that are read at once. */
const pieceBytes = 1024 * 1024;

/** What a file will be, of which the parts are there. */
async function fileOf(store: ObjectStore, parts: readonly FilePart[]): Promise<HashedFile> {
  const hash = new LineHash();
  for (const { digestsKey: key, lines } of parts) {
    const digests = { key, start: 0, end: lines * digestBytes };
    for await (const piece of piecesOf(store, digests, pieceBytes)) hash.add(piece);
  }
  return {
    lines: parts.reduce((sum, { lines }) => sum + lines, 0),
    bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
    lineHash: hash.hex(),
  };
}

/** Puts parts together, of which those without lines are no objects. */
async function putTogether(store: ObjectStore, all: readonly Part[], key: string): Promise<void> {
  const parts = all.filter(({ bytes }) => bytes > 0);
  if (parts.length === 0) await store.put(key, '', 'application/jsonl');
  else await store.concatenate(parts, key, 'application/jsonl');
}

/** A few ids for each reason, to look at. */
const samplesOf = (found: RunFindings): string =>
  Object.entries(fellOutOf(found).samples())
    .flatMap(([reason, ids]) => ids.map((id) => `${JSON.stringify({ reason, id })}\n`))
    .join('');

async function readFound(work: AssembleWork): Promise<RunFindings> {
  const { store, runId, cut, policy } = work;
  const partitions = await readCounts(work);
  const ranges = await readJoinCounts(store, runId, cut.ranges);
  const selected = await readSelected(store, runId);
  const written = await readWritten(store, runId, cut.ranges);
  for (const each of [selected, ...written]) mustBeSame(each.policy, policyId(policy));
  const unreadableLines = await firstUnreadable(
    store,
    partitions.map(({ unreadableFile }) => unreadableFile),
  );
  return { partitions, ranges, selected, written, unreadableLines };
}

/**
 * Puts the parts that the ranges have written together: each file by one copy inside the store, and the manifest of
 * all of them. It reads counts, and 32 bytes a line for the hashes; no line passes through here.
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
