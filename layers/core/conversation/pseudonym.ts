import { createHmac, createSecretKey } from 'node:crypto';
import { TerminalError } from '../errors.ts';
import { remembered } from '../remembered.ts';

/**
 * Keyed hashes of the app's ids: 32 hex digits (128 bits). Whoever lacks the key can neither undo one
 * nor test a guess; with the same key the same id has the same hash, in every function and every run.
 */
export interface Pseudonyms {
  /** The exchange that a reply ends; the same reply seen twice is the same exchange. */
  exchange(conversationId: string, replyId: string): string;
  conversation(conversationId: string): string;
  user(userId: string): string;
  /**
   * What a user's stand-ins for names are chosen by. Never stored: whoever had it could try out names until one gives
   * the stand-in that stands in a dataset.
   */
  standIns(userId: string): string;
}

/** A key that could be guessed, and with it every user's pseudonym. */
export class WeakPseudonymKey extends TerminalError {
  override name = 'WeakPseudonymKey';
}

const shortestKey = 16;

/**
 * @param key the deployment's secret, at least 16 characters and random; changing it makes every user a new one
 * @throws WeakPseudonymKey when it is shorter
 */
export function createPseudonyms(key: string): Pseudonyms {
  if (key.length < shortestKey) {
    throw new WeakPseudonymKey(
      `The key for the pseudonyms has ${key.length} characters and needs ${shortestKey} or more. Set a random one once, before anything is collected, for example from: openssl rand -hex 32`,
    );
  }
  const secret = createSecretKey(key, 'utf8');
  const hash = (text: string) => createHmac('sha256', secret).update(text).digest('hex').slice(0, 32);
  return {
    exchange: (conversationId, replyId) => hash(`${conversationId}\0${replyId}`),
    // An exchange is hashed once; conversations and users come again, and a keyed hash takes microseconds.
    conversation: remembered((conversationId) => hash(`conversation\0${conversationId}`)),
    user: remembered((userId) => hash(`user\0${userId}`)),
    standIns: remembered((userId) => hash(`stand-ins\0${userId}`)),
  };
}
