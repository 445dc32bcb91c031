import type { House } from './house.ts';
import type { NodeFunction } from './node-function.ts';
import type { Secrets } from './secrets.ts';

/** Tells a function how the app names things. */
export function knowsMapping(step: NodeFunction, house: House): void {
  const { mapping } = house.settings;
  if (mapping) step.addEnvironment('MESSAGE_MAPPING', mapping);
}

/** Lets a function turn the app's ids into pseudonyms, and tells it how the app names things. */
export function knowsIdentity(step: NodeFunction, house: House, secrets: Secrets): void {
  secrets.grantRead(step, secrets.pseudonym);
  step.addEnvironment('PSEUDONYM_SECRET_ARN', secrets.pseudonym.secretArn);
  knowsMapping(step, house);
}
