import * as z from 'zod';
import { parsed, parsedAs } from '../json.ts';

/** Where Lambda keeps the batches that could not be collected, in the failures bucket. */
export const failedBatches = 'aws/lambda/';

const paper = z.looseObject({ payload: z.union([z.string(), z.looseObject({})]) });
const event = z.looseObject({ Records: z.array(z.unknown()) });

/** A batch that could not be collected: the records as the stream told them, not yet redacted. */
export interface FailedBatch {
  readonly records: readonly unknown[];
  /** The object's text with these records instead. */
  readonly holding: (records: readonly unknown[]) => string;
}

/**
 * Reads what an event source mapping keeps in S3: what is known of the failure, and the whole event under `payload`,
 * as JSON or as the text of it (https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html).
 *
 * @returns undefined for what is no such object
 */
export function readFailedBatch(text: string): FailedBatch | undefined {
  const found = parsedAs(paper, text);
  const inText = typeof found?.payload === 'string';
  const held = event.safeParse(inText ? parsed(String(found.payload)) : found?.payload).data;
  if (held === undefined) return undefined;
  return {
    records: held.Records,
    holding: (records) => {
      const rest = { ...held, Records: records };
      return JSON.stringify({ ...found, payload: inText ? JSON.stringify(rest) : rest });
    },
  };
}
