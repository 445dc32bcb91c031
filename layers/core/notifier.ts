/** Tells people what has ended, and what they should know. */
export interface Notifier {
  /** @throws RetryableError when the message could not be handed over */
  publish(subject: string, message: string): Promise<void>;
}
