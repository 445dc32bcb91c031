import { nearest } from '../nearest.ts';

/** What other programs call our keys. */
const otherKeys = new Map(
  Object.entries({
    text: 'content',
    value: 'content',
    from: 'role',
    sender: 'role',
    conversations: 'messages',
    turns: 'messages',
    chosen: 'preferred_output',
    rejected: 'non_preferred_output',
    prompt: 'input',
  }),
);

/** Keys by which a line of another format is known, and how that is called. */
const ofFormats = new Map(
  Object.entries({
    preferred_output: 'dpo',
    non_preferred_output: 'dpo',
    schemaVersion: 'bedrock',
    messages: 'sft',
  }),
);

const roles = new Map(
  Object.entries({
    ai: 'assistant',
    bot: 'assistant',
    gpt: 'assistant',
    model: 'assistant',
    human: 'user',
    developer: 'system',
  }),
);

/** What to do about a key that is not known. @param known the keys that there may be */
export function adviceOnKey(key: string, known: readonly string[]): string {
  const other = otherKeys.get(key.toLowerCase());
  const meant = other !== undefined && known.includes(other) ? other : nearest(key, known, 2);
  if (meant !== undefined) return `Remove it, or rename it if "${meant}" is meant.`;
  const format = ofFormats.get(key);
  if (format !== undefined) return `Remove it, or check the file as the format ${format} if it is one.`;
  const isPair = ['prompt', 'completion'].includes(key) && known.includes('messages');
  if (!isPair) return 'Remove it.';
  return 'Write "messages" in its place: [{"role": "user", "content": "..."}, {"role": "assistant", "content": "..."}].';
}

/** The role that was probably meant. @returns undefined where nothing is near */
export const roleMeant = (role: string, known: readonly string[]): string | undefined =>
  roles.get(role.toLowerCase()) ?? nearest(role, known, 2);

/** What to do about a line that is JSON and no object. */
export const adviceOnValue = (value: unknown): string | undefined =>
  Array.isArray(value)
    ? "The line is a list: write each of its elements on a line of its own, such as by: jq -c '.[]'"
    : undefined;

/** What to do about a line that is no JSON. @param text of the line */
export const adviceOnText = (text: string): string | undefined =>
  ['[', '{'].includes(text.trim())
    ? "One value stands on several lines: write each object on one line, such as by: jq -c . (a list by: jq -c '.[]')"
    : undefined;
