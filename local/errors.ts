/**
 * Something on this laptop stands in the way. `name` names the case for tests and scripts,
 * the message says what happened and what to do next.
 */
export class LocalError extends Error {
  override readonly name: string;

  constructor(name: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = name;
  }
}

/** The person asked to stop, by Ctrl-C or a signal. */
export class Interrupted extends Error {
  override name = 'Interrupted';
  readonly exitCode: number;

  constructor(signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP') {
    super(`stopped by ${signal}`);
    // The shell's convention: 128 and the signal's number.
    this.exitCode = 128 + { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 }[signal];
  }
}
