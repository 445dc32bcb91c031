import * as z from 'zod';
import { instant, ratingOf } from '../../core/conversation/image.ts';
import { messageMappingSchema } from '../../core/conversation/mapping.ts';
import type { Sender } from '../../core/conversation/message.ts';
import { isObject } from '../../core/json.ts';
import { isDeleted } from './deleted.ts';
import { granted, refused, UnknownConsent } from './other-consent.ts';
import { named, widened } from './row.ts';

/** What is shown to nobody: what a system says, or what passes between the companion and a tool. */
type Unseen = 'system' | 'tool';

const senders: Readonly<Record<string, Sender | Unseen>> = {
  ...{ user: 'user', human: 'user', seeker: 'user', client: 'user', patient: 'user', customer: 'user', member: 'user' },
  ...{ ai: 'ai', assistant: 'ai', bot: 'ai', chatbot: 'ai', gpt: 'ai', chatgpt: 'ai', model: 'ai' },
  ...{ supporter: 'ai', therapist: 'ai', counselor: 'ai', counsellor: 'ai', coach: 'ai', companion: 'ai', agent: 'ai' },
  ...{ system: 'system', developer: 'system', tool: 'tool', function: 'tool' },
};
const senderOf = (name: string) => senders[name.trim().toLowerCase()];

/**
 * DynamoDB takes items of 400 KB; a character may need four bytes of it. Half a surrogate pair becomes U+FFFD, as it
 * does in any file of UTF-8.
 */
const said = z
  .string()
  .overwrite((said) => said.toWellFormed())
  .trim()
  .min(1, 'is empty')
  .max(90_000, 'is longer than 90,000 characters');
const partsSchema = z.array(
  z.union([
    z.string(),
    z.object({ type: z.enum(['text', 'input_text', 'output_text']), text: z.string() }),
    z.strictObject({ text: z.string() }),
  ]),
);
/** A text, or parts of one; with a picture among them it is no text. */
export const text = z.preprocess((value) => {
  const parts = partsSchema.safeParse(value).data;
  return parts ? parts.map((part) => (typeof part === 'string' ? part : part.text)).join('\n') : value;
}, said);
const blankIsNone = <T extends z.ZodType>(type: T) =>
  z.preprocess((value) => (value === '' || value === null ? undefined : value), type);
export const id = blankIsNone(z.union([z.string(), z.number()]).transform(String).optional());
/** A blank field is no consent: only a file without the column speaks for all its rows. */
export const consent = z
  .union([z.boolean(), z.number(), z.string(), z.null()], {
    error: ({ input }) => (input instanceof UnknownConsent ? input.reason : 'is neither yes nor no'),
  })
  .transform((said) =>
    String(said ?? '')
      .trim()
      .toLowerCase(),
  )
  .refine((said) => granted.includes(said) || refused.includes(said), 'is neither yes nor no')
  .transform((said) => granted.includes(said))
  .optional();
const createdAt = blankIsNone(
  z
    .union([z.string(), z.number()])
    .transform((time) => instant(String(time)))
    .refine(
      (time) => time !== undefined,
      'is not a date: write 2026-01-31 18:30, in UTC or with an offset; 1/31/2026 is month first',
    )
    .optional(),
);

const ratings = messageMappingSchema.parse({});
/** Thumbs or stars, as the app writes them: -1 to 1. One that is neither is told; the message counts all the same. */
const rating = z.preprocess(
  (said) =>
    said === '' || said === undefined || said === null
      ? undefined
      : ratingOf(String(said).trim().toLowerCase(), ratings),
  z.union([z.number(), z.literal('unreadable')]).optional(),
);

export const turnSchema = z.object({
  sender: z
    .string()
    .transform(senderOf)
    .refine((sender) => sender !== undefined, `is none of ${Object.keys(senders).join(', ')}`),
  text,
  messageid: id,
  createdat: createdAt,
  consent,
  rating,
  editedtext: blankIsNone(text.optional()),
  regenerates: id,
  /** Set by `seen`: tools are called in it. */
  calls: z.literal(true).optional(),
  /** Set by `seen`: it stands no more, and only its place counts. */
  isDeleted: z.literal(true).optional(),
});
export type InputTurn = z.infer<typeof turnSchema>;

export const isUnseen = (sender: InputTurn['sender']): sender is Unseen => sender === 'system' || sender === 'tool';

/** Parts of a turn that are no text of a person or a reply to one, as OpenAI's, Anthropic's and Vercel's libraries call them. */
const ofTools: ReadonlySet<unknown> = new Set(
  'tool_use tool_result server_tool_use thinking redacted_thinking reasoning function_call function_call_output tool-call tool-result'.split(
    ' ',
  ),
);
const isOfTool = (part: unknown): boolean => isObject(part) && ofTools.has(part['type']);

/** Stands for a text that is read by nobody, and so may be blank, or of any kind. */
const unread = '-';

const isBlank = (text: unknown): boolean => ['', undefined, null].some((blank) => text === blank);

/**
 * The fields of a turn without what passes between the companion and its tools. A turn in which nothing else is said,
 * neither of a person nor to one, is a tool's. One that somebody deleted may say anything, or nothing.
 */
export function seen(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { text, sender, toolcalls, functioncall } = fields;
  const from = typeof sender === 'string' ? senderOf(sender) : undefined;
  if (from === 'system' || from === 'tool') return { sender, text: unread };
  // What it said tells copies of it from other messages, where it says anything.
  if (isDeleted(fields))
    return { ...fields, isDeleted: true, text: typeof text === 'string' && text.trim() !== '' ? text : unread };
  const said = Array.isArray(text) ? text.filter((part) => !isOfTool(part)) : text;
  const isCalling = isObject(functioncall) || (Array.isArray(toolcalls) && toolcalls.length > 0);
  const hasParts = Array.isArray(text) && Array.isArray(said) && said.length < text.length;
  if (!isCalling && !hasParts) return fields;
  const isSilent = Array.isArray(said) ? said.length === 0 : isBlank(said);
  return isSilent ? { sender: 'tool', text: unread } : { ...fields, text: said, calls: true };
}

/**
 * Turns of an export of which some hold no text. Of what a user said so, such as a picture alone, the place is kept:
 * what answers it answers nothing that was said before. Any other is left out.
 */
export const withPlaces = <Turn extends { readonly sender?: unknown; readonly text: unknown }>(
  turns: readonly Turn[],
): (Turn | (Omit<Turn, 'text'> & { readonly text: string; readonly isDeleted: true }))[] =>
  turns.flatMap((turn) => {
    const { sender, text: whole } = turn;
    if (!isBlank(typeof whole === 'string' ? whole.trim() : whole)) return [turn];
    const isOfUser = typeof sender === 'string' && senderOf(sender) === 'user';
    return isOfUser ? [{ ...turn, text: unread, isDeleted: true as const }] : [];
  });

/** Of a turn, `id` is the message's own. */
function withNames(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  const { id: messageid, ...fields } = widened(named(value));
  const { sender, type } = fields;
  // LangChain's.
  const isType = isBlank(sender) && typeof type === 'string' && senderOf(type) !== undefined;
  return { messageid, ...seen(isType ? { ...fields, sender: type } : fields) };
}
export const turnsSchema = z.array(z.preprocess(withNames, turnSchema)).min(1, 'is empty');
