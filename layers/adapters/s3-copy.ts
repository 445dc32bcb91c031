import {
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  type S3Client,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';

/** One CopyObject call copies 5 GB at most. */
const atOnce = 4 * 1024 ** 3;

/** Where a copy comes from, as the header wants it. */
const source = (bucket: string, key: string) => `${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;

/** Copies inside a bucket, whatever the size; the bytes do not pass through here. */
export async function copyInParts(s3: S3Client, bucket: string, from: string, to: string): Promise<void> {
  const [target, copied] = [{ Bucket: bucket, Key: to }, { CopySource: source(bucket, from) }];
  const { ContentLength: size = 0, ContentType } = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: from }));
  if (size <= atOnce) {
    await s3.send(new CopyObjectCommand({ ...target, ...copied }));
    return;
  }
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ ...target, ContentType }));
  const parts: CompletedPart[] = [];
  for (let start = 0; start < size; start += atOnce) {
    const part = { PartNumber: parts.length + 1, UploadId };
    const CopySourceRange = `bytes=${start}-${Math.min(size, start + atOnce) - 1}`;
    const { CopyPartResult } = await s3.send(
      new UploadPartCopyCommand({ ...target, ...copied, ...part, CopySourceRange }),
    );
    parts.push({ PartNumber: part.PartNumber, ETag: CopyPartResult?.ETag });
  }
  await s3.send(new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts: parts } }));
}
