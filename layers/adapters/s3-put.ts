import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { calling, statusOf } from './failed-call.ts';

interface NewObject {
  readonly bucket: string;
  /** Derives from the content's origin, never from clock or chance: then writing twice changes nothing. */
  readonly key: string;
  readonly body: Uint8Array;
  readonly contentType: string;
}

/**
 * Writes an object unless one with its key is there.
 *
 * @returns false when it was there already: an earlier attempt at the same work got here first
 * @throws RetryableError when S3 failed, or when another writer of the same key is at it (409)
 */
export const putOnce = (s3: S3Client, { bucket, key, body, contentType }: NewObject) =>
  calling(`write ${key}`, async (): Promise<boolean> => {
    try {
      await s3.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: key,
          Body: body,
          ContentType: contentType,
          IfNoneMatch: '*',
        }),
      );
      return true;
    } catch (error) {
      if (statusOf(error) === 412) return false;
      throw error;
    }
  });
