import { many } from '../../many.ts';
import { notAsPlanned, shardListName } from '../shard-list.ts';
import { barsOf } from './charts.ts';
import { type Block, percent, type Section, text, whole } from './content.ts';
import { total } from './histogram.ts';
import type { CardSource } from './source.ts';

export function origin({ manifest }: CardSource): Section {
  const { id, contentHash, policy, code, parent, embedder, signatures, meanings, selection, window, split } = manifest;
  const rows = [
    ['Dataset', id],
    ['Content hash (SHA-256)', contentHash],
    ['Policy', policy],
    ['Code', code ?? 'not recorded'],
    ['Dataset before', parent ?? 'none'],
    ['Meaning compared by', embedder ?? 'words alone'],
    ['Second opinion on safety', moderatedBy(manifest)],
    ['Near-duplicates found by', signatures],
    [
      'Paraphrases found by',
      meanings === undefined ? 'not looked for' : `${meanings}, from a cosine of ${selection.paraphraseCosine}`,
    ],
    ['Exchanges written', `from ${window.since} to before ${window.until}`],
    ['Held out', `${percent(split.holdoutShare)} of the users, for ever (${split.rule})`],
    ['Validation', `${percent(split.validationShare)} of the other users`],
  ];
  return {
    title: 'Origin',
    blocks: [{ kind: 'table', caption: 'What made it', head: ['', ''], rows }, selectionRules(manifest)],
  };
}

function moderatedBy({ moderation }: CardSource['manifest']): string {
  if (moderation === undefined) return 'nobody was asked';
  const { models, threshold, asked, held } = moderation;
  const by = models.length === 0 ? 'nothing to ask' : models.join(', ');
  return `${by}, from ${threshold.toFixed(2)}: asked about ${whole(asked)} exchanges, held ${whole(held)}`;
}

/** By which rules the policy chose. */
function selectionRules({ selection }: CardSource['manifest']): Block {
  const limit = (n: number | null) => (n === null ? 'no limit' : whole(n));
  const shares = Object.entries(selection.categories).map(([name, { share }]) => `${name} ${percent(share)}`);
  const sources = Object.entries(selection.sources).map(([name, share]) => `${name} ${percent(share)}`);
  const rows = [
    ['Tiers', selection.tiers.join(', ')],
    ['Most of one user', limit(selection.perUser)],
    ['Most of texts that are nearly the same', limit(selection.perCluster)],
    ['Least training examples', whole(selection.minimumSize)],
    ['Most training examples', limit(selection.targetSize)],
    ['Largest shares of categories', shares.join(', ')],
    ['Largest shares of sources', sources.length === 0 ? 'no limit' : sources.join(', ')],
    ['Diversity, 0 to 1', selection.diversity.toFixed(2)],
  ];
  return { kind: 'table', caption: 'How the policy chose', head: ['', ''], rows };
}

export function sizes({ manifest, statistics, before }: CardSource): Section {
  const { examples } = statistics;
  const rows = Object.entries(manifest.files).map(([name, { format, lines, bytes, lineHash }]) => [
    `${name}.jsonl`,
    format,
    lines,
    bytes,
    lineHash.slice(0, 16),
  ]);
  return {
    title: 'Splits',
    blocks: [
      barsOf(
        'Examples by split',
        statistics.splits,
        examples,
        before && { counts: before.splits, of: before.examples },
      ),
      barsOf('Examples by tier', statistics.tiers, examples, before && { counts: before.tiers, of: before.examples }),
      {
        kind: 'table',
        caption: 'Files',
        head: ['file', 'format', 'lines', 'bytes', 'line hash begins with'],
        rows,
      },
    ],
  };
}

