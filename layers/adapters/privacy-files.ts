import { join } from 'node:path';
import { type PrivacyLexicon, privacyLexicon } from '../core/quality/privacy/lexicon.ts';
import { readPolicyBytes } from './policy-file.ts';

/**
 * Reads what the redactor knows; once per process, before the first exchange.
 *
 * @param policyFolder the folder that holds `privacy/`
 * @throws {InvalidPolicyFile} naming the file that is missing or says what its schema does not know
 */
export function loadPrivacyLexicon(policyFolder: string): PrivacyLexicon {
  const read = (name: string) => readPolicyBytes(join(policyFolder, 'privacy', name));
  return privacyLexicon({
    'cues.json': read('cues.json'),
    'addresses.json': read('addresses.json'),
    'names.json': read('names.json'),
    'usual-first-names.txt': read('usual-first-names.txt'),
    'foreign-words.txt': read('foreign-words.txt'),
    'not-people.txt': read('not-people.txt'),
    'public-names.txt': read('public-names.txt'),
    'stand-ins.json': read('stand-ins.json'),
    'scripts.json': read('scripts.json'),
    'first-names.txt': read('first-names.txt'),
    'surnames.txt': read('surnames.txt'),
    'common-words.txt': read('common-words.txt'),
    'words.txt': read('words.txt'),
  });
}
