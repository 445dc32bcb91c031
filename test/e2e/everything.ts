import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import type { Deployed } from './deployed.ts';

/** Every version of every object of the lake, unpacked. Keys have their version behind a `#`. */
export async function everything({ clients, outputs }: Deployed): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const Bucket = outputs.LakeBucket;
  const { Versions = [] } = await clients.s3.send(new ListObjectVersionsCommand({ Bucket }));
  for (const { Key = '', VersionId } of Versions) {
    const Body = await clients.s3
      .send(new GetObjectCommand({ Bucket, Key, VersionId }))
      .then(({ Body: body }) => body)
      // Removed since it was listed.
      .catch((error: unknown) => {
        if (error instanceof Error && /^NoSuch(Version|Key)$/.test(error.name)) return undefined;
        throw error;
      });
    if (Body === undefined) continue;
    const bytes = Buffer.from(await Body.transformToByteArray());
    found.set(`${Key}#${VersionId}`, (Key.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString());
  }
  return found;
}
