import type { Image, KeyValue } from './image.ts';

/** The app's table, for what a batch of its stream does not hold. Shape `message` only. */
export interface MessageTable {
  /**
   * The items directly before a position in a conversation, newest first, as they are now.
   *
   * @param limit how many at most (1 or more); fewer come only where the conversation begins
   * @throws RetryableError when the table could not be asked
   */
  before(conversation: KeyValue, position: KeyValue, limit: number): Promise<readonly Image[]>;
  /** The items directly after a position, oldest first; otherwise as `before`. */
  after(conversation: KeyValue, position: KeyValue, limit: number): Promise<readonly Image[]>;
}
