import { IncomingMessage } from 'node:http';
import { NodeHttpHandler, type NodeHttpHandlerOptions } from '@smithy/node-http-handler';

/** Ends an answer of which nothing has come for so many milliseconds, though there was room for it: or for half as many more. */
function endWhenSilent(body: IncomingMessage, idle: number): void {
  const { socket } = body;
  let before = socket.bytesRead;
  let silent = 0;
  const look = setInterval(() => {
    if (body.complete || body.destroyed) {
      clearInterval(look);
      return;
    }
    // What lies here unread is not the service's silence: a merge reads its files as slowly as it needs them.
    silent = socket.bytesRead === before && body.readableLength === 0 ? silent + 1 : 0;
    before = socket.bytesRead;
    // Twice: the first look may come before what has arrived while this process was computing.
    if (silent < 2) return;
    const error = new Error(`The answer broke off: nothing came for ${idle / 1000} seconds.`);
    // By this name the SDK asks again, where it is the one who reads.
    body.destroy(Object.assign(error, { name: 'TimeoutError' }));
  }, idle / 2).unref();
}

/** The SDK's own way to ask a service, which also watches over what comes after an answer has begun. */
export class AttentiveHandler extends NodeHttpHandler {
  readonly #idle: number;

  /** @param idle milliseconds in which some byte of an answer must come */
  constructor(idle: number, options: NodeHttpHandlerOptions) {
    super(options);
    this.#idle = idle;
  }

  override async handle(...asked: Parameters<NodeHttpHandler['handle']>): ReturnType<NodeHttpHandler['handle']> {
    const answer = await super.handle(...asked);
    const body: unknown = answer.response.body;
    // Who gives one call more time expects silence, such as while S3 copies.
    if (body instanceof IncomingMessage) endWhenSilent(body, asked[1]?.requestTimeout ?? this.#idle);
    return answer;
  }
}
