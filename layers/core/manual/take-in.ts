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

/** What is told of a file that somebody put under manual/. Rows are counted from 1. */
export interface ManualReport {
  readonly schema: 1;
  readonly file: string;
  /** Null when the file was deleted: then its examples are, too. */
  readonly etag: string | null;
  readonly version: string;
  readonly rows: number;
  readonly taken: number;
  readonly refused: number;
  /** The first thousand. */
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
 * other exchange. Every other row is reported with its number and what is wrong; empty lines are no rows. A file
 * that was deleted takes its examples with it.
 *
 * @throws RetryableError when the store does not answer, or the file is changed meanwhile
 */
export async function takeIn(work: TakeIn): Promise<ManualReport> {
  const { store, key, at } = work;
  const examples = manualExamplesKey(key);
  const counts = { rows: 0, taken: 0, refused: 0 };
  const problems: { row: number; reason: string }[] = [];
  const refuse = (reason: string) => {
    counts.refused++;
    if (problems.length < problemsKept) problems.push({ row: counts.rows, reason });
  };
  const examplesOf = async function* ({ body, etag }: OpenObject) {
    for await (const lines of linesOf(body)) {
      for (const line of lines) {
        counts.rows++;
        if (line.length === 0 || line.toString('latin1').trim() === '') continue;
        const row = readRow(line);
        const example = typeof row === 'string' ? row : exampleOf(work, exampleName(work, row), row.dialogue);
        if (typeof example === 'string') refuse(example);
        else {
          counts.taken++;
          yield example;
        }
      }
    }
    await checkUnchanged(store, key, etag);
  };
  const object = await store.open(key);
  if (object === undefined) await store.removeAll(examples);
  else await writeGzipLines(store.writer(examples, 'application/gzip'), examplesOf(object));
  const version = String(Date.parse(at)).padStart(40, '0');
  const etag = object?.etag ?? null;
  const report: ManualReport = { schema: 1, file: key, etag, version, ...counts, problems, examples };
  await store.put(manualReportKey(key), JSON.stringify(report, null, 2), 'application/json');
  await checkUnchanged(store, key, object?.etag);
  return report;
}
