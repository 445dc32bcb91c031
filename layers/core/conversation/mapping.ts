import * as z from 'zod';

const attribute = z.string().min(1).max(255);

/**
 * How the app's table writes its conversations. The defaults are those of the table that this project creates;
 * an app's own table is described by changing what differs. What a message lacks is taken from the item around it.
 */
export const messageMappingSchema = z.strictObject({
  /** `message`: an item for each message. `conversation`: an item for each conversation, with a list that grows. */
  shape: z.enum(['message', 'conversation']).default('message'),
  attributes: z
    .strictObject({
      /** The table's partition key. */
      conversationId: attribute.default('conversationId'),
      /** The table's sort key, text or number: its order is the order of the messages. Shape `message` only. */
      sortKey: attribute.default('sortKey'),
      /** The list of messages, oldest first. Shape `conversation` only. */
      messages: attribute.default('messages'),
      /** Unique in its conversation. In a list, a message without one goes by its place. */
      messageId: attribute.default('messageId'),
      userId: attribute.default('userId'),
      sender: attribute.default('sender'),
      text: attribute.default('text'),
      /** ISO 8601, or seconds or milliseconds since 1970. */
      createdAt: attribute.default('createdAt'),
      consent: attribute.default('consent'),
      model: attribute.default('model'),
      variant: attribute.default('variant'),
    })
    .prefault({}),
  /** The values of `sender` that mean the person, the companion, and neither (passed over as if not there). */
  userSenders: z.array(z.string()).min(1).default(['user']),
  aiSenders: z.array(z.string()).min(1).default(['ai']),
  ignoredSenders: z.array(z.string()).default([]),
  /** The values of `consent` that mean yes; a boolean is read as `true` or `false`. Everything else means no. */
  consentGranted: z.array(z.string()).min(1).default(['true', 'yes', 'granted']),
  /**
   * For a table without a consent attribute, whose people agreed elsewhere: a message that says nothing counts
   * as consented. One that says something else than yes still does not.
   */
  consentAssumed: z.boolean().default(false),
});
export type MessageMapping = Readonly<z.infer<typeof messageMappingSchema>>;
