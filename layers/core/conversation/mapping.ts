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
      /** On a reply: what the person thinks of it. */
      rating: attribute.default('rating'),
      /** On a reply: the reply as a person would have it. */
      editedText: attribute.default('editedText'),
      /** On a reply: the id of the reply that it replaces, in the same conversation. */
      regenerates: attribute.default('regenerates'),
    })
    .prefault({}),
  /**
   * Text attributes that tell the items to collect from others in the table, with the values they may have. What it
   * holds back is not collected; where it can be read as a message, it keeps its place in the conversation.
   */
  filter: z.record(attribute, z.array(z.string()).min(1).readonly()).default({}),
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
  /** The values of `rating` that mean good, and bad. Any other is a number of stars: 1 is the worst. */
  ratingsUp: z.array(z.string()).default(['up', 'thumbs_up', 'like', 'true']),
  ratingsDown: z.array(z.string()).default(['down', 'thumbs_down', 'dislike', 'false']),
  /** How many stars are the best rating. */
  ratingStars: z.int().min(2).max(100).default(5),
});
export type MessageMapping = Readonly<z.infer<typeof messageMappingSchema>>;
