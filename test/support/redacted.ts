import { loadPrivacyLexicon } from '../../layers/adapters/privacy-files.ts';
import { createRedactor, redactText } from '../../layers/core/quality/privacy/redact.ts';

const redactor = createRedactor(loadPrivacyLexicon('layers/policy'));

/** A text with its personal data out; whoever is named is NAME. */
export const redacted = (text: string): string =>
  redactText(redactor, text, () => 'key').text.replace(/\p{Lu}\p{Ll}{7}/gu, (word) =>
    redactor.lexicon.standIns.has(word.toLowerCase()) ? 'NAME' : word,
  );
