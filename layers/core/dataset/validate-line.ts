import { isObject } from '../json.ts';
import { adviceOnKey, adviceOnValue, roleMeant } from './advice.ts';
import { type LineProblem, problem } from './problem.ts';
import { specialTokenIn } from './special-token.ts';

const lineKeys = ['messages', 'tools', 'parallel_tool_calls'];
const messageKeys = ['role', 'content', 'name', 'weight', 'tool_calls', 'tool_call_id', 'function_call'];
const roles = ['system', 'user', 'assistant', 'tool'];

/** An object of JSON, not yet understood. */
export type Fields = Readonly<Record<string, unknown>>;

/** What a message says, as far as it could be read. */
interface ReadMessage {
  readonly role: string;
  readonly content: string;
  readonly name?: string | undefined;
  readonly weight?: unknown;
}

/** A name that somebody chose, fit for a message to a person: short, and no text of the conversation. */
export const shown = (name: string) => JSON.stringify(name.slice(0, 40));

export const unknownKeys = (fields: Fields, known: readonly string[], where: string): LineProblem[] =>
  Object.keys(fields)
    .filter((key) => !known.includes(key))
    .map((key) => problem('unknown_key', `${where} has the key ${shown(key)}.`, adviceOnKey(key, known)));

/** The text of a message: a string, or the text parts of a list. */
export function textOf(content: unknown): string | undefined {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content) || !content.every(isObject)) return undefined;
  return content.map((part) => (typeof part['text'] === 'string' ? part['text'] : '')).join('\n');
}

export function contentProblems(fields: Fields, where: string): LineProblem[] {
  const { content } = fields;
  const callsTool = fields['role'] === 'assistant' && ('tool_calls' in fields || 'function_call' in fields);
  if (callsTool && (content === undefined || content === null || content === '')) return [];
  const text = textOf(content);
  if (content === undefined || content === null) return [problem('empty_content', `${where} has no content.`)];
  if (text === undefined) return [problem('wrong_content', `The content of ${where} is no text.`)];
  if (!text.isWellFormed()) return [problem('lone_surrogate', `The content of ${where} has half a character.`)];
  const isPicture = Array.isArray(content) && content.some((part) => isObject(part) && part['type'] === 'image_url');
  if (text.trim() === '' && !isPicture) return [problem('empty_content', `The content of ${where} is empty.`)];
  const token = specialTokenIn(text);
  return token === undefined
    ? []
    : [problem('special_token', `The content of ${where} has the special token ${token}.`)];
}

export function roleProblems({ role }: Fields, where: string): LineProblem[] {
  if (typeof role === 'string' && roles.includes(role)) return [];
  if (typeof role !== 'string') return [problem('unknown_role', `${where} has no role.`)];
  const meant = roleMeant(role, roles);
  const mend = meant && `Use "${meant}" if that is meant.`;
  return [problem('unknown_role', `${where} has the role ${shown(role)}.`, mend)];
}

function weightProblems({ role, weight }: Fields, where: string): LineProblem[] {
  if (weight === undefined) return [];
  if (role !== 'assistant') return [problem('wrong_weight', `${where} has a weight and is no assistant message.`)];
  return weight === 0 || weight === 1 ? [] : [problem('wrong_weight', `The weight of ${where} is neither 0 nor 1.`)];
}

/** What the chat API of OpenAI takes as a name: it answers others with this pattern. */
const names = /^[a-zA-Z0-9_-]{1,64}$/;

export function nameProblems({ name }: Fields, where: string): LineProblem[] {
  if (name === undefined || (typeof name === 'string' && names.test(name))) return [];
  return [problem('wrong_name', `The name of ${where} is not fit for the trainer.`)];
}

export const messageProblems = (fields: Fields, where: string): LineProblem[] => [
  ...unknownKeys(fields, messageKeys, where),
  ...roleProblems(fields, where),
  ...nameProblems(fields, where),
  ...contentProblems(fields, where),
  ...weightProblems(fields, where),
];

/** What the messages say, as far as they could be read. */
export const readMessages = (messages: readonly Fields[]): ReadMessage[] =>
  messages.map((fields) => ({
    role: String(fields['role']),
    content: textOf(fields['content']) ?? '',
    name: typeof fields['name'] === 'string' ? fields['name'] : undefined,
    weight: fields['weight'],
  }));

/** Every element of a list as an object, and the problems of those that are none or say what they must not. */
export function checkMessages(
  messages: readonly unknown[],
  problemsOf: (fields: Fields, where: string) => readonly LineProblem[],
  nameOf = (number: number): string => `message ${number}`,
): { readonly fields: readonly Fields[]; readonly problems: readonly LineProblem[] } {
  const problems = messages.flatMap((message, i) => {
    const where = nameOf(i + 1);
    return isObject(message) ? problemsOf(message, where) : [problem('not_a_message', `${where} is no object.`)];
  });
  return { fields: messages.map((message) => (isObject(message) ? message : {})), problems };
}

function conversationProblems(messages: readonly Fields[]): LineProblem[] {
  const replies = messages.filter((message) => message['role'] === 'assistant');
  // A message of no known role may well be the user's.
  const mayHaveUser = messages.some(({ role }) => role === 'user' || !roles.some((known) => known === role));
  const last = String(messages.at(-1)?.['role']);
  // Of a role that is known nobody need guess what is meant: every line of a dataset comes by here.
  const isReplyLast = last === 'assistant' || roleMeant(last, roles) === 'assistant';
  return [
    ...(replies.length === 0 || mayHaveUser ? [] : [problem('no_user', 'No message is by the user.')]),
    ...(isReplyLast ? [] : [problem('last_not_assistant', 'The last message is not by the assistant.')]),
    ...(replies.length > 0 && replies.every((reply) => reply['weight'] === 0)
      ? [problem('nothing_to_learn', 'Every assistant message has the weight 0.')]
      : []),
  ];
}

/** What one line holds, and everything that is wrong with it. */
export interface CheckedLine {
  readonly messages: readonly ReadMessage[];
  /** What else is learned after the same messages, or tells lines of the same messages apart. */
  readonly also?: string;
  /** What no other line of the files may be called, where lines have ids. */
  readonly id?: string;
  readonly problems: readonly LineProblem[];
}

/** What is wrong with a line that is no object. */
export const notAnObject = (value: unknown): LineProblem =>
  problem('not_an_object', 'The line is no JSON object.', adviceOnValue(value));

/** Checks one parsed line of a chat file by the rules of the trainer; token counts and duplicates are for the file. */
export function checkLine(value: unknown): CheckedLine {
  if (!isObject(value)) return { messages: [], problems: [notAnObject(value)] };
  const keys = unknownKeys(value, lineKeys, 'The line');
  const { messages } = value;
  if (!Array.isArray(messages) || messages.length === 0) {
    return { messages: [], problems: [...keys, problem('no_messages', 'The line has no messages.')] };
  }
  const { fields, problems } = checkMessages(messages, messageProblems);
  return { messages: readMessages(fields), problems: [...keys, ...problems, ...conversationProblems(fields)] };
}
