import { mapBounded } from '../bounded.ts';
import { policyId } from '../quality/policy.ts';
import { candidatesOf } from './candidates.ts';
import { exampleLine } from './card/example.ts';
import { chatLine } from './chat-line.ts';
import type { Counts } from './curate.ts';
import type { Window } from './curated.ts';
import { type CuratedRun, embedderOf, readCounts } from './curated-files.ts';
import { FellOut } from './fell-out.ts';
import { FirstSeen } from './hash-set.ts';
import { type JoinCounts, moderatedKey, readJoinCounts } from './joined.ts';
import {
  contentHash,
  datasetPrefix,
  type FileName,
  fileNames,
  formats,
  type Manifest,
  manifestKey,
  type PerFile,
} from './manifest.ts';
import { moderationOf } from './moderation.ts';
import { meaningVersion } from './near/meaning-signature.ts';
import { signatureVersion } from './near/signature.ts';
import { readText } from './object-store.ts';
import { type Preferences, writePreferences } from './preference/write-preferences.ts';
import type { Cut } from './ranges.ts';
import { readSelected, type Selected } from './select/select-run.ts';
import { createSink, type LineSink, type WrittenFile } from './sink.ts';
import { holdoutShare, splitRule } from './split.ts';
import { Tally } from './tally.ts';
import { workPrefix } from './work.ts';

export interface AssembleWork extends CuratedRun {
  readonly window: Window;
  readonly validationShare: number;
  readonly cut: Cut;
}

/** Sends every chosen example to its file, and counts what fell out. */
async function sortOut(
  { store, policy }: AssembleWork,
  ranges: readonly JoinCounts[],
  selected: Selected,
  sinks: PerFile<LineSink>,
): Promise<{ fellOut: FellOut; heldOutTexts: FirstSeen }> {
  const [fellOut, heldOutTexts] = [new FellOut(), new FirstSeen()];
  for (const range of ranges) fellOut.addAll(range);
  for await (const candidate of candidatesOf(store, ranges, selected)) {
    if ('reason' in candidate) {
      fellOut.add(candidate.id, [candidate.reason]);
      if (candidate.reason === 'text_held_out') heldOutTexts.add(candidate.id, 0);
    } else {
      const { joined } = candidate;
      await sinks[joined.split].add(chatLine(policy.systemPrompt, joined));
      await sinks.examples.add(exampleLine(joined));
    }
  }
  return { fellOut, heldOutTexts };
}

/** What the manifest says of the shards, by key. */
const shardsOf = (all: readonly Counts[]): Manifest['shards'] =>
  all
    .flatMap((counts) => counts.shards)
    .map(({ key, etag, planned, lines, broken }) => ({
      key,
      etag,
      ...(etag === planned ? {} : { planned }),
      lines,
      ...(broken === undefined ? {} : { broken }),
    }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));

/** What became of the variants of examples. */
function augmentationOf({ policy }: AssembleWork, ranges: readonly JoinCounts[], { variants }: Selected) {
  const rejected = new Tally();
  for (const { augmentation } of ranges) {
    for (const [reason, n] of Object.entries(augmentation.rejected)) rejected.add(reason, n);
  }
  const { kept = 0, ...others } = variants;
  for (const [reason, n] of Object.entries(others)) rejected.add(reason, n);
  const seen = ranges.reduce((sum, { augmentation }) => sum + augmentation.seen, 0);
  return { rules: policy.augmentation, seen, kept, rejected: rejected.all() };
}

