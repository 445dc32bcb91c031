import * as z from 'zod';
import { secretsManager } from '../layers/adapters/clients.ts';
import { createSecret } from '../layers/adapters/secret.ts';
import { createPseudonyms } from '../layers/core/conversation/pseudonym.ts';
import { once } from '../layers/core/once.ts';
import { environment } from '../layers/kit/environment.ts';
import { mapping } from './mapping.ts';

const pseudonyms = once(() => {
  const { PSEUDONYM_SECRET_ARN: id } = environment({ PSEUDONYM_SECRET_ARN: z.string().min(1) });
  const asked = { id, what: 'the pseudonyms of users', example: '"$(openssl rand -hex 32)"' };
  return createSecret(secretsManager, asked, createPseudonyms);
});

/** How the app names things, and what these are called here. The key is read with the first call. */
export const identity = async () => ({ mapping: mapping(), pseudonyms: await pseudonyms()() });
