import { policyId } from '../quality/policy.ts';
import { chatLine } from './chat-line.ts';
import { type Counts, workPrefix } from './curate.ts';
import type { Kept, Window } from './curated.ts';
import { type CuratedRun, readCounts, readHeldOut } from './curated-files.ts';
import { FirstSeen } from './hash-set.ts';
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
import { type MergedLine, mergeRuns } from './merge.ts';
import { createSink, type LineSink, type WrittenFile } from './sink.ts';
import { holdoutShare, splitOf, splitRule } from './split.ts';
import { Tally } from './tally.ts';

export interface AssembleWork extends CuratedRun {
  readonly window: Window;
  readonly validationShare: number;
}

/** Why a line says nothing new of an exchange that `first` has told already. */
function needless(first: MergedLine, line: MergedLine): 'duplicate' | 'superseded' | 'conflicting' {
  if (first.line === line.line) return 'duplicate';
  return first.version === line.version ? 'conflicting' : 'superseded';
}

const exampleLine = (split: string, { id, tier, quality_score, user, assistant, context }: Kept): string =>
  JSON.stringify({ id, split, tier, quality_score, user, assistant, context });

/** What is counted while merging. */
interface Counted {
  exchanges: number;
  dropped: number;
  /** By reason. */
  readonly rejected: Tally;
}

/** Sends every exchange once to its file, or counts why not. */
async function sortOut(work: AssembleWork, all: readonly Counts[], sinks: PerFile<LineSink>): Promise<Counted> {
  const { store, policy, validationShare } = work;
  const counted: Counted = { exchanges: 0, dropped: 0, rejected: new Tally() };
  const heldOutTexts = await readHeldOut(store, all);
  const texts = { holdout: new FirstSeen(), learned: new FirstSeen() };

  const drop = (reasons: readonly string[]) => {
    counted.dropped++;
    for (const reason of reasons) counted.rejected.add(reason);
  };

  const keep = async (kept: Kept) => {
    const split = splitOf(kept.pseudonym, validationShare);
    if (split !== 'holdout' && heldOutTexts.has(kept.text)) return drop(['text_held_out']);
    if (texts[split === 'holdout' ? split : 'learned'].add(kept.text, 0) !== undefined) return drop(['text_repeated']);
    await sinks[split].add(chatLine(policy.systemPrompt, kept));
    await sinks.examples.add(exampleLine(split, kept));
  };

  let first: MergedLine | undefined;
  const runs = all.flatMap((counts) => counts.runs);
  for await (const line of mergeRuns(store, runs)) {
    if (first?.id === line.id) {
      counted.rejected.add(needless(first, line));
      continue;
    }
    first = line;
    counted.exchanges++;
    if ('reasons' in line.curated) drop(line.curated.reasons);
    else await keep(line.curated);
  }
  return counted;
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

function manifestOf(
  { policy, window, validationShare }: AssembleWork,
  all: readonly Counts[],
  { exchanges, dropped, rejected }: Counted,
  written: PerFile<WrittenFile>,
): Manifest {
  const sum = (of: (counts: Counts) => number) => all.reduce((total, counts) => total + of(counts), 0);
  const unreadable = sum((counts) => counts.unreadable);
  rejected.add('unreadable', unreadable);
  const hash = contentHash(written);
  const id = hash.slice(0, 16);
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
    embedder: all[0]?.embedder ?? null,
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
      duplicate: rejected.of('duplicate'),
      superseded: rejected.of('superseded'),
      conflicting: rejected.of('conflicting'),
      exchanges,
      kept: exchanges - dropped,
      dropped,
    },
    rejected: rejected.all(),
    shards: shardsOf(all),
    unreadableLines: all.flatMap((counts) => counts.unreadableLines),
  };
}

/**
 * Merges what the partitions kept into the files of a dataset: the highest version of an exchange counts, a text
 * counts once, users are split by `splitOf`. The order is that of the exchange ids, so the same exchanges give the
 * same bytes, however they were shared out and however often they were delivered.
 *
 * @throws PartitionMissing, PolicyChanged; RetryableError when the store does not answer
 */
export async function assembleDataset(work: AssembleWork): Promise<Manifest> {
  const { store, runId } = work;
  const all = await readCounts(work);
  const draft = (name: FileName) => `${workPrefix(runId)}assembled/${name}.jsonl`;
  const open = (name: FileName) => createSink(store.writer(draft(name), 'application/jsonl'));
  const sinks: PerFile<LineSink> = {
    train: open('train'),
    validation: open('validation'),
    holdout: open('holdout'),
    examples: open('examples'),
  };
  try {
    const counted = await sortOut(work, all, sinks);
    const manifest = manifestOf(work, all, counted, {
      train: await sinks.train.close(),
      validation: await sinks.validation.close(),
      holdout: await sinks.holdout.close(),
      examples: await sinks.examples.close(),
    });
    // The name of the folder is known only now, so the files were written elsewhere; the manifest comes last,
    // for where a manifest is, the files are complete.
    for (const name of fileNames) await store.copy(draft(name), manifest.files[name].key);
    await store.put(manifestKey(manifest.id), `${JSON.stringify(manifest, null, 2)}\n`, 'application/json');
    return manifest;
  } catch (error) {
    await Promise.allSettled(fileNames.map((name) => sinks[name].abort()));
    throw error;
  }
}
