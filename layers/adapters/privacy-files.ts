import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PrivacyLexicon, privacyFileNames, privacyLexicon } from '../core/quality/privacy/lexicon.ts';

/**
 * Reads what the redactor knows; once per process, before the first exchange.
 *
 * @param policyFolder the folder that holds `privacy/`
 * @throws when a file is missing or says what the schema does not know
 */
export function loadPrivacyLexicon(policyFolder: string): PrivacyLexicon {
  const read = (name: string) => readFileSync(join(policyFolder, 'privacy', name), 'utf8');
  const [cues, standIns] = privacyFileNames;
  return privacyLexicon({ [cues]: read(cues), [standIns]: read(standIns) });
}
