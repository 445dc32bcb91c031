import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Client } from '@aws-sdk/client-s3';
import { givingUp } from '../../layers/adapters/clients.ts';
import { S3ObjectStore } from '../../layers/adapters/s3-object-store.ts';

const credentials = { accessKeyId: 'none', secretAccessKey: 'none' };

it('a service that is silent is given up on, and may be asked again', async () => {
  const server = createServer(() => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as AddressInfo;
  const where = { endpoint: `http://127.0.0.1:${port}`, region: 'us-east-1', forcePathStyle: true };
  const s3 = new S3Client({ ...where, credentials, maxAttempts: 2, ...givingUp(0.2) });
  const put = new S3ObjectStore(() => s3, 'lake').put('key', 'body', 'text/plain');
  await expect(put).rejects.toMatchObject({ name: 'RetryableError', message: expect.stringContaining('TimeoutError') });
  s3.destroy();
  server.closeAllConnections();
  server.close();
});