function manifestOf(
  work: AssembleWork,
  all: readonly Counts[],
  ranges: readonly JoinCounts[],
  selected: Selected,
  { dropped, reasons }: FellOut,
  written: PerFile<WrittenFile>,
  made: Preferences,
): Manifest {
  const { policy, window, validationShare, cut } = work;
  const sum = (of: (counts: Counts) => number) => all.reduce((total, counts) => total + of(counts), 0);
  const unreadable = sum((counts) => counts.unreadable);
  reasons.add('unreadable', unreadable);
  const exchanges = ranges.reduce((total, range) => total + range.exchanges, 0);
  const applied = new Tally();
  for (const range of ranges) for (const [kind, n] of Object.entries(range.signals)) applied.add(kind, n);
  const hash = contentHash(written, made.files?.preferences);
  const id = hash.slice(0, 16);
  const preferences = {
    ...made,
    files: made.files && {
      preferences: { ...made.files.preferences, key: `${datasetPrefix(id)}preferences.jsonl` },
      pairs: { ...made.files.pairs, key: `${datasetPrefix(id)}pairs.jsonl` },
    },
  };
  const moderation = moderationOf(ranges);
  const file = (name: FileName) => ({
    key: `${datasetPrefix(id)}${name}.jsonl`,
    format: formats[name],
    ...written[name],
  });
  return {
    schema: 1,
    id,
    contentHash: hash,
    policy: policyId(policy),
    embedder: embedderOf(all),
    window,
    split: { rule: splitRule, holdoutShare, validationShare },
    files: {
      train: file('train'),
      validation: file('validation'),
      holdout: file('holdout'),
      examples: file('examples'),
    },
    counts: {
      seen: sum((counts) => counts.read),
      unreadable,
      duplicate: reasons.of('duplicate'),
      superseded: reasons.of('superseded'),
      conflicting: reasons.of('conflicting'),
      clockBackwards: ranges.reduce((total, range) => total + range.clockBackwards, 0),
      exchanges,
      kept: exchanges - dropped,
      dropped,
    },
    rejected: reasons.all(),
    work: {
      partitions: all.length,
      empty: all.filter((counts) => counts.runs.length === 0).length,
      runs: sum((counts) => counts.runs.length),
      ranges: cut.ranges,
      buckets: cut.buckets,
    },
    signals: {
      seen: sum((counts) => counts.signals + counts.unreadableSignals),
      unreadable: sum((counts) => counts.unreadableSignals),
      applied: applied.all(),
    },
    ...(moderation && { moderation }),
    preferences,
    augmentation: augmentationOf(work, ranges, selected),
    signatures: signatureVersion,
    ...(ranges.some(({ meanings }) => meanings !== null) ? { meanings: meaningVersion } : {}),
    selection: policy.selection,
    shards: shardsOf(all),
    unreadableLines: all.flatMap((counts) => counts.unreadableLines),
  };
}

/** What a moderator saw in exchanges that are no examples because of it, for people to look at. */
async function writeModerated({ store, runId, cut }: AssembleWork, key: string): Promise<void> {
  const texts = await mapBounded([...Array(cut.ranges).keys()], 16, (range) =>
    readText(store, moderatedKey(runId, range)),
  );
  await store.put(key, texts.join(''), 'application/jsonl');
}

/** A few ids for each reason, to look at. */
const samplesOf = (fellOut: FellOut): string =>
  Object.entries(fellOut.samples())
    .flatMap(([reason, ids]) => ids.map((id) => `${JSON.stringify({ reason, id })}\n`))
    .join('');

/**
 * Writes what Select chose into the files of a dataset. The order is that of the exchange ids, so the same exchanges
 * give the same bytes, however they were shared out and however often they were delivered.
 *
 * @throws PartitionMissing, PolicyChanged, WorkMissing; RetryableError when the store does not answer
 */
export async function assembleDataset(work: AssembleWork): Promise<Manifest> {
  const { store, runId, cut } = work;
  const all = await readCounts(work);
  const ranges = await readJoinCounts(store, runId, cut.ranges);
  const selected = await readSelected(store, runId);
  const draft = (name: FileName) => `${workPrefix(runId)}assembled/${name}.jsonl`;
  const open = (name: FileName) => createSink(store.writer(draft(name), 'application/jsonl'));
  const sinks: PerFile<LineSink> = {
    train: open('train'),
    validation: open('validation'),
    holdout: open('holdout'),
    examples: open('examples'),
  };
  try {
    const { fellOut, heldOutTexts } = await sortOut(work, ranges, selected, sinks);
    const made = await writePreferences({
      ...work,
      draft: `${workPrefix(runId)}assembled/`,
      ranges: ranges.map(({ rated }) => rated),
      isHeldOutText: (exchange) => heldOutTexts.has(exchange),
    });
    const written = {
      train: await sinks.train.close(),
      validation: await sinks.validation.close(),
      holdout: await sinks.holdout.close(),
      examples: await sinks.examples.close(),
    };
    const manifest = manifestOf(work, all, ranges, selected, fellOut, written, made);
    // The name of the folder is known only now, so the files were written elsewhere; the manifest comes last,
    // for where a manifest is, the files are complete.
    for (const name of fileNames) await store.copy(draft(name), manifest.files[name].key);
    for (const name of ['preferences', 'pairs'] as const) {
      const [from, to] = [made.files?.[name].key, manifest.preferences?.files?.[name].key];
      if (from !== undefined && to !== undefined) await store.copy(from, to);
    }
    await store.put(`${datasetPrefix(manifest.id)}fell-out.jsonl`, samplesOf(fellOut), 'application/jsonl');
    if (manifest.moderation) await writeModerated(work, `${datasetPrefix(manifest.id)}moderated.jsonl`);
    await store.put(manifestKey(manifest.id), `${JSON.stringify(manifest, null, 2)}\n`, 'application/json');
    return manifest;
  } catch (error) {
    await Promise.allSettled(fileNames.map((name) => sinks[name].abort()));
    throw error;
  }
}
