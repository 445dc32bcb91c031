import * as z from 'zod';
import { type Dialogue, turnSchema } from '../conversation/exchange.ts';
import { isObject, parsed } from '../json.ts';

/** Longer than this nobody chats. Characters. */
const longest = 20_000;

const text = z
  .string()
  .max(longest)
  .refine((said) => said.trim() !== '', 'must not be empty');

const plainSchema = z.strictObject({
  /** A name of the author's own for the row: with it the row can be changed and still be the same example. */
  id: z.string().min(1).max(200).optional(),
  user: text,
  assistant: text,
  context: z.array(turnSchema.extend({ text })).max(100).default([]),
});

const chatSchema = z.strictObject({
  id: z.string().min(1).max(200).optional(),
  messages: z
    .array(z.object({ role: z.enum(['system', 'user', 'assistant']), content: text }))
    .min(2)
    .max(102),
});

export interface ManualRow {
  readonly id?: string;
  readonly dialogue: Dialogue;
}

/** What columns are called. Of a file of `{"what was asked": "the reply"}` the names are what somebody said. */
const columnName = /^[a-z][a-z0-9_.-]{0,29}$/i;

function toldNames(names: readonly string[]): string {
  const told = names.filter((name) => columnName.test(name)).slice(0, 5);
  return told.length === 0 ? 'has unknown names, which are not told here' : `has unknown names: ${told.join(', ')}`;
}

/** Where a row is wrong and how, without a word of what it says. */
function told(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return 'is not what a row must be';
  if (issue.code === 'unrecognized_keys') return toldNames(issue.keys);
  const path = issue.path.join('.');
  return `${path === '' ? 'the row' : path}: ${issue.message}`;
}

/** Reads a row in one of two forms: `{"user","assistant","context"}`, or OpenAI's `{"messages":[…]}`. @returns why not */
export function readManualRow(line: string): ManualRow | string {
  const value = parsed(line);
  if (value === undefined) return 'is not JSON';
  if (!isObject(value)) return 'is not a JSON object';
  if ('messages' in value) return readChat(value);
  const row = plainSchema.safeParse(value);
  if (!row.success) return told(row.error);
  const { id, ...dialogue } = row.data;
  return { ...(id !== undefined && { id }), dialogue };
}

function readChat(value: unknown): ManualRow | string {
  const row = chatSchema.safeParse(value);
  if (!row.success) return told(row.error);
  const turns = row.data.messages.filter(({ role }) => role !== 'system');
  const [asked, reply] = turns.slice(-2);
  if (asked?.role !== 'user' || reply?.role !== 'assistant') {
    return 'messages: must end with a message of the user and the reply of the assistant';
  }
  const context = turns.slice(0, -2).map(({ role, content }) => ({
    sender: role === 'user' ? ('user' as const) : ('ai' as const),
    text: content,
  }));
  const { id } = row.data;
  return { ...(id !== undefined && { id }), dialogue: { user: asked.content, assistant: reply.content, context } };
}
