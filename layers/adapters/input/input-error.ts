import { TerminalError } from '../../core/errors.ts';

/** An input file that cannot be used. `name` names the case for tests and scripts; the message says what to do. */
export class InputError extends TerminalError {
  override readonly name: string;

  constructor(name: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = name;
  }
}
