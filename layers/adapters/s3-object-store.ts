import { once } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import {
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import type { ObjectStore, ObjectWriter, OpenObject, Part, StoredObject } from '../core/dataset/object-store.ts';
import { TerminalError } from '../core/errors.ts';
import { calling } from './failed-call.ts';
import { concatenate } from './s3-concatenate.ts';

/** The pieces of a body, with what went wrong on the way told as the house tells it. */
async function* pieces(key: string, body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const iterator = body[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { value, done } = await calling(`read ${key}`, () => iterator.next());
      if (done === true) return;
      yield value;
    }
  } finally {
    // Who has seen enough leaves: a body that stays open keeps its socket, and with fifty of them the next call waits for ever.
    await iterator.return?.();
  }
}

/** S3 as the lake. Writers upload in parts: 16 MiB of each object in the making are in memory. */
export class S3ObjectStore implements ObjectStore {
  readonly #s3: () => S3Client;
  readonly #bucket: string;

  constructor(s3: () => S3Client, bucket: string) {
    this.#s3 = s3;
    this.#bucket = bucket;
  }

  async *list(prefix: string, after = ''): AsyncGenerator<StoredObject> {
    const request = { Bucket: this.#bucket, Prefix: prefix, ...(after !== '' && { StartAfter: after }) };
    const pages = paginateListObjectsV2({ client: this.#s3() }, request);
    for (;;) {
      const { value, done } = await calling(`list ${prefix}`, () => pages.next());
      if (done === true) return;
      for (const { Key: key, ETag: etag = '', Size: size = 0 } of value.Contents ?? []) {
        if (key !== undefined) yield { key, etag, size };
      }
    }
  }

  async open(key: string): Promise<OpenObject | undefined> {
    const found = await calling(`open ${key}`, async () => {
      try {
        return await this.#s3().send(new GetObjectCommand({ Bucket: this.#bucket, Key: key }));
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    });
    if (found === undefined) return undefined;
    const { Body: body, ETag: etag = '', ContentLength: size = 0 } = found;
    return { key, etag, size, body: body instanceof Readable ? pieces(key, body) : Readable.from([]) };
  }

  sizeOf(key: string): Promise<number | undefined> {
    return calling(`look at ${key}`, async () => {
      try {
        return (await this.#s3().send(new HeadObjectCommand({ Bucket: this.#bucket, Key: key }))).ContentLength;
      } catch (error) {
        if (error instanceof NotFound) return undefined;
        throw error;
      }
    });
  }

  range(key: string, start: number, end: number): Promise<Uint8Array> {
    return calling(`read ${key}`, async () => {
      try {
        const range = { Bucket: this.#bucket, Key: key, Range: `bytes=${start}-${end - 1}` };
        const { Body: body } = await this.#s3().send(new GetObjectCommand(range));
        return (await body?.transformToByteArray()) ?? new Uint8Array();
      } catch (error) {
        if (error instanceof NoSuchKey) throw new TerminalError(`${key} is gone. Start a new run.`, { cause: error });
        throw error;
      }
    });
  }

  writer(key: string, contentType: string): ObjectWriter {
    const body = new PassThrough();
    const upload = new Upload({
      client: this.#s3(),
      params: { Bucket: this.#bucket, Key: key, Body: body, ContentType: contentType },
      partSize: 8 * 1024 * 1024,
      queueSize: 1,
    });
    const done = calling(`write ${key}`, () => upload.done());
    // A failed upload is told to whoever writes or closes next, and is no accident of its own.
    body.on('error', () => {});
    const failure = new AbortController();
    done.catch(() => {
      failure.abort();
      body.destroy();
    });
    return {
      async write(bytes) {
        if (body.write(bytes)) return;
        // No race with `done`: until the upload ends, it would remember each piece that ever waited for room.
        await once(body, 'drain', { signal: failure.signal }).catch((error: unknown) =>
          failure.signal.aborted ? done : Promise.reject(error),
        );
      },
      async close() {
        body.end();
        await done;
      },
      async abort() {
        await upload.abort();
        await done.catch(() => {});
      },
    };
  }

  async put(key: string, body: string, contentType: string): Promise<void> {
    await calling(`write ${key}`, () =>
      this.#s3().send(new PutObjectCommand({ Bucket: this.#bucket, Key: key, Body: body, ContentType: contentType })),
    );
  }

  concatenate(parts: readonly Part[], to: string, contentType: string): Promise<void> {
    const range = (key: string, start: number, end: number) => this.range(key, start, end);
    return calling(`write ${to}`, () =>
      concatenate({ s3: this.#s3(), bucket: this.#bucket, parts, to, contentType, range }),
    );
  }
}
