/**
 * The three kinds of error, everywhere the same:
 * - rejected: bad data is a value, not an error; it is counted, quarantined and acknowledged;
 * - retryable: the same call may succeed later; the workflow and the stream try again;
 * - terminal: no retry can help; the message tells a person what happened and what to do next.
 *
 * A message may hold ids, keys, names of options and counts, never chat text or personal data.
 */
export class RetryableError extends Error {
  override name = 'RetryableError';
}

/** An answer that breaks off, or is of another form than it must be. By name a RetryableError, as the workflow reads it. */
export class BrokenAnswer extends RetryableError {}

/** Base of all errors that a person must act on. Each subclass sets a `name` of its own. */
export class TerminalError extends Error {
  override name = 'TerminalError';
}
