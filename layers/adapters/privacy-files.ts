import { join } from 'node:path';
import { type PrivacyLexicon, privacyLexicon } from '../core/quality/privacy/lexicon.ts';
import { readPolicyBytes } from './policy-file.ts';

/**
 * Reads what the redactor knows; once per process, before the first exchange.
 *
 * @param policyFolder the folder that holds `privacy/`
 * @throws {InvalidPolicyFile} naming the file that is missing or says what its schema does not know
 */
export const loadPrivacyLexicon = (policyFolder: string): PrivacyLexicon =>
  privacyLexicon((name) => readPolicyBytes(join(policyFolder, 'privacy', name)));
