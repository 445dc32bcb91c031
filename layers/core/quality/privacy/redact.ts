export { canonicalName } from './people.ts';
export { type RedactedDialogue, redactDialogue } from './redact-dialogue.ts';
export { createRedactor, type Redacted, type Redactor } from './redactor.ts';
