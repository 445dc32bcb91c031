import { linesOf } from '../dataset/lines.ts';
import type { ObjectStore } from '../dataset/object-store.ts';
import { createSink } from '../dataset/sink.ts';
import type { ErasableStore } from './erasable-store.ts';
import { foundPrefix, membersKey, roundPrefix, supersededKey } from './names.ts';
import { readFound, readJson, type ShardsErased, supersededSchema } from './papers.ts';
import { unpacked } from './search.ts';

/** Papers without text: they stay, for they say what the dataset was. */
const kept: readonly string[] = ['manifest.json', 'statistics.json', 'superseded.json', 'members.txt'];

/** Papers that tell of exchanges which are no examples: some that fell out, and some that a card shows. */
const papers = ['fell-out.jsonl', 'moderated.jsonl', 'samples.jsonl', 'card.md', 'card.html'];

/** A keyed hash that a line names, whatever it calls it, or that is the line. */
const named = /"([0-9a-f]{32})"|^([0-9a-f]{32})$/g;

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

/** Whether the files name one of the hashes. */
async function namesOneOf(store: ObjectStore, keys: readonly string[], wanted: ReadonlySet<string>): Promise<boolean> {
  for await (const id of idsIn(store, keys)) if (wanted.has(id)) return true;
  return false;
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
 * A dataset of which only papers tell of the user loses these papers, and stays.
 *
 * The order matters for work that breaks off: first the mark, then the list of members, then the files go.
 *
 * @returns whether the dataset held the user, now or when it was emptied
 */
export async function eraseFromDataset(work: EraseDataset): Promise<boolean> {
  const { store, pseudonym, dataset, at } = work;
  const prefix = `datasets/${dataset}/`;
  const names: string[] = [];
  for await (const { key } of store.list(prefix)) names.push(key.slice(prefix.length));
  const keysOf = (some: readonly string[]) => some.map((name) => `${prefix}${name}`);
  const { ids, conversations } = await readFound(store, foundPrefix(pseudonym));
  const wanted = new Set([pseudonym, ...ids, ...conversations]);
  const lists = names.filter((name) => /\.(jsonl(\.gz)?|txt)$/.test(name));
  const members = lists.filter((name) => !papers.includes(name));

  const superseded = await readJson(store, supersededKey(dataset), supersededSchema);
  const pseudonyms = superseded?.pseudonyms ?? [];
  // Where neither examples nor members say who is in it, anybody may be.
  const untold = ids.size > 0 && members.length > 0 && !members.some((name) => /^(examples|members)\./.test(name));
  if (!pseudonyms.includes(pseudonym) && !untold && !(await namesOneOf(store, keysOf(members), wanted))) {
    if (await namesOneOf(store, keysOf(lists), wanted)) {
      await remove(work, keysOf(names.filter((name) => papers.includes(name))));
    }
    return false;
  }

  const marked = [...new Set([...pseudonyms, pseudonym])].sort();
  const mark = { schema: 1, reason: 'erasure', dataset, at: superseded?.at ?? at, pseudonyms: marked };
  await store.put(supersededKey(dataset), JSON.stringify(mark, null, 2), 'application/json');
  const from = names.includes('members.txt') ? [membersKey(dataset)] : keysOf(members);
  await writeMembers(store, dataset, from, wanted);
  await remove(work, keysOf(names.filter((name) => !kept.includes(name))));
  return true;
}

async function remove({ store, pseudonym, dataset, round }: EraseDataset, keys: readonly string[]): Promise<void> {
  for (const key of keys) await store.removeAll(key);
  const erased: ShardsErased = { objects: 0, lines: 0, deleted: keys.length, broken: [] };
  const paper = `${roundPrefix(pseudonym, round)}dataset-${dataset}.json`;
  await store.put(paper, JSON.stringify(erased), 'application/json');
}

/** Writes down whose examples a dataset had, without those of the user. */
async function writeMembers(
  store: ErasableStore,
  dataset: string,
  from: readonly string[],
  erased: ReadonlySet<string>,
) {
  const sink = createSink(store.writer(membersKey(dataset), 'text/plain'));
  let last = '';
  for await (const id of idsIn(store, from)) {
    if (id === last || erased.has(id)) continue;
    last = id;
    await sink.add(id);
  }
  await sink.close();
}
