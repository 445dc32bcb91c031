import { policyId } from '../quality/policy.ts';
import type { Window } from './curated.ts';
import { type CuratedRun, embedderOf } from './curated-files.ts';
import { FellOut } from './fell-out.ts';
import { formats as formatsOf } from './formats/format.ts';
import type { JoinCounts } from './joined.ts';
import type { HashedFile } from './line-hash.ts';
import { contentHash, datasetPrefix, type FileName, formats, type Manifest } from './manifest.ts';
import { moderationOf } from './moderation.ts';
import { meaningVersion } from './near/meaning-signature.ts';
import { signatureVersion } from './near/signature.ts';
import type { Inputs } from './partition-papers.ts';
import type { Cut } from './ranges.ts';
import type { Selected } from './select/select-run.ts';
import { ShardTally, shardListFormat, shardListName } from './shard-list.ts';
import { holdoutShare, splitRule } from './split.ts';
import { summed } from './tally.ts';
import type { UnreadableLine } from './unreadable.ts';
import type { PerPart, WrittenRange } from './written.ts';

export interface AssembleWork extends CuratedRun {
  readonly window: Window;
  readonly validationShare: number;
  readonly cut: Cut;
}

/** What every range, and every partition before them, was found to be. */
export interface RunFindings {
  readonly partitions: readonly Inputs[];
  /** The list of shards: see shard-list.ts. */
  readonly shardFile: HashedFile;
  readonly ranges: readonly JoinCounts[];
  readonly selected: Selected;
  readonly written: readonly WrittenRange[];
  /** The first ones. */
  readonly unreadableLines: readonly UnreadableLine[];
}

/** What the manifest says of the shards. */
function shardsOf({ partitions, shardFile }: RunFindings, prefix: string): Manifest['shards'] {
  const tally = new ShardTally();
  for (const { shards } of partitions) tally.addAll(shards);
  return { file: { key: `${prefix}${shardListName}`, format: shardListFormat, ...shardFile }, ...tally.all() };
}

/** What became of the variants of examples. */
function augmentationOf({ policy }: AssembleWork, { ranges, selected }: RunFindings) {
  const { kept = 0, ...others } = selected.variants;
  const rejected = summed([...ranges.map(({ augmentation }) => augmentation.rejected), others]);
  const seen = ranges.reduce((sum, { augmentation }) => sum + augmentation.seen, 0);
  return { rules: policy.augmentation, seen, kept, rejected };
}

/** What was made of what people said of replies. */
function preferencesOf({ ranges, written }: RunFindings, files: PerPart<HashedFile>, prefix: string) {
  const isNone = files.pairs.lines === 0;
  return {
    pairs: files.pairs.lines,
    sources: summed(written.map(({ sources }) => sources)),
    lost: summed([...ranges.map(({ rated }) => rated.unused), ...written.map(({ lost }) => lost)]),
    files: isNone
      ? null
      : {
          preferences: { key: `${prefix}preferences.jsonl`, format: formatsOf.dpo.id, ...files.preferences },
          pairs: { key: `${prefix}pairs.jsonl`, format: 'reflectwithin-pairs-1', ...files.pairs },
        },
  };
}

/** Everything that fell out: in Join, and in Select. */
export function fellOutOf({ ranges, written }: RunFindings): FellOut {
  const fellOut = new FellOut();
  for (const each of [...ranges, ...written]) fellOut.addAll(each);
  return fellOut;
}

/** The manifest of a dataset whose files have come out so. */
export function manifestOf(work: AssembleWork, found: RunFindings, files: PerPart<HashedFile>): Manifest {
  const { policy, window, validationShare, cut } = work;
  const { partitions: all, ranges } = found;
  const { dropped, reasons } = fellOutOf(found);
  const sum = (of: (counts: Inputs) => number) => all.reduce((total, counts) => total + of(counts), 0);
  const unreadable = sum((counts) => counts.unreadable);
  reasons.add('unreadable', unreadable);
  const exchanges = ranges.reduce((total, range) => total + range.exchanges, 0);
  const hash = contentHash(files, files.pairs.lines === 0 ? undefined : files.preferences);
  const id = hash.slice(0, 16);
  const prefix = datasetPrefix(id);
  const moderation = moderationOf(ranges);
  const file = (name: FileName) => ({ key: `${prefix}${name}.jsonl`, format: formats[name], ...files[name] });
  return {
    schema: 3,
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
      empty: all.filter((counts) => counts.runs === 0).length,
      runs: sum((counts) => counts.runs),
      ranges: cut.ranges,
      buckets: cut.buckets,
    },
    signals: {
      seen: sum((counts) => counts.signals + counts.unreadableSignals),
      unreadable: sum((counts) => counts.unreadableSignals),
      applied: summed(ranges.map(({ signals }) => signals)),
    },
    ...(moderation && { moderation }),
    preferences: preferencesOf(found, files, prefix),
    augmentation: augmentationOf(work, found),
    signatures: signatureVersion,
    ...(ranges.some(({ meanings }) => meanings !== null) ? { meanings: meaningVersion } : {}),
    selection: policy.selection,
    shards: shardsOf(found, prefix),
    unreadableLines: [...found.unreadableLines],
  };
}