/** What became of the variants of examples, where there are any or could be. */
function variants({ augmentation, files }: CardSource['manifest']): Block[] {
  if (augmentation === undefined || (augmentation.seen === 0 && !augmentation.rules.enabled)) return [];
  const { rules, seen, kept, rejected } = augmentation;
  const rows = [
    ['Variants', whole(seen)],
    ...Object.entries(rejected).map(([reason, n]) => [`… that fell out: ${reason}`, whole(n)]),
    ['… that train', whole(kept)],
    ['Their share of the training file', percent(kept / Math.max(1, files.train.lines))],
    ['The largest share that the policy allows', rules.enabled ? percent(rules.maxShare) : 'none: it is off'],
  ];
  return [{ kind: 'table', caption: 'Variants of examples by a chat model (augmentation)', head: ['', ''], rows }];
}

/** What was made of what people preferred, where they preferred anything. */
function preferred({ preferences }: CardSource['manifest']): Block[] {
  const { pairs = 0, sources = {}, lost = {} } = preferences ?? {};
  const rows = [
    ['Pairs of a better and a worse reply', whole(pairs)],
    ...Object.entries(sources).map(([source, n]) => [`… from: ${source}`, whole(n)]),
    ...Object.entries(lost).map(([reason, n]) => [`Became no pair: ${reason}`, whole(n)]),
  ];
  return rows.length === 1 ? [] : [{ kind: 'table', caption: 'What people preferred', head: ['', ''], rows }];
}

export function steps({ manifest }: CardSource): Section {
  const { counts, rejected, signals } = manifest;
  const rows = [
    ['Lines read from shards', counts.seen],
    ['… that could not be read', counts.unreadable],
    ['… that repeat another line', counts.duplicate],
    ['… that a newer version replaced', counts.superseded],
    ['… although the clock calls it newer', counts.clockBackwards],
    ['… of the same version, but another text', counts.conflicting],
    ['Different exchanges', counts.exchanges],
    ['… that fell out', counts.dropped],
    ['… kept as examples', counts.kept],
    ['Lines of later signals', signals.seen],
    ['… that could not be read', signals.unreadable],
    ...Object.entries(signals.applied).map(([kind, n]) => [
      kind === 'orphan' ? '… about an exchange that is not there' : `… that took effect: ${kind}`,
      n,
    ]),
  ];
  const needless = ['unreadable', 'duplicate', 'superseded', 'conflicting'];
  const reasons = Object.fromEntries(Object.entries(rejected).filter(([reason]) => !needless.includes(reason)));
  return {
    title: 'Kept and dropped',
    blocks: [
      { kind: 'table', caption: 'Counts at each step', head: ['', 'count'], rows },
      Object.keys(reasons).length === 0
        ? text('No exchange fell out.')
        : barsOf('Fell out, by reason, as a share of all exchanges', reasons, counts.exchanges),
      text('An exchange with two reasons counts under both.'),
      ...variants(manifest),
      ...preferred(manifest),
    ],
  };
}

export function inputs({ manifest }: CardSource): Section {
  const { file, lines, first, notAsPlanned: reasons } = manifest.shards;
  const others = total(Object.values(reasons));
  const rows = first.slice(0, 50).map((shard) => [shard.key, shard.lines, told(notAsPlanned(shard) ?? '')]);
  const counts = Object.entries(reasons).map(([reason, n]) => `${told(reason)} ${whole(n)}`);
  return {
    title: 'Inputs',
    blocks: [
      text(
        `${many(file.lines, 'shard')} with ${many(lines, 'line')}. ${shardListName} names each with its ETag; the hash of its lines begins with ${file.lineHash.slice(0, 16)}.`,
      ),
      ...(others === 0
        ? [text('All were read to their end, as the plan saw them.')]
        : [
            {
              kind: 'table' as const,
              caption: `Not as planned: ${many(others, 'shard')} (${counts.join(', ')})${others > rows.length ? `, the first ${rows.length}` : ''}`,
              head: ['shard', 'lines', 'what'],
              rows,
            },
          ]),
    ],
  };
}

const told = (reason: string) => reason.replace('written_anew', 'written anew');
