import {
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type ObjectIdentifier,
  type ObjectVersion,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { ErasableStore } from '../core/erasure/erasable-store.ts';
import { RetryableError } from '../core/errors.ts';
import { calling, statusOf } from './failed-call.ts';
import { S3ObjectStore } from './s3-object-store.ts';

interface Version extends ObjectIdentifier {
  readonly Key: string;
  readonly latest: boolean;
  readonly marker: boolean;
}

/** S3 as a lake that can forget: whatever is removed goes with all its versions. */
export class S3ErasableStore extends S3ObjectStore implements ErasableStore {
  readonly #s3: () => S3Client;
  readonly #bucket: string;

  constructor(s3: () => S3Client, bucket: string) {
    super(s3, bucket);
    this.#s3 = s3;
    this.#bucket = bucket;
  }

  create(key: string, body: Uint8Array, contentType: string): Promise<boolean> {
    return this.#putIf({ IfNoneMatch: '*' }, key, body, contentType);
  }

  replace(key: string, etag: string, body: Uint8Array, contentType: string): Promise<boolean> {
    return this.#putIf({ IfMatch: etag }, key, body, contentType);
  }

  #putIf(
    condition: Pick<PutObjectCommandInput, 'IfMatch' | 'IfNoneMatch'>,
    key: string,
    body: Uint8Array,
    contentType: string,
  ): Promise<boolean> {
    return calling(`rewrite ${key}`, async () => {
      try {
        const put = { Bucket: this.#bucket, Key: key, Body: body, ContentType: contentType, ...condition };
        await this.#s3().send(new PutObjectCommand(put));
        return true;
      } catch (error) {
        // Another content, or any (412), another writer at it (409), or gone (404).
        if ([404, 409, 412].includes(statusOf(error) ?? 0)) return false;
        throw error;
      }
    });
  }

  async removeAll(prefix: string): Promise<number> {
    // What was before goes first: where this breaks off, it must not be the latest, and so there again.
    await this.forgetReplaced(prefix);
    let objects = 0;
    await this.#remove(prefix, ({ latest, marker }) => {
      if (latest && !marker) objects++;
      return true;
    });
    return objects;
  }

  forgetReplaced(prefix: string): Promise<number> {
    // What a marker hides is not the latest, so it goes. The marker stays until the bucket's own rule takes it: where
    // it went first, by a page or by one deletion that failed, what it hides would be the latest, and there again.
    return this.#remove(prefix, ({ latest }) => !latest);
  }

  async #remove(prefix: string, which: (version: Version) => boolean): Promise<number> {
    let removed = 0;
    for await (const page of this.#pages(prefix)) {
      const going = page.filter(which).map(({ Key, VersionId }) => ({ Key, VersionId }));
      if (going.length === 0) continue;
      removed += going.length;
      const request = { Bucket: this.#bucket, Delete: { Objects: going, Quiet: true } };
      const { Errors: [failure] = [] } = await calling(`remove versions under ${prefix}`, () =>
        this.#s3().send(new DeleteObjectsCommand(request)),
      );
      if (failure) throw new RetryableError(`Could not remove ${failure.Key}. ${failure.Code}: ${failure.Message}`);
    }
    return removed;
  }

  async *#pages(prefix: string): AsyncGenerator<Version[]> {
    let from: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
    while (from) {
      const request = new ListObjectVersionsCommand({ Bucket: this.#bucket, Prefix: prefix, ...from });
      const page: ListObjectVersionsCommandOutput = await calling(`list the versions of ${prefix}`, () =>
        this.#s3().send(request),
      );
      yield [...versionsOf(page.Versions, false), ...versionsOf(page.DeleteMarkers, true)];
      const { IsTruncated = false, NextKeyMarker, NextVersionIdMarker } = page;
      from = IsTruncated
        ? {
            ...(NextKeyMarker !== undefined && { KeyMarker: NextKeyMarker }),
            ...(NextVersionIdMarker !== undefined && { VersionIdMarker: NextVersionIdMarker }),
          }
        : undefined;
    }
  }
}

type Listed = Pick<ObjectVersion, 'Key' | 'VersionId' | 'IsLatest'>;

const versionsOf = (listed: readonly Listed[] = [], marker: boolean): Version[] =>
  listed.map(({ Key = '', VersionId, IsLatest: latest = false }) => ({
    Key,
    latest,
    marker,
    ...(VersionId !== undefined && { VersionId }),
  }));
