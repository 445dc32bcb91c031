import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bundle } from '../infra/esbuild.ts';

const root = resolve(import.meta.dirname, '..');

/** What a function that only reads a table and writes to a bucket cannot do without. */
const sdkAlone = `
export { S3Client, PutObjectCommand } from '@aws-sdk/client-s3';
export { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
`;

/** Bundles the collector, and the bare SDK clients, as they are deployed; runs the work with their files. */
export async function withBundles<T>(work: (files: { collector: string; sdk: string }) => Promise<T>): Promise<T> {
  // Inside the project, where the SDK is found.
  const folder = mkdtempSync(join(root, 'node_modules', '.bench-'));
  try {
    const files = { collector: join(folder, 'collector.mjs'), sdk: join(folder, 'sdk.mjs') };
    const entry = join(folder, 'sdk.ts');
    writeFileSync(entry, sdkAlone);
    bundle(join(root, 'functions/collect/handler.ts'), files.collector);
    bundle(entry, files.sdk);
    return await work(files);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
