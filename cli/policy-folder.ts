import { join } from 'node:path';

/** The policies and word lists that come with the project. */
export const policyFolder = join(import.meta.dirname, '../layers/policy');
