import { multipartPlan } from '../../layers/adapters/multipart-plan.ts';
import type {
  ObjectStore,
  ObjectWriter,
  OpenObject,
  Part,
  StoredObject,
} from '../../layers/core/dataset/object-store.ts';

/** Part of a multipart upload, as the S3 adapter sends it. */
const partBytes = 8 * 1024 * 1024;

/** Counts what S3 would be asked for: it charges by the request. */
export class CountingStore implements ObjectStore {
  readonly #store: ObjectStore;
  reads = 0;
  writes = 0;

  constructor(store: ObjectStore) {
    this.#store = store;
  }

  get requests(): { readonly reads: number; readonly writes: number } {
    return { reads: this.reads, writes: this.writes };
  }

  list(prefix: string, after?: string): AsyncIterable<StoredObject> {
    this.writes++;
    return this.#store.list(prefix, after);
  }

  open(key: string): Promise<OpenObject | undefined> {
    this.reads++;
    return this.#store.open(key);
  }

  sizeOf(key: string): Promise<number | undefined> {
    this.reads++;
    return this.#store.sizeOf(key);
  }

  range(key: string, start: number, end: number): Promise<Uint8Array> {
    this.reads++;
    return this.#store.range(key, start, end);
  }

  writer(key: string, contentType: string): ObjectWriter {
    const writer = this.#store.writer(key, contentType);
    let bytes = 0;
    this.writes++;
    return {
      write: (piece) => {
        if (Math.floor((bytes + piece.byteLength) / partBytes) > Math.floor(bytes / partBytes)) this.writes++;
        bytes += piece.byteLength;
        return writer.write(piece);
      },
      close: () => writer.close(),
      abort: () => writer.abort(),
    };
  }

  put(key: string, body: string, contentType: string): Promise<void> {
    this.writes++;
    return this.#store.put(key, body, contentType);
  }

  concatenate(parts: readonly Part[], to: string, contentType: string): Promise<void> {
    const plan = multipartPlan(parts);
    this.reads += plan.reduce((sum, part) => sum + ('gather' in part ? part.gather.length : 0), 0);
    this.writes += parts.length === 1 ? 1 : plan.length + 2;
    return this.#store.concatenate(parts, to, contentType);
  }
}
