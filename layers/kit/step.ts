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
        throw named(error);
      }
    });
