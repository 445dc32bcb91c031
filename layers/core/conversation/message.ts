/** Who wrote a message: the person, or the companion. */
export type Sender = 'user' | 'ai';

/** What was said, without who said it when: all that a score or a training line needs. */
export interface Turn {
  readonly sender: Sender;
  readonly text: string;
}

/** One message as the app wrote it, before anything was removed from it. */
export interface Message {
  /** `unknown` only of one that cannot be read, and so does not consent. */
  readonly sender: Sender | 'unknown';
  readonly text: string;
  readonly conversationId: string;
  /** Unique within its conversation. */
  readonly id: string;
  readonly userId: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** True only when the person agreed that this message may train a model. */
  readonly consent: boolean;
  /** The model that wrote an AI message, and the experiment's variant, where the app says. */
  readonly model?: string;
  readonly variant?: string;
  /** The id of the reply that this one replaces, because the person asked for another. */
  readonly regenerates?: string;
  /** What the person thinks of this reply, -1 to 1; `unreadable` when what the app wrote means neither. */
  readonly rating?: number | 'unreadable';
  /** This reply as a person would have it. */
  readonly editedText?: string;
}
