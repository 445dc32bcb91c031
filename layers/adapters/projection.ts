import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { KeyValue } from '../core/conversation/image.ts';

/** A key's value as DynamoDB takes it. */
export const typed = ({ type, value }: KeyValue): AttributeValue => (type === 'S' ? { S: value } : { N: value });

/**
 * Asks DynamoDB for these attributes only. Placeholders stand for them, for an attribute may have a reserved word's
 * name, as `text` has.
 */
export function projectionOf(attributes: readonly string[]) {
  const names = new Map([...new Set(attributes)].map((name, index) => [name, `#a${index}`]));
  return {
    placeholder: (name: string): string => names.get(name) ?? name,
    projection: {
      ProjectionExpression: [...names.values()].join(', '),
      ExpressionAttributeNames: Object.fromEntries([...names].map(([name, placeholder]) => [placeholder, name])),
    },
  };
}
