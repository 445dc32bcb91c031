import type { House } from './house.ts';
import type { NodeFunction } from './node-function.ts';
import type { Secrets } from './secrets.ts';

/** Lets a function turn the app's ids into pseudonyms, and tells it how the app names things. */
export function knowsIdentity(step: NodeFunction, house: House, secrets: Secrets): void {
  const { mapping } = house.settings;
  secrets.grantRead(step, secrets.pseudonym);
  step.addEnvironment('PSEUDONYM_SECRET_ARN', secrets.pseudonym.secretArn);
  if (mapping) step.addEnvironment('MESSAGE_MAPPING', mapping);
}
