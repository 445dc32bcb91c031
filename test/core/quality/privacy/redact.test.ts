import { loadPrivacyLexicon } from '../../../../layers/adapters/privacy-files.ts';
import { createRedactor, redactDialogue } from '../../../../layers/core/quality/privacy/redact.ts';

const redactor = createRedactor(loadPrivacyLexicon('layers/policy'));

describe('redactDialogue', () => {
  const dialogue = {
    context: [{ sender: 'user' as const, text: 'Hi, my name is Tamsin. Mail me: tamsin@example.org' }],
    user: 'Did you get it?',
    assistant: 'Yes Tamsin, I did.',
  };
  it('replaces a name in every turn by one stand-in, and tells it', () => {
    const { dialogue: redacted, name, counts } = redactDialogue(redactor, dialogue, 'a'.repeat(32));
    expect(redacted).toEqual({
      context: [{ sender: 'user', text: `Hi, my name is ${name}. Mail me: [email]` }],
      user: 'Did you get it?',
      assistant: `Yes ${name}, I did.`,
    });
    expect(counts).toEqual({ name: 2, email: 1 });
  });
  it('changes nothing the second time', () => {
    const once = redactDialogue(redactor, dialogue, 'a'.repeat(32)).dialogue;
    expect(redactDialogue(redactor, once, 'b'.repeat(32)).dialogue).toEqual(once);
  });
});
