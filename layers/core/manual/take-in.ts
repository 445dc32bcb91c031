import { createHash } from 'node:crypto';
import type { Dialogue, Exchange } from '../conversation/exchange.ts';
import type { LineParts } from '../conversation/to-lines.ts';
import { writeGzipLines } from '../dataset/gzip-lines.ts';
import { linesOf } from '../dataset/lines.ts';
import type { ObjectStore, OpenObject } from '../dataset/object-store.ts';
import { alwaysTrains } from '../dataset/split.ts';
import type { ErasableStore } from '../erasure/erasable-store.ts';
import { RetryableError } from '../errors.ts';
import { type ManualRow, readManualRow } from './row.ts';

/** What is told of a file that somebody put under manual/. */
export interface ManualReport {
  readonly schema: 1;
  readonly file: string;
  /** Null when the file was deleted: then its examples are, too. */
  readonly etag: string | null;
  readonly version: string;
  /** Lines that are not empty: all that was taken or refused. */
  readonly rows: number;
  readonly taken: number;
  readonly refused: number;
  /** The first thousand. A row is known by its line in the file, from 1. */
  readonly problems: readonly { readonly row: number; readonly reason: string }[];
  /** Where the examples lie. */
  readonly examples: string;
}

export interface TakeIn extends LineParts {
  readonly store: ObjectStore & Pick<ErasableStore, 'removeAll'>;
  /** `manual/<name>.jsonl` */
  readonly key: string;
  /** When it was put there, as S3 tells: ISO 8601, UTC. A later file of one name counts as newer. */
  readonly at: string;
}

const problemsKept = 1000;
const nameOf = (key: string) => key.replace(/^manual\//, '').replace(/\.jsonl$/, '');
export const manualReportKey = (key: string) => `manual-reports/${nameOf(key)}.json`;
/** One shard a file: what is put there anew takes the place of what was. */
export const manualExamplesKey = (key: string) =>
  `examples/v=1/manual/${createHash('sha256').update(nameOf(key)).digest('hex').slice(0, 32)}.jsonl.gz`;

const contentName = (dialogue: Dialogue) => createHash('sha256').update(JSON.stringify(dialogue)).digest('hex');

/**
 * The user that stands for a row: each row has one of its own, for rows share no life, and no cap on any one user is
 * meant for them. Whoever wrote them is nobody to be tested on, and wants all to train. So one is invented who does.
 */
function inventUser({ pseudonyms }: TakeIn, name: string): string {
  for (let attempt = 0; ; attempt++) {
    const pseudonym = pseudonyms.user(attempt === 0 ? name : `${attempt}\0${name}`);
    if (alwaysTrains(pseudonym)) return pseudonym;
  }
}

/** What an example is known by: the id that its author gave it, within the file, else its words. */
const exampleName = ({ key }: TakeIn, { id, dialogue }: ManualRow) =>
  `manual\0${id === undefined ? contentName(dialogue) : `${nameOf(key)}\0${id}`}`;

/**
 * Of two rows that are known by one name a dataset would have but one, and nobody could say which.
 *
 * @param taken the lines of the rows that were taken, by their names
 * @returns which one a row repeats; undefined when none
 */
function repeats(name: string, { id }: ManualRow, taken: ReadonlyMap<string, number>): string | undefined {
  const line = taken.get(name);
  if (line === undefined) return undefined;
  return id === undefined ? `says the same as row ${line}` : `id is that of row ${line}`;
}

/** A row as an exchange. @returns why it can be none */
function exampleOf(work: TakeIn, name: string, dialogue: Dialogue): Exchange | string {
  const { pseudonyms, redact, judge, at } = work;
  try {
    const redacted = redact(dialogue, () => pseudonyms.standIns(name));
    const { user, assistant, context } = redacted.dialogue;
    return {
      schema: 1,
      id: pseudonyms.exchange('manual', name),
      version: String(Date.parse(at)).padStart(40, '0'),
      conversation: pseudonyms.conversation(name),
      pseudonym: inventUser(work, name),
      createdAt: at,
      ...(redacted.name !== undefined && { name: redacted.name }),
      source: 'manual',
      user,
      assistant,
      context,
      judgement: judge.judge(redacted.dialogue),
    };
  } catch (error) {
    return `could not be redacted or judged (${error instanceof Error ? error.name : 'unknown'})`;
  }
}

/**
 * Somebody may put the file anew, or delete it, while it is read: the later event may be done before this one, and
 * must not be overwritten by it. Looked at before the examples are there, and again when all is written.
 *
 * @throws RetryableError when the file is no longer the one that was read
 */
async function checkUnchanged(store: ObjectStore, key: string, read: string | undefined): Promise<void> {
  let now: string | undefined;
  for await (const object of store.list(key)) if (object.key === key) now = object.etag;
  if (now !== read) throw new RetryableError(`${key} was changed while it was read; it is read again.`);
}

const decoder = new TextDecoder('utf-8', { fatal: true });

function readRow(line: Uint8Array): ManualRow | string {
  try {
    return readManualRow(decoder.decode(line));
  } catch {
    return 'is not UTF-8';
  }
}

/**
 * Checks a file of examples that a person wrote, and takes in the rows that are right: redacted and judged like any
 * other exchange. Every other row is reported with its line and what is wrong; empty lines are no rows. A file
 * that was deleted takes its examples with it. Memory: the name of each row that is taken.
 *
 * @throws RetryableError when the store does not answer, or the file is changed meanwhile
 */
export async function takeIn(work: TakeIn): Promise<ManualReport> {
  const { store, key } = work;
  const examples = manualExamplesKey(key);
  const counts = { rows: 0, taken: 0, refused: 0 };
  const problems: { row: number; reason: string }[] = [];
  const taken = new Map<string, number>();

  const exampleIn = (line: Uint8Array, at: number): Exchange | string => {
    const row = readRow(line);
    if (typeof row === 'string') return row;
    const name = exampleName(work, row);
    const example = repeats(name, row, taken) ?? exampleOf(work, name, row.dialogue);
    if (typeof example !== 'string') taken.set(name, at);
    return example;
  };

  const examplesOf = async function* ({ body, etag }: OpenObject) {
    let at = 0;
    for await (const lines of linesOf(body)) {
      for (const line of lines) {
        at++;
        if (line.toString('latin1').trim() === '') continue;
        counts.rows++;
        const example = exampleIn(line, at);
        if (typeof example !== 'string') {
          counts.taken++;
          yield example;
        } else if (++counts.refused <= problemsKept) problems.push({ row: at, reason: example });
      }
    }
    await checkUnchanged(store, key, etag);
  };
  const object = await store.open(key);
  if (object === undefined) await store.removeAll(examples);
  else await writeGzipLines(store.writer(examples, 'application/gzip'), examplesOf(object));
  const version = String(Date.parse(work.at)).padStart(40, '0');
  const etag = object?.etag ?? null;
  const report: ManualReport = { schema: 1, file: key, etag, version, ...counts, problems, examples };
  await store.put(manualReportKey(key), JSON.stringify(report, null, 2), 'application/json');
  await checkUnchanged(store, key, object?.etag);
  return report;
}
