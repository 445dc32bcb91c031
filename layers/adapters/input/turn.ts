import * as z from 'zod';
import { instant, ratingOf } from '../../core/conversation/image.ts';
import { messageMappingSchema } from '../../core/conversation/mapping.ts';
import type { Sender } from '../../core/conversation/message.ts';
import { granted, refused, UnknownConsent } from './other-consent.ts';
import { named, widened } from './row.ts';

const senders: Readonly<Record<string, Sender | 'system'>> = {
  ...{ user: 'user', human: 'user', seeker: 'user', client: 'user', patient: 'user', customer: 'user', member: 'user' },
  ...{ ai: 'ai', assistant: 'ai', bot: 'ai', chatbot: 'ai', gpt: 'ai', chatgpt: 'ai', model: 'ai' },
  ...{ supporter: 'ai', therapist: 'ai', counselor: 'ai', counsellor: 'ai', coach: 'ai', companion: 'ai', agent: 'ai' },
  ...{ system: 'system', developer: 'system', tool: 'system', function: 'system' },
};

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
const partsSchema = z.array(z.union([z.string(), z.object({ type: z.literal('text'), text: z.string() })]));
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
    error: ({ input }) => (input instanceof UnknownConsent ? input.reason : undefined),
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
    .transform((name) => senders[name.trim().toLowerCase()])
    .refine((sender) => sender !== undefined, `is none of ${Object.keys(senders).join(', ')}`),
  text,
  messageid: id,
  createdat: createdAt,
  consent,
  rating,
  editedtext: blankIsNone(text.optional()),
  regenerates: id,
});
export type InputTurn = z.infer<typeof turnSchema>;

/** Of a turn, `id` is the message's own. */
function withNames(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  const { id: messageid, ...fields } = widened(named(value));
  return { messageid, ...fields };
}
export const turnsSchema = z.array(z.preprocess(withNames, turnSchema)).min(1, 'is empty');
