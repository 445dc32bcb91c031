import type * as z from 'zod';
import { parsedAs } from '../json.ts';

/** One object of the lake as a listing shows it. */
export interface StoredObject {
  readonly key: string;
  readonly etag: string;
  /** Bytes. */
  readonly size: number;
}

/** An object while it is read, in pieces as they arrive. */
export interface OpenObject extends StoredObject {
  readonly body: AsyncIterable<Uint8Array>;
}

/** An object while it is written: nobody sees it before `close`, and after `abort` nobody ever will. */
export interface ObjectWriter {
  /** Resolves when the next piece may come; awaiting it is what bounds the memory. */
  write(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
  abort(): Promise<void>;
}

/**
 * The lake: objects by key. Implementations throw RetryableError when the same call may succeed later.
 */
export interface ObjectStore {
  /**
   * All objects whose key starts with the prefix, by key, page after page.
   *
   * @param after only those whose key is greater; there need be no such object
   */
  list(prefix: string, after?: string): AsyncIterable<StoredObject>;
  /** @returns undefined when there is no such object: somebody may delete between listing and reading */
  open(key: string): Promise<OpenObject | undefined>;
  /** Bytes of an object. @returns undefined when there is no such object */
  sizeOf(key: string): Promise<number | undefined>;
  /** Bytes `start` to `end`, the last not included. @throws TerminalError when there is no such object */
  range(key: string, start: number, end: number): Promise<Uint8Array>;
  writer(key: string, contentType: string): ObjectWriter;
  /** Writes a small object, in place of one that may be there. */
  put(key: string, body: string, contentType: string): Promise<void>;
  /**
   * Makes one object of others, one after the other, inside the store: the bytes do not pass through here, but for
   * parts smaller than the store joins by itself (5 MiB), and of those a few at a time. One part is a copy.
   *
   * @param parts as they are; none may be empty
   * @throws TerminalError when one is gone
   */
  concatenate(parts: readonly Part[], to: string, contentType: string): Promise<void>;
}

/** An object that becomes part of another. */
export interface Part {
  readonly key: string;
  readonly bytes: number;
}

/** The whole of a small object that is open, as text. */
export async function textOf({ body }: Pick<OpenObject, 'body'>): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}

/** The whole of a small object as text. @returns undefined when there is no such object */
export async function readText(store: Pick<ObjectStore, 'open'>, key: string): Promise<string | undefined> {
  const object = await store.open(key);
  return object && textOf(object);
}

/** A small JSON object; undefined when it is gone or is something else. */
export async function readJson<Schema extends z.ZodType>(
  store: Pick<ObjectStore, 'open'>,
  key: string,
  schema: Schema,
): Promise<z.infer<Schema> | undefined> {
  const text = await readText(store, key);
  return text === undefined ? undefined : parsedAs(schema, text);
}

/** Whether there is an object: for whoever may list and not read. */
export async function exists(store: Pick<ObjectStore, 'list'>, key: string): Promise<boolean> {
  for await (const object of store.list(key)) if (object.key === key) return true;
  return false;
}
