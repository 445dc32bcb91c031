import { createHmac, createSecretKey } from 'node:crypto';

/**
 * Keyed hashes of the app's ids: 32 hex digits (128 bits). Whoever lacks the key can neither undo one
 * nor test a guess; with the same key the same id has the same hash, in every function and every run.
 */
export interface Pseudonyms {
  /** The exchange that a reply ends; the same reply seen twice is the same exchange. */
  exchange(conversationId: string, replyId: string): string;
  conversation(conversationId: string): string;
  user(userId: string): string;
}

/**
 * @param key the deployment's secret, at least 16 characters; changing it makes every user a new one
 * @throws RangeError when the key is too short to keep a secret
 */
export function createPseudonyms(key: string): Pseudonyms {
  if (key.length < 16) throw new RangeError('The key of the pseudonyms needs at least 16 characters.');
  const secret = createSecretKey(key, 'utf8');
  const hash = (text: string) => createHmac('sha256', secret).update(text).digest('hex').slice(0, 32);
  return {
    exchange: (conversationId, replyId) => hash(`${conversationId}\0${replyId}`),
    conversation: (conversationId) => hash(`conversation\0${conversationId}`),
    user: (userId) => hash(`user\0${userId}`),
  };
}
