import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The policies and word lists that come with the project. */
export const policyFolder = join(import.meta.dirname, '../layers/policy');

/** A policy by its name, or by a folder of one's own that holds a policy.json. */
export const policyNamed = (nameOrFolder: string): string =>
  existsSync(join(nameOrFolder, 'policy.json')) ? resolve(nameOrFolder) : nameOrFolder;
