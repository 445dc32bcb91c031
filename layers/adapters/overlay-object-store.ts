import type { ObjectStore, ObjectWriter, OpenObject, Part, StoredObject } from '../core/dataset/object-store.ts';
import { pour } from './pour.ts';

/** Two sorted listings as one; of a key that is in both, the first one's object. */
async function* merged(one: AsyncIterable<StoredObject>, two: AsyncIterable<StoredObject>) {
  const [a, b] = [one[Symbol.asyncIterator](), two[Symbol.asyncIterator]()];
  let [x, y] = [await a.next(), await b.next()];
  while (x.done !== true || y.done !== true) {
    const isOfOne = x.done !== true && (y.done === true || x.value.key <= y.value.key);
    if (x.done !== true && isOfOne) {
      if (y.done !== true && y.value.key === x.value.key) y = await b.next();
      yield x.value;
      x = await a.next();
    } else if (y.done !== true) {
      yield y.value;
      y = await b.next();
    }
  }
}

/** A lake that is only read, with another laid over it that takes everything that is written. */
export class OverlayObjectStore implements ObjectStore {
  readonly #base: Pick<ObjectStore, 'list' | 'open' | 'sizeOf' | 'range'>;
  readonly #top: ObjectStore;
  readonly #written = new Set<string>();

  constructor(base: Pick<ObjectStore, 'list' | 'open' | 'sizeOf' | 'range'>, top: ObjectStore) {
    this.#base = base;
    this.#top = top;
  }

  #of(key: string): Pick<ObjectStore, 'open' | 'sizeOf' | 'range'> {
    return this.#written.has(key) ? this.#top : this.#base;
  }

  list(prefix: string, after?: string): AsyncIterable<StoredObject> {
    return merged(this.#top.list(prefix, after), this.#base.list(prefix, after));
  }

  open(key: string): Promise<OpenObject | undefined> {
    return this.#of(key).open(key);
  }

  sizeOf(key: string): Promise<number | undefined> {
    return this.#of(key).sizeOf(key);
  }

  range(key: string, start: number, end: number): Promise<Uint8Array> {
    return this.#of(key).range(key, start, end);
  }

  writer(key: string, contentType: string): ObjectWriter {
    const writer = this.#top.writer(key, contentType);
    return {
      write: (bytes) => writer.write(bytes),
      close: async () => {
        await writer.close();
        this.#written.add(key);
      },
      abort: () => writer.abort(),
    };
  }

  async put(key: string, body: string, contentType: string): Promise<void> {
    await this.#top.put(key, body, contentType);
    this.#written.add(key);
  }

  async concatenate(parts: readonly Part[], to: string, contentType: string): Promise<void> {
    if (parts.every(({ key }) => this.#written.has(key))) await this.#top.concatenate(parts, to, contentType);
    else await pour(async (key) => (await this.#of(key).open(key))?.body, parts, this.#top.writer(to, contentType));
    this.#written.add(to);
  }
}
