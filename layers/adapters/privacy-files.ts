import { join } from 'node:path';
import type { Redact } from '../core/conversation/to-lines.ts';
import { type PrivacyLexicon, privacyLexicon } from '../core/quality/privacy/lexicon.ts';
import { createRedactor, redactDialogue } from '../core/quality/privacy/redact.ts';
import { readPolicyBytes } from './policy-file.ts';

/**
 * Reads what the redactor knows; once per process, before the first exchange.
 *
 * @param policyFolder the folder that holds `privacy/`
 * @throws {InvalidPolicyFile} naming the file that is missing or says what its schema does not know
 */
export const loadPrivacyLexicon = (policyFolder: string): PrivacyLexicon =>
  privacyLexicon((name) => readPolicyBytes(join(policyFolder, 'privacy', name)));

/** What takes personal data out of dialogues; made once per process, too. @throws as `loadPrivacyLexicon` */
export function loadRedact(policyFolder: string): Redact {
  const redactor = createRedactor(loadPrivacyLexicon(policyFolder));
  return (dialogue, standInKey) => redactDialogue(redactor, dialogue, standInKey);
}
