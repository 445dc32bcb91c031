import { type FormatName, formats } from '../../layers/core/dataset/formats/format.ts';
import type { Manifest } from '../../layers/core/dataset/manifest.ts';
import type { BrokenReason } from '../../layers/core/dataset/shard.ts';
import { brokenOf, shardListName } from '../../layers/core/dataset/shard-list.ts';
import { splits } from '../../layers/core/dataset/split.ts';
import { TerminalError } from '../../layers/core/errors.ts';
import { many } from '../../layers/core/many.ts';

/** Everything fell out: there is no dataset, only the papers that say why. */
export class NothingKept extends TerminalError {
  override name = 'NothingKept';

  constructor(output: string) {
    super(`No example was kept, so there is nothing to train on. ${output}/fell-out.jsonl says why, one by one.`);
  }
}

const broken: Readonly<Record<BrokenReason, string>> = {
  cut_off: 'is cut off',
  not_gzip: 'is damaged',
  missing: 'is gone',
};

/** Broken shards, the first few of each reason by themselves. */
function brokenShards(shards: Manifest['shards']): string[] {
  const named = shards.first.flatMap(({ broken: reason, lines }) =>
    reason === undefined
      ? []
      : [`1 shard ${broken[reason]}: what came after line ${lines} is missing. Write it again, whole.`],
  );
  const more = brokenOf(shards) - named.length;
  return more === 0 ? named : [...named, `${many(more, 'more shard')} likewise; ${shardListName} says which.`];
}

/** What of the shards could not be read, a sentence each. */
export function shardWarnings(manifest: Manifest): string[] {
  const { shards, unreadableLines, counts } = manifest;
  const others = [...brokenShards(shards), ...signalWarnings(manifest)];
  if (counts.unreadable === 0) return others;
  const isNewer = unreadableLines.some(({ reason }) => reason === 'unknown_schema');
  const why = isNewer ? 'Some are of a schema that this version does not know: update it' : 'They are no exchanges';
  const lines = `${many(counts.unreadable, 'line')} of the shards cannot be read, and ${counts.unreadable === 1 ? 'is' : 'are'} missing`;
  return [...others, `${lines}. ${why}; unreadable.jsonl says where.`];
}

/** What was said of exchanges and has no effect, and exchanges that are told in two ways. */
function signalWarnings({ signals, counts: { conflicting } }: Manifest): string[] {
  const { unreadable, applied } = signals;
  const orphans = applied['orphan'] ?? 0;
  const told = (n: number, one: string, what: string) => (n === 0 ? [] : [`${many(n, one)} ${what}`]);
  return [
    ...told(
      unreadable,
      'line',
      'of signals (ratings, edits, reviews, consent) cannot be read; unreadable.jsonl says where.',
    ),
    ...told(orphans, 'signal', 'without effect: about exchanges that are not in the input.'),
    ...told(
      conflicting,
      'line',
      'left out: another of the same exchange and version says something else. One counts, always the same.',
    ),
  ];
}

/** Files of a dataset that a trainer would not take, or that measure nothing, a sentence each. */
export function sizeWarnings({ files }: Manifest, format: FormatName): string[] {
  const { minimumLines } = formats[format].file;
  const { lines } = files.train;
  const few = `Warning: train.jsonl has ${many(lines, 'line')}; trainers of ${format} want ${minimumLines} or more.`;
  const empty = splits.filter((split) => split !== 'train' && files[split].lines === 0);
  return [
    ...(lines < minimumLines ? [few] : []),
    ...empty.map((split) => `Warning: ${split}.jsonl is empty, for too few people are in the input.`),
  ];
}
