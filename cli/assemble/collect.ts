import { join } from 'node:path';
import { rowsIn } from '../../layers/adapters/input/input.ts';
import { InputError } from '../../layers/adapters/input/input-error.ts';
import type { LineOrder } from '../../layers/adapters/input/line-order.ts';
import { isBad, placeOf } from '../../layers/adapters/input/row.ts';
import { checkFile } from '../../layers/adapters/input/text.ts';
import { loadRedact } from '../../layers/adapters/privacy-files.ts';
import { createPseudonyms } from '../../layers/core/conversation/pseudonym.ts';
import { type LineParts, toLines } from '../../layers/core/conversation/to-lines.ts';
import { writeGzipLines } from '../../layers/core/dataset/gzip-lines.ts';
import type { ObjectStore } from '../../layers/core/dataset/object-store.ts';
import { exchangeFolder } from '../../layers/core/dataset/plan.ts';
import { many } from '../../layers/core/many.ts';
import type { Judge } from '../../layers/core/quality/judge.ts';
import { signalPrefix } from '../../layers/core/signals/signal.ts';
import { policyFolder } from '../policy-folder.ts';
import type { Progress } from '../progress.ts';
import { PieceBuckets, piecesOf } from './pieces.ts';
import { noteOrder } from './same-time.ts';
import { timelinesOf } from './timeline.ts';

/**
 * The key of the pseudonyms of files. No secret: it must be the same everywhere, so that the same file gives the
 * same dataset and the same users are held out. What is secret of a file is the file.
 */
const keyOfFiles = 'reflectwithin: conversations of a file';

/** The paths of files, and what to call each in a message: of a copy what it is a copy of. */
export type InputFiles = ReadonlyMap<string, string>;

/** How files are taken in. */
export interface Taking {
  /** For everything that is made on the way. */
  readonly folder: string;
  readonly judge: Judge;
  readonly progress: Progress;
}

export interface CollectedFiles {
  rows: number;
  skipped: number;
  exchanges: number;
  withoutConsent: number;
  /** Ratings that are neither thumbs nor stars. */
  unreadableRatings: number;
  /** Copies of a message that disagree with it. */
  contradictions: number;
  /** Conversations of which only some messages have a time. */
  partlyTimed: number;
  /** Messages that say in one file what another does at the same time: they count once. */
  repeats: number;
  /** Messages that somebody deleted, though the file still has them. */
  deleted: number;
  /** Messages of the same time as others, of which nobody knows in which order they were said. */
  unplaced: number;
}

/** How many bad rows are told one by one: of one file, and of each of several. */
const told = { ofOne: 20, ofEach: 3 };

async function readRows(
  files: InputFiles,
  buckets: PieceBuckets,
  counts: CollectedFiles,
  progress: Progress,
): Promise<void> {
  for (const [number, [path, name]] of [...files].entries()) {
    await checkFile(path);
    const most = files.size === 1 ? told.ofOne : told.ofEach;
    const [read, bad] = [counts.rows, counts.skipped];
    for await (const row of rowsIn(path, name)) {
      counts.rows++;
      progress.tell(`Reading ${name}: ${many(counts.rows, 'row')}`);
      const pieces = isBad(row) ? row : piecesOf(row, { file: number + 1, row: counts.rows });
      if (Array.isArray(pieces)) for (const piece of pieces) await buckets.add(piece);
      else if (counts.skipped++ < bad + most) {
        progress.note(`${name} ${placeOf(pieces)} skipped: it ${pieces.reason}`);
      }
    }
    const skipped = counts.skipped - bad;
    if (skipped > most) progress.note(`${name}: ${many(skipped - most, 'more row')} skipped`);
    if (files.size > 1 && skipped > 0 && skipped === counts.rows - read) {
      progress.note(`${name} has no row that can be used.`);
    }
  }
}

/** Files whose lines are not in the order of time. */
async function shuffledIn(buckets: PieceBuckets): Promise<ReadonlySet<number>> {
  const orders = new Map<number, LineOrder>();
  if (!buckets.hasTimes) return new Set();
  for await (const conversations of buckets.all()) {
    for (const pieces of conversations) noteOrder(pieces, orders);
  }
  return new Set([...orders].filter(([, order]) => !order.isTimely).map(([file]) => file));
}

async function writeShard(store: ObjectStore, key: string, lines: readonly unknown[]): Promise<void> {
  if (lines.length > 0) await writeGzipLines(store.writer(key, 'application/gzip'), lines);
}

const sorted = <T>(items: readonly T[], keyOf: (item: T) => string): T[] =>
  items.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));

/** What the collector is made of, for files. */
const partsFor = (judge: Judge): LineParts => ({
  pseudonyms: createPseudonyms(keyOfFiles),
  redact: loadRedact(policyFolder),
  judge,
});

/**
 * Makes shards of conversations as the collector does: pairs, takes personal data out, judges. The same
 * conversations in any order, in one file or many, give the same shards.
 *
 * @throws InputError when a file cannot be used, or nothing in the files can
 */
export async function collectFiles(
  files: InputFiles,
  store: ObjectStore,
  { folder, judge, progress }: Taking,
): Promise<CollectedFiles> {
  const counts: CollectedFiles = {
    ...{ rows: 0, skipped: 0, exchanges: 0, withoutConsent: 0 },
    ...{ unreadableRatings: 0, contradictions: 0, partlyTimed: 0, repeats: 0, deleted: 0, unplaced: 0 },
  };
  const buckets = new PieceBuckets(join(folder, 'messages'));
  await readRows(files, buckets, counts, progress);
  const shuffled = await shuffledIn(buckets);
  const parts = partsFor(judge);
  let shard = 0;
  for await (const conversations of buckets.all()) {
    const read = conversations.map((pieces) => timelinesOf(pieces, shuffled));
    for (const { unused } of read) {
      counts.unreadableRatings += unused.unreadableRatings;
      counts.contradictions += unused.contradictions;
      counts.partlyTimed += unused.partlyTimed;
      counts.repeats += unused.repeats;
      counts.deleted += unused.deleted;
      counts.unplaced += unused.unplaced;
    }
    const lines = toLines(
      parts,
      read.flatMap(({ timelines }) => timelines),
    );
    const name = `files/${String(shard++).padStart(3, '0')}.jsonl.gz`;
    // Two conversations without a name that begin alike share their first exchange.
    const exchanges = sorted(lines.exchanges, ({ id }) => id).filter(({ id }, at, all) => id !== all[at - 1]?.id);
    await writeShard(store, `${exchangeFolder}${name}`, exchanges);
    await writeShard(
      store,
      `${signalPrefix}${name}`,
      sorted(lines.signals, (signal) => JSON.stringify(signal)),
    );
    counts.exchanges += exchanges.length;
    progress.tell(`Redacting and scoring: ${many(counts.exchanges, 'exchange')}`);
    counts.withoutConsent += lines.withoutConsent;
  }
  if (counts.rows === 0) throw new InputError('InputEmpty', `${[...files.values()].join(', ')} has no row.`);
  if (counts.exchanges === 0) {
    const skipped = counts.skipped === 0 ? '' : ` ${counts.skipped} of ${counts.rows} rows were skipped.`;
    const refused = counts.withoutConsent === 0 ? '' : ` ${many(counts.withoutConsent, 'answer')} without it.`;
    throw new InputError(
      'InputHasNoExchange',
      `${[...files.values()].join(', ')} has no answer directly after a user's message with consent.${refused}${skipped} See --help for the forms.`,
    );
  }
  return counts;
}
