import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bundle } from '../infra/esbuild.ts';
import { copyCompiled } from '../infra/policy-copy.ts';

const root = resolve(import.meta.dirname, '..');

/** What a function that only reads a table and writes to a bucket cannot do without. */
const sdkAlone = `
export { S3Client, PutObjectCommand } from '@aws-sdk/client-s3';
export { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
`;

interface Bundles {
  readonly collector: string;
  /** What the collector is wired from; exports `lineParts`, which reads what it judges with. */
  readonly wiring: string;
  readonly sdk: string;
  /** The policy layer's folder, compiled as it is deployed. */
  readonly policies: string;
}

/** Bundles the collector, and the bare SDK clients, as they are deployed; runs the work with their files. */
export async function withBundles<T>(work: (files: Bundles) => Promise<T>): Promise<T> {
  // Inside the project, where the SDK is found.
  const folder = mkdtempSync(join(root, 'node_modules', '.bench-'));
  try {
    const file = (name: string) => join(folder, `${name}.mjs`);
    const files = {
      collector: file('collector'),
      wiring: file('wiring'),
      sdk: file('sdk'),
      policies: join(folder, 'policy'),
    };
    const entry = join(folder, 'sdk.ts');
    writeFileSync(entry, sdkAlone);
    bundle(join(root, 'functions/collect/handler.ts'), files.collector);
    const wiring = join(folder, 'wiring.ts');
    const parts = ['collect/deps', 'line-parts'].map((name) => join(root, `functions/${name}.ts`));
    writeFileSync(wiring, parts.map((part) => `export * from '${part}';\n`).join(''));
    bundle(wiring, files.wiring);
    bundle(entry, files.sdk);
    copyCompiled(join(root, 'layers/policy'), files.policies);
    return await work(files);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
