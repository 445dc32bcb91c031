import { linesOf } from '../dataset/lines.ts';
import { type ObjectStore, readJson } from '../dataset/object-store.ts';
import { shardListName } from '../dataset/shard-list.ts';
import { createSink, type LineSink } from '../dataset/sink.ts';
import type { ErasableStore } from './erasable-store.ts';
import { hashesIn, KeptHashes } from './hashes.ts';
import { foundPrefix, membersKey, type RoundOf, roundPrefix, supersededKey } from './names.ts';
import { readFound, type ShardsErased, supersededSchema } from './papers.ts';
import { unpacked } from './search.ts';

/** Papers without text: they stay, for they say what the dataset was. */
const kept: readonly string[] = ['manifest.json', shardListName, 'statistics.json', 'superseded.json', 'members.txt'];

/** Papers that tell of exchanges which are no examples: some that fell out, and some that a card shows. */
const papers = ['fell-out.jsonl', 'moderated.jsonl', 'samples.jsonl', 'card.md', 'card.html'];

/** Files that name nobody, where others say whose examples a dataset has: what is uploaded, what was wrong, what was read. */
const nameless = /^(train|validation|holdout|preferences|unreadable|problems|shards)\.jsonl(\.gz)?$/;
const telling = /^(examples|members)\./;

/** The hashes that each line of a file names; none when it is gone. */
async function* hashesOf(store: ObjectStore, key: string): AsyncGenerator<readonly string[][]> {
  const object = await store.open(key);
  if (object === undefined) return;
  for await (const lines of linesOf(unpacked(key, object.body))) yield lines.map((line) => [...hashesIn(line)]);
}

/** Whether the files name one of the hashes. */
async function namesOneOf(store: ObjectStore, keys: readonly string[], wanted: ReadonlySet<string>): Promise<boolean> {
  for (const key of keys) {
    for await (const lines of hashesOf(store, key)) {
      if (lines.some((line) => line.some((hash) => wanted.has(hash)))) return true;
    }
  }
  return false;
}

interface EraseDataset extends RoundOf {
  readonly store: ErasableStore;
  readonly dataset: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/**
 * Empties a dataset that has an example of the user: only papers without text are left, and one that says why. It is
 * not rewritten, for a dataset is named by its content, and another content is another dataset: the next run makes it.
 * A dataset of which only papers tell of the user loses these papers, and stays.
 *
 * The order matters for work that breaks off: first the mark, then the list of members, then the files go. Read, once,
 * are only the files that name people.
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
  // The list of shards tells of nobody, and its ETags must not be taken for ids.
  const lists = names.filter(
    (name) => /\.(jsonl(\.gz)?|txt)$/.test(name) && ![...papers, shardListName].includes(name),
  );
  const isTold = lists.some((name) => telling.test(name));
  const members = isTold ? lists.filter((name) => !nameless.test(name)) : lists;

  const superseded = await readJson(store, supersededKey(dataset), supersededSchema);
  const pseudonyms = superseded?.pseudonyms ?? [];
  // Where neither examples nor members say who is in it, anybody may be.
  const untold = ids.size > 0 && members.length > 0 && !isTold;
  const mark = () => {
    const marked = [...new Set([...pseudonyms, pseudonym])].sort();
    const paper = { schema: 1, reason: 'erasure', dataset, at: superseded?.at ?? at, pseudonyms: marked };
    return store.put(supersededKey(dataset), JSON.stringify(paper, null, 2), 'application/json');
  };
  const list = new MembersList(store, dataset, wanted, mark);
  if (pseudonyms.includes(pseudonym) || untold) await list.begin();
  // Of a dataset that was emptied before, this list alone says who was in it.
  const from = names.includes('members.txt') ? ['members.txt'] : members;
  for (const name of from)
    for await (const some of hashesOf(store, `${prefix}${name}`)) for (const line of some) await list.add(line);
  const others = members.filter((name) => !from.includes(name));
  if (!list.isBegun && (await namesOneOf(store, keysOf(others), wanted))) await list.begin();
  if (!list.isBegun) {
    const told = names.filter((name) => papers.includes(name));
    const some = told.filter((name) => name.endsWith('.jsonl'));
    if (await namesOneOf(store, keysOf(some), wanted)) await remove(work, keysOf(told));
    return false;
  }
  await list.close();
  await remove(work, keysOf(names.filter((name) => !kept.includes(name))));
  return true;
}

async function remove(work: EraseDataset, keys: readonly string[]): Promise<void> {
  const { store, dataset } = work;
  for (const key of keys) await store.removeAll(key);
  const erased: ShardsErased = { objects: 0, lines: 0, deleted: keys.length, pointers: 0, broken: [] };
  const paper = `${roundPrefix(work)}dataset-${dataset}.json`;
  await store.put(paper, JSON.stringify(erased), 'application/json');
}

/**
 * Whose examples a dataset had, without those of the user: written only once it is known that it held the user, and
 * after the mark. So the files are read once. Memory: 16 bytes of each hash that came before the first of the user.
 */
class MembersList {
  readonly #store: ErasableStore;
  readonly #dataset: string;
  readonly #erased: ReadonlySet<string>;
  readonly #mark: () => Promise<void>;
  #kept = new KeptHashes();
  #sink: LineSink | undefined;
  #last = '';

  constructor(store: ErasableStore, dataset: string, erased: ReadonlySet<string>, mark: () => Promise<void>) {
    this.#store = store;
    this.#dataset = dataset;
    this.#erased = erased;
    this.#mark = mark;
  }

  /** Whether it is known that the dataset held the user. */
  get isBegun(): boolean {
    return this.#sink !== undefined;
  }

  async begin(): Promise<void> {
    await this.#mark();
    this.#sink = createSink(this.#store.writer(membersKey(this.#dataset), 'text/plain'));
    for (const hash of this.#kept.all()) await this.#sink.add(hash);
    this.#kept = new KeptHashes();
  }

  /** What a line names, unless it names the user: then it is the user's, with whatever else it names. */
  add(line: readonly string[]): Promise<void> | undefined {
    if (line.some((hash) => this.#erased.has(hash))) return this.isBegun ? undefined : this.begin();
    let full: Promise<void> | undefined;
    for (const hash of line) {
      if (hash === this.#last) continue;
      this.#last = hash;
      if (this.#sink === undefined) this.#kept.add(hash);
      else full = this.#sink.add(hash) ?? full;
    }
    return full;
  }

  async close(): Promise<void> {
    await this.#sink?.close();
  }
}
