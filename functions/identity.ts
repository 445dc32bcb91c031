import * as z from 'zod';
import { secretsManager } from '../layers/adapters/clients.ts';
import { createSecret } from '../layers/adapters/secret.ts';
import { messageMappingSchema } from '../layers/core/conversation/mapping.ts';
import { createPseudonyms } from '../layers/core/conversation/pseudonym.ts';
import { once } from '../layers/core/once.ts';
import { environment, json } from '../layers/kit/environment.ts';

const settings = once(() =>
  environment({
    MESSAGE_MAPPING: json(messageMappingSchema).default(messageMappingSchema.parse({})),
    PSEUDONYM_SECRET_ARN: z.string().min(1),
  }),
);

const pseudonyms = once(() =>
  createSecret(
    secretsManager,
    { id: settings().PSEUDONYM_SECRET_ARN, what: 'the pseudonyms of users', example: '"$(openssl rand -hex 32)"' },
    createPseudonyms,
  ),
);

/** How the app names things, and what these are called here. The key is read with the first call. */
export const identity = async () => ({ mapping: settings().MESSAGE_MAPPING, pseudonyms: await pseudonyms()() });
