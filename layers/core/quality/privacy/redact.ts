export { canonicalName } from './people.ts';
export { type RedactedDialogue, redactDialogue, redactText } from './redact-dialogue.ts';
export { createRedactor, type Redacted, type Redactor } from './redactor.ts';
