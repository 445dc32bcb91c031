import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { CreateBucketCommand, HeadObjectCommand, ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import { S3ObjectStore } from '../../layers/adapters/s3-object-store.ts';
import { Children } from '../../local/children.ts';
import { startEmulator } from '../../local/emulator/emulator.ts';
import { makeRunFolder } from '../../local/folders.ts';
import { type EmulatorClients, emulatorClients } from '../../local/stack/clients.ts';

/** In milliseconds: the first run on a machine installs the emulator. */
const long = 180_000;
const mebibyte = 1024 ** 2;

describe('S3 on the emulator', () => {
  const folder = makeRunFolder();
  const children = new Children();
  let s3: EmulatorClients['s3'];

  beforeAll(async () => {
    const { endpoint } = await startEmulator({ children, folder, auth: false, waitScale: 0 });
    ({ s3 } = emulatorClients(endpoint));
    await s3.send(new CreateBucketCommand({ Bucket: 'lake' }));
  }, long);

  afterAll(async () => {
    await children.stopAll();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([
    ['parts large and small', [6 * mebibyte, 1000, 7 * mebibyte, mebibyte, mebibyte, 12 * mebibyte + 7, 3]],
    ['small parts alone', [3, 1000, 70_000]],
    ['one part', [1000]],
  ])('makes one object of %s, with the bytes of all', async (name, sizes) => {
    const store = new S3ObjectStore(() => s3, 'lake');
    const whole = createHash('sha256');
    const parts = [];
    for (const [i, bytes] of sizes.entries()) {
      const [key, content] = [`work/${name}/${i}`, Buffer.alloc(bytes, `${name} ${i} `)];
      const writer = store.writer(key, 'application/jsonl');
      await writer.write(content);
      await writer.close();
      whole.update(content);
      parts.push({ key, bytes });
    }
    const to = `datasets/${name}`;
    await store.concatenate(parts, to, 'application/jsonl');
    const joined = createHash('sha256');
    for await (const piece of (await store.open(to))?.body ?? []) joined.update(piece);
    expect(joined.digest('hex')).toBe(whole.digest('hex'));
    const { ContentType } = await s3.send(new HeadObjectCommand({ Bucket: 'lake', Key: to }));
    expect(ContentType).toBe('application/jsonl');
    const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket: 'lake' }));
    expect(Uploads).toEqual([]);
  });
});
