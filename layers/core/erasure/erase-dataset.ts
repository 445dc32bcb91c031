import { linesOf } from '../dataset/lines.ts';
import type { ObjectStore } from '../dataset/object-store.ts';
import { createSink } from '../dataset/sink.ts';
import type { ErasableStore } from './erasable-store.ts';
import { foundPrefix, membersKey, roundPrefix, supersededKey } from './names.ts';
import { readFound, readJson, type ShardsErased, supersededSchema } from './papers.ts';
import { unpacked } from './search.ts';

/** Papers without text: they stay, for they say what the dataset was. */
const kept = ['manifest.json', 'superseded.json', 'members.txt'];

/** The ids that a line names: of its exchange, and of the one it was derived from. */
const named = /"(?:id|parent|exchange|regenerates)":\s*"([0-9a-f]{32})"|^([0-9a-f]{32})$/g;

/** All ids in the files of a dataset that are made of lines. */
async function* idsIn(store: ObjectStore, keys: readonly string[]): AsyncGenerator<string> {
  for (const key of keys) {
    const object = await store.open(key);
    if (object === undefined) continue;
    for await (const lines of linesOf(unpacked(key, object.body))) {
      for (const line of lines) {
        for (const [, id, whole] of line.toString('latin1').matchAll(named)) yield id ?? whole ?? '';
      }
    }
  }
}

/** Whether the files name one of the ids. Files that name nobody at all may hold anybody: they count as if. */
async function namesOneOf(store: ObjectStore, keys: readonly string[], wanted: ReadonlySet<string>): Promise<boolean> {
  if (wanted.size === 0 || keys.length === 0) return false;
  let names = 0;
  for await (const id of idsIn(store, keys)) {
    if (wanted.has(id)) return true;
    names++;
  }
  return names === 0;
}

export interface EraseDataset {
  readonly store: ErasableStore;
  readonly pseudonym: string;
  readonly dataset: string;
  readonly round: number;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/**
 * Empties a dataset that has an example of the user: only papers without text are left, and one that says why. It is
 * not rewritten, for a dataset is named by its content, and another content is another dataset: the next run makes it.
 *
 * The order matters for work that breaks off: first the mark, then the list of members, then the files go.
 *
 * @returns whether the dataset held the user, now or when it was emptied
 */
export async function eraseFromDataset({ store, pseudonym, dataset, round, at }: EraseDataset): Promise<boolean> {
  const prefix = `datasets/${dataset}/`;
  const keys: string[] = [];
  for await (const { key } of store.list(prefix)) keys.push(key);
  const superseded = await readJson(store, supersededKey(dataset), supersededSchema);
  const pseudonyms = superseded?.pseudonyms ?? [];
  const { ids } = await readFound(store, foundPrefix(pseudonym));
  const listed = keys.filter((key) => /\.(jsonl(\.gz)?|txt)$/.test(key));
  if (!pseudonyms.includes(pseudonym) && !(await namesOneOf(store, listed, ids))) return false;

  const marked = [...new Set([...pseudonyms, pseudonym])].sort();
  const mark = { schema: 1, reason: 'erasure', dataset, at: superseded?.at ?? at, pseudonyms: marked };
  await store.put(supersededKey(dataset), JSON.stringify(mark, null, 2), 'application/json');
  const files = keys.filter((key) => !kept.some((name) => key === `${prefix}${name}`));
  const members = keys.includes(membersKey(dataset))
    ? [membersKey(dataset)]
    : files.filter((key) => listed.includes(key));
  await writeMembers(store, dataset, members, ids);
  for (const key of files) await store.removeAll(key);
  const erased: ShardsErased = { objects: 0, lines: 0, deleted: files.length, broken: [] };
  const paper = `${roundPrefix(pseudonym, round)}dataset-${dataset}.json`;
  await store.put(paper, JSON.stringify(erased), 'application/json');
  return true;
}

/** Writes down whose examples a dataset had, without those of the user. */
async function writeMembers(store: ErasableStore, dataset: string, from: readonly string[], ids: ReadonlySet<string>) {
  const sink = createSink(store.writer(membersKey(dataset), 'text/plain'));
  let last = '';
  for await (const id of idsIn(store, from)) {
    if (id === last || ids.has(id)) continue;
    last = id;
    await sink.add(id);
  }
  await sink.close();
}
