import * as z from 'zod';
import { s3 } from '../layers/adapters/clients.ts';
import { S3ErasableStore } from '../layers/adapters/s3-erasable-store.ts';
import { once } from '../layers/core/once.ts';
import { environment } from '../layers/kit/environment.ts';

/** The lake that the function was deployed with. */
export const lake = once(() => new S3ErasableStore(s3, environment({ LAKE_BUCKET: z.string().min(1) }).LAKE_BUCKET));
