import { loadPrivacyLexicon } from '../../layers/adapters/privacy-files.ts';
import { createRedactor } from '../../layers/core/quality/privacy/redact.ts';

const redactor = createRedactor(loadPrivacyLexicon('layers/policy'));

/** A text with its personal data out; whoever is named is NAME. */
export const redacted = (text: string): string => redactor.redact(text, () => 'NAME').text;
