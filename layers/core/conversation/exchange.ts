import * as z from 'zod';
import { judgementSchema } from '../quality/judgement.ts';

export const turnSchema = z.object({ sender: z.enum(['user', 'ai']), text: z.string() });

/** A user turn, the assistant's reply to it, and the turns before it, oldest first. */
export const dialogueSchema = z.object({
  user: z.string(),
  assistant: z.string(),
  context: z.array(turnSchema).readonly(),
});
export type Dialogue = Readonly<z.infer<typeof dialogueSchema>>;

/** The turns before, as people give them: none where they leave it out, or null. */
export const givenContext = z
  .array(turnSchema)
  .readonly()
  .nullish()
  .transform((turns) => turns ?? []);

/** A keyed hash of an id of the app: 32 hex digits. */
const keyedHash = z.string().regex(/^[0-9a-f]{32}$/);

/**
 * One line of a shard: an exchange with its personal data removed, and what was measured of it.
 * Facts only: what may train is decided when a dataset is assembled.
 */
export const exchangeSchema = dialogueSchema.extend({
  /** The form of this line; a reader refuses a form that it does not know. */
  schema: z.literal(1),
  /** Keyed hash of conversation and reply, 32 hex digits: the same reply seen twice is the same exchange. */
  id: keyedHash,
  /**
   * The stream's sequence number of the reply, zero-padded to 40 digits so that strings compare as numbers.
   * Of two lines with one id the higher version wins; a backfill writes zeros, for the stream knows better.
   */
  version: z.string().regex(/^\d{40}$/),
  /** Keyed hash of the conversation's id, 32 hex digits. */
  conversation: keyedHash,
  /** Keyed hash of the user's id, 32 hex digits: erasure and the splits go by it. */
  pseudonym: keyedHash,
  /** When the reply was written: ISO 8601, UTC. */
  createdAt: z.iso.datetime(),
  /** The stand-in for the user's name, where the conversation gives one. */
  name: z.string().optional(),
  model: z.string().optional(),
  variant: z.string().optional(),
  /** Where it comes from; absent: the app's own conversations. */
  source: z.enum(['app', 'manual', 'augmentation']).optional(),
  /** The exchange that an augmentation is a variant of. */
  parent: keyedHash.optional(),
  /** Of an augmentation: the `textKey` of its parent when it was made. Another one by now, and it is of nothing. */
  parentText: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional(),
  /** Of an augmentation: the kind of variation and the version of what was asked, such as `tone@1.0.0`. */
  variation: z.string().optional(),
  /** The exchange whose reply this one replaced, because the user asked for another. */
  regenerates: keyedHash.optional(),
  judgement: judgementSchema,
});
export type Exchange = Readonly<z.infer<typeof exchangeSchema>>;
