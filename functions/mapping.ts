import { messageMappingSchema } from '../layers/core/conversation/mapping.ts';
import { once } from '../layers/core/once.ts';
import { environment, json } from '../layers/kit/environment.ts';

const settings = once(() =>
  environment({ MESSAGE_MAPPING: json(messageMappingSchema).default(messageMappingSchema.parse({})) }),
);

/** How the app names things. */
export const mapping = () => settings().MESSAGE_MAPPING;
