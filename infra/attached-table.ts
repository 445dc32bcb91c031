import type { Node } from 'constructs';
import * as z from 'zod';
import { type MessageMapping, messageMappingSchema } from '../layers/core/conversation/mapping.ts';
import { jsonObject, SettingsError, text } from './context.ts';

/** A message table that belongs to the app's own stack. */
export interface AttachedTable {
  readonly tableArn: string;
  /** Of the view NEW_AND_OLD_IMAGES, which an ARN does not tell: the collector refuses changes of any other. */
  readonly streamArn: string;
  /** The customer-managed key the table is encrypted with, when it has one. */
  readonly keyArn?: string;
}

const table = /^arn:aws[\w-]*:dynamodb:[a-z0-9-]+:\d{12}:table\/[\w.-]{3,255}$/;
const stream = /^arn:aws[\w-]*:dynamodb:[a-z0-9-]+:\d{12}:table\/[\w.-]{3,255}\/stream\/[\dT:.-]+$/;
const key = /^arn:aws[\w-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/;

/** Reads `tableArn`, `streamArn` and `tableKeyArn` from the context; undefined when no table is to be attached. */
export function attachedTable(node: Node): AttachedTable | undefined {
  const tableArn = text(node, 'tableArn', table, 'the ARN of a DynamoDB table');
  const streamArn = text(node, 'streamArn', stream, "the ARN of the table's stream (LatestStreamArn)");
  const keyArn = text(node, 'tableKeyArn', key, 'the ARN of the KMS key that encrypts the table');
  if (tableArn === undefined && streamArn === undefined) return undefined;
  if (tableArn === undefined || streamArn === undefined) {
    throw new SettingsError(
      `To attach a table both "tableArn" and "streamArn" are needed, "${tableArn ? 'streamArn' : 'tableArn'}" is missing. ` +
        'aws dynamodb describe-table --table-name … shows both (TableArn, LatestStreamArn).',
    );
  }
  if (!streamArn.startsWith(`${tableArn}/`)) {
    throw new SettingsError(`"streamArn" is "${streamArn}", which is not a stream of the table "${tableArn}".`);
  }
  return { tableArn, streamArn, ...(keyArn ? { keyArn } : {}) };
}

/** The `mapping` context: names of the table's attributes, as JSON; checked here, for the collector would lose a day over it. */
export function mappingOption(node: Node): Readonly<Record<string, unknown>> {
  const given = z.record(z.string(), z.unknown()).parse(JSON.parse(jsonObject(node, 'mapping') ?? '{}'));
  const mapping = messageMappingSchema.omit({ filter: true }).safeParse(given);
  if (mapping.success) return given;
  throw new SettingsError(
    `The context value "mapping" does not do, see docs/app.md for its form.\n${z.prettifyError(mapping.error)}`,
  );
}

/** The `filter` context, such as `{"kind":["message"]}`: records of other items cost no invocation then. */
export function filterOption(node: Node): MessageMapping['filter'] | undefined {
  const json = jsonObject(node, 'filter');
  if (json === undefined) return undefined;
  const filter = messageMappingSchema.shape.filter.safeParse(JSON.parse(json));
  if (filter.success) return filter.data;
  throw new SettingsError(
    `The context value "filter" is ${json}, it must name text attributes with lists of their values, such as {"kind":["message"]}.`,
  );
}
