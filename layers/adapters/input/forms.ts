import * as z from 'zod';
import { instant, ratingOf } from '../../core/conversation/image.ts';
import { messageMappingSchema } from '../../core/conversation/mapping.ts';
import type { Sender } from '../../core/conversation/message.ts';
import { named, type Row } from './row.ts';

const senders: Readonly<Record<string, Sender | 'system'>> = {
  ...{ user: 'user', human: 'user', seeker: 'user', client: 'user' },
  ...{ ai: 'ai', assistant: 'ai', bot: 'ai', supporter: 'ai', therapist: 'ai' },
  system: 'system',
};

/**
 * DynamoDB takes items of 400 KB; a character may need four bytes of it. Half a surrogate pair becomes U+FFFD, as it
 * does in any file of UTF-8.
 */
const text = z
  .string()
  .overwrite((said) => said.toWellFormed())
  .trim()
  .min(1, 'is empty')
  .max(90_000, 'is longer than 90,000 characters');
const blankIsNone = <T extends z.ZodType>(type: T) => z.preprocess((value) => (value === '' ? undefined : value), type);
const id = blankIsNone(z.union([z.string(), z.number()]).transform(String).optional());
const [granted, refused] = [
  ['true', 'yes', 'y', '1', 'granted'],
  ['false', 'no', 'n', '0', ''],
];
/** A blank field is no consent: only a file without the column speaks for all its rows. */
const consent = z
  .union([z.boolean(), z.number(), z.string(), z.null()])
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
    .refine((time) => time !== undefined, 'is not a date: write 2026-01-31 18:30, in UTC or with an offset')
    .optional(),
);

const ratings = messageMappingSchema.parse({});
/** Thumbs or stars, as the app writes them: -1 to 1. One that is neither is told; the message counts all the same. */
const rating = z.preprocess(
  (said) => (said === '' || said === undefined || said === null ? undefined : ratingOf(String(said), ratings)),
  z.union([z.number(), z.literal('unreadable')]).optional(),
);

const turnSchema = z.object({
  sender: z
    .string()
    .transform((name) => senders[name.toLowerCase()])
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

const withNames = (value: unknown): unknown => (value !== null && typeof value === 'object' ? named(value) : value);
const turnsSchema = z.array(z.preprocess(withNames, turnSchema)).min(1, 'is empty');

/** What may stand beside the turns, whatever the form. */
const headSchema = z.object({ id, conversationid: id, userid: id, consent });

/** A row that is one message. */
const messageSchema = turnSchema.extend({
  id,
  userid: id,
  conversationid: z.union([z.string().min(1), z.number()], 'is missing').transform(String),
});

/** A row understood: its turns, and whom and what they belong to where the row says. */
interface Form {
  readonly turns: readonly InputTurn[];
  readonly conversationId: string | undefined;
  readonly userId: string | undefined;
  readonly consent?: boolean | undefined;
}

/** Of ratings the lowest, where any means something: who disliked a part did not like the whole. */
const worse = (one: InputTurn['rating'], other: InputTurn['rating']): InputTurn['rating'] =>
  typeof one === 'number' && typeof other === 'number'
    ? Math.min(one, other)
    : typeof one === 'number'
      ? one
      : (other ?? one);

function join(one: InputTurn, other: InputTurn): InputTurn {
  const isEdited = (one.editedtext ?? other.editedtext) !== undefined;
  return {
    ...one,
    text: `${one.text}\n${other.text}`,
    consent: one.consent === false || other.consent === false ? false : (one.consent ?? other.consent),
    rating: worse(one.rating, other.rating),
    editedtext: isEdited ? `${one.editedtext ?? one.text}\n${other.editedtext ?? other.text}` : undefined,
  };
}

/**
 * Turns of one speaker in a row are one message, as a chat window shows them, but for a reply in place of another. What
 * is said of any of them is said of the message.
 *
 * @param consent of turns that say nothing of it
 */
function joined(turns: readonly InputTurn[], consent: boolean | undefined): InputTurn[] {
  const messages: InputTurn[] = [];
  for (const read of turns) {
    const turn = { ...read, consent: read.consent ?? consent };
    const last = messages.at(-1);
    if (last?.sender === turn.sender && turn.regenerates === undefined)
      messages[messages.length - 1] = join(last, turn);
    else messages.push(turn);
  }
  return messages;
}

const answered = z
  .object({ question: z.string().default(''), title: z.string().default(''), answer: text })
  .transform(({ question, title, answer }) => ({ question: question.trim() || title.trim(), answer }))
  .refine(({ question }) => question !== '', { path: ['question'], message: 'is empty, and there is no title' });

/** The documented forms of a row, by the field that tells them. */
const forms = {
  messages: (row) => {
    const head = headSchema.parse(row.fields);
    const turns = z.object({ messages: turnsSchema }).parse(row.fields).messages;
    return { ...head, conversationId: head.conversationid ?? head.id, userId: head.userid, turns };
  },
  turns: (row) => {
    const head = headSchema.parse(row.fields);
    const turns = joined(z.object({ turns: turnsSchema }).parse(row.fields).turns, head.consent);
    return { ...head, conversationId: head.conversationid ?? head.id, userId: head.userid, turns };
  },
  answer: (row) => {
    const head = headSchema.parse(row.fields);
    const { question, answer } = answered.parse(row.fields);
    const turns = turnsSchema.parse([
      { sender: 'user', text: question },
      { sender: 'ai', text: answer, rating: row.fields['rating'], editedText: row.fields['editedtext'] },
    ]);
    // Answers to one question are one person's: else one of them could train and another be held out.
    return { ...head, conversationId: head.conversationid ?? head.id, userId: head.userid ?? question, turns };
  },
  sender: (row) => {
    const { conversationid, userid, id: own, ...turn } = messageSchema.parse(row.fields);
    return { conversationId: conversationid, userId: userid, turns: [{ ...turn, messageid: turn.messageid ?? own }] };
  },
} satisfies Record<string, (row: Row) => Form>;

/**
 * @returns undefined when the row has none of the documented forms
 * @throws z.ZodError when it has one, and a field of it is wrong
 */
export function formOf(row: Row): Form | undefined {
  for (const [field, parse] of Object.entries(forms)) {
    if (row.fields[field] !== undefined) return parse(row);
  }
  return undefined;
}
