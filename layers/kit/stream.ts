import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import * as z from 'zod';
import { logger } from './logger.ts';
import { publishCounts } from './metrics.ts';
import { discreet } from './step.ts';

const streamEvent = z.object({ Records: z.array(z.unknown()) });

/**
 * A function on a stream as a Lambda handler. It gets a whole batch and answers for the whole of it: it returns
 * when everything is done with, and throws when the batch must come again.
 */
export const stream = (run: (records: readonly unknown[]) => Promise<void>) =>
  middy()
    .use(injectLambdaContext(logger))
    .handler(async (event: unknown): Promise<void> => {
      try {
        await run(streamEvent.parse(event).Records);
      } catch (error) {
        throw discreet(error);
      } finally {
        publishCounts();
      }
    });
