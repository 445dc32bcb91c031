import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  NoSuchKey,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { mapBounded } from '../core/bounded.ts';
import type { Part } from '../core/dataset/object-store.ts';
import type { Slice } from '../core/dataset/words.ts';
import { TerminalError } from '../core/errors.ts';
import { largestPart, multipartPlan, type UploadPart } from './multipart-plan.ts';

/** Where the bytes are and where they go. */
interface Concatenation {
  readonly s3: S3Client;
  readonly bucket: string;
  readonly parts: readonly Part[];
  readonly to: string;
  readonly contentType: string;
  /** Bytes of an object, for what is too small to be copied by S3 itself. */
  readonly range: (key: string, start: number, end: number) => Promise<Uint8Array>;
  /** Milliseconds for what S3 does by itself, in which it may be silent; two minutes unless told. */
  readonly patience?: number;
}

// Three attempts end well within a function's 15 minutes. Other calls are given up on sooner.
const enough = 120_000;

/** Parts that are made at once: 5 MiB of memory each at most. */
const atOnce = 8;

/** Where a copy comes from, as the header wants it. */
const source = (bucket: string, key: string) => `${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;

/** Whether a slice is all of the object that it is of. */
const isWhole = (parts: readonly Part[], { key, start, end }: Slice) =>
  start === 0 && parts.some((part) => part.key === key && part.bytes === end);

async function send(work: Concatenation, uploadId: string, number: number, part: UploadPart): Promise<string> {
  const { s3, bucket, parts, to, range, patience: requestTimeout = enough } = work;
  const target = { Bucket: bucket, Key: to, UploadId: uploadId, PartNumber: number };
  if ('copy' in part) {
    const { key, start, end } = part.copy;
    const CopySourceRange = isWhole(parts, part.copy) ? undefined : `bytes=${start}-${end - 1}`;
    const copied = { CopySource: source(bucket, key), CopySourceRange };
    const { CopyPartResult } = await s3.send(new UploadPartCopyCommand({ ...target, ...copied }), { requestTimeout });
    return CopyPartResult?.ETag ?? '';
  }
  const pieces = await Promise.all(part.gather.map(({ key, start, end }) => range(key, start, end)));
  const { ETag } = await s3.send(new UploadPartCommand({ ...target, Body: Buffer.concat(pieces) }));
  return ETag ?? '';
}

/**
 * Makes one object of others inside a bucket, whatever their size: see `ObjectStore.concatenate`. What broke off
 * leaves no upload behind.
 */
export async function concatenate(work: Concatenation): Promise<void> {
  const { s3, bucket, parts, to, contentType, patience: requestTimeout = enough } = work;
  const target = { Bucket: bucket, Key: to, ContentType: contentType };
  try {
    const [only] = parts;
    if (parts.length === 1 && only !== undefined && only.bytes <= largestPart) {
      const copied = { CopySource: source(bucket, only.key), MetadataDirective: 'REPLACE' as const };
      await s3.send(new CopyObjectCommand({ ...target, ...copied }), { requestTimeout });
      return;
    }
    const { UploadId = '' } = await s3.send(new CreateMultipartUploadCommand(target));
    const upload = { Bucket: bucket, Key: to, UploadId };
    try {
      const plan = multipartPlan(parts).map((part, i) => ({ part, number: i + 1 }));
      const Parts = await mapBounded(plan, atOnce, async ({ part, number }) => ({
        PartNumber: number,
        ETag: await send(work, UploadId, number, part),
      }));
      const complete = new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } });
      await s3.send(complete, { requestTimeout });
    } catch (error) {
      await s3.send(new AbortMultipartUploadCommand(upload)).catch(() => {});
      throw error;
    }
  } catch (error) {
    if (error instanceof NoSuchKey) {
      throw new TerminalError(`A part of ${to} is gone. Start a new run.`, { cause: error });
    }
    throw error;
  }
}
