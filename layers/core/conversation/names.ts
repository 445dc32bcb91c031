import { createHash } from 'node:crypto';
import type { Quarantined } from './quarantine.ts';
import type { StreamRecord } from './stream-record.ts';

const digest = (parts: readonly string[]): string =>
  createHash('sha256')
    .update([...parts].sort().join('\n'))
    .digest('hex')
    .slice(0, 32);

/** Day and hour in UTC of a time in seconds since 1970. */
const partition = (seconds: number) => {
  const iso = new Date(Math.floor(seconds) * 1000).toISOString();
  return { day: `dt=${iso.slice(0, 10)}`, hour: `hh=${iso.slice(11, 13)}` };
};

const earliest = (records: readonly StreamRecord[]) =>
  records.reduce((least, { writtenAt }) => Math.min(least, writtenAt), Number.POSITIVE_INFINITY);

/**
 * The key of a batch's shard: made of its records alone, so that the same batch delivered again has the same key.
 *
 * @param folder of exchanges, or of signals
 * @param records the batch, in any order; not empty
 */
export function shardKey(folder: 'exchanges' | 'signals', records: readonly StreamRecord[]): string {
  const { day, hour } = partition(earliest(records));
  return `${folder}/v=1/${day}/${hour}/${digest(records.map(({ pointer }) => pointer.eventId))}.jsonl.gz`;
}

/**
 * The key of a shard of what is there already, with no record of a stream: made of its lines, whoever finds them.
 * Where they are of several days, the name tells the last of them.
 *
 * @param lines what names each line, and its time (ISO 8601); the earliest is the folder; not empty
 */
export function settledKey(folder: 'exchanges' | 'signals', lines: readonly { name: string; at: string }[]): string {
  const times = lines.map(({ at }) => Date.parse(at) / 1000);
  const { day, hour } = partition(times.reduce((least, time) => Math.min(least, time)));
  const last = partition(times.reduce((most, time) => Math.max(most, time))).day;
  const until = last === day ? '' : `-until-${last.slice('dt='.length)}`;
  return `${folder}/v=1/${day}/${hour}/${digest(lines.map(({ name }) => name))}${until}.jsonl.gz`;
}

const until = /-until-(\d{4}-\d{2}-\d{2})\.jsonl\.gz$/;
const folderDay = /\/dt=(\d{4}-\d{2}-\d{2})\//;

/**
 * The last day (`2026-01-31`, UTC) on which what a shard holds was written, by its key alone: the name's where it
 * tells one, the folder's otherwise, for a batch of the stream is no longer than its records wait.
 *
 * @returns undefined of a key that tells no day
 */
export const lastDayOf = (key: string): string | undefined => (until.exec(key) ?? folderDay.exec(key))?.[1];

/**
 * The key of what a batch could not collect: made of those items alone, so that splitting a batch
 * around them changes nothing.
 *
 * @param records the batch's readable records; the first day of 1970 stands in where no item is of one of them
 */
export function quarantineKey(records: readonly StreamRecord[], items: readonly Quarantined[]): string {
  const told = new Set(items.map(({ pointer }) => pointer.eventId));
  const readable = records.filter(({ pointer }) => told.has(pointer.eventId));
  const { day } = partition(readable.length === 0 ? 0 : earliest(readable));
  return `quarantine/${day}/${digest(items.map((item) => JSON.stringify(item)))}.jsonl.gz`;
}
