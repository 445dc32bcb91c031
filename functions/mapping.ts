import { messageMappingSchema } from '../layers/core/conversation/mapping.ts';
import { once } from '../layers/core/once.ts';
import { environment, json } from '../layers/kit/environment.ts';

const variable = json(messageMappingSchema).default(messageMappingSchema.parse({}));

/** How the app names things. */
export const mapping = once(() => environment({ MESSAGE_MAPPING: variable }).MESSAGE_MAPPING);
