import * as z from 'zod';
import { s3 } from '../../layers/adapters/clients.ts';
import { S3ObjectStore } from '../../layers/adapters/s3-object-store.ts';
import type { ObjectStore } from '../../layers/core/dataset/object-store.ts';
import { environment } from '../../layers/kit/environment.ts';

let store: ObjectStore | undefined;

/** The lake that the function was deployed with. */
export function lake(): ObjectStore {
  store ??= new S3ObjectStore(s3, environment({ LAKE_BUCKET: z.string().min(1) }).LAKE_BUCKET);
  return store;
}
