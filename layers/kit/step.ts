import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type * as z from 'zod';
import { RetryableError, TerminalError } from '../core/errors.ts';
import { logger } from './logger.ts';

interface Step<In extends z.ZodType, Out extends z.ZodType> {
  readonly input: In;
  readonly output: Out;
  run(input: z.infer<In>): Promise<z.input<Out>> | z.input<Out>;
}

/** JSON that cannot be read. Its parser quotes what it has read, which may be somebody's words. */
class UnreadableJson extends Error {
  override name = 'UnreadableJson';

  constructor({ stack = '' }: Error) {
    super('Something that should be JSON is none. What it is instead is not told here; the stack says who read it.');
    const places = stack.split('\n').filter((line) => /^\s+at /.test(line));
    this.stack = [`${this.name}: ${this.message}`, ...places].join('\n');
  }
}

/** Without what an error might quote. Lambda logs it, and Step Functions keeps it for 90 days. */
export const discreet = (error: unknown): unknown =>
  error instanceof Error && error.name === 'SyntaxError' ? new UnreadableJson(error) : error;

/** Puts the name of our own errors before their words: not everything that runs a Lambda passes the name on. */
function named(error: unknown): unknown {
  const ours = error instanceof TerminalError || error instanceof RetryableError;
  if (ours && !error.message.startsWith(`${error.name}: `)) error.message = `${error.name}: ${error.message}`;
  return error;
}

/** A state of the workflow as a Lambda handler: what comes in and goes out is parsed, never trusted. */
export const step = <In extends z.ZodType, Out extends z.ZodType>({ input, output, run }: Step<In, Out>) =>
  middy()
    .use(injectLambdaContext(logger))
    .handler(async (event: unknown): Promise<z.infer<Out>> => {
      try {
        return output.parse(await run(input.parse(event)));
      } catch (error) {
        throw named(discreet(error));
      }
    });
