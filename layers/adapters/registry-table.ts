import {
  type DynamoDBClient,
  GetItemCommand,
  paginateQuery,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { type Champion, ChampionChanged, type NewChampion, type Registry } from '../core/training/registry.ts';
import { calling } from './failed-call.ts';

/** All models of the app stand under one name; another app of the same stack would have its own. */
const name = 'reflectwithin';
/** The sort key of the item that says which version is the champion; digits sort before it. */
const current = 'current';

const itemSchema = z.object({
  number: z.int().min(1),
  model: z.string(),
  runId: z.string(),
  datasetId: z.string(),
  baseModel: z.string(),
  promotedAt: z.string(),
});

const championOf = (item: unknown): Champion => {
  const { number: version, ...rest } = itemSchema.parse(item);
  return { version, ...rest };
};

const versionKey = (version: number): string => String(version).padStart(8, '0');

/** The registry in a DynamoDB table: one item per version, never changed, and one that repeats the champion's. */
export class RegistryTable implements Registry {
  readonly #dynamodb: () => DynamoDBClient;
  readonly #table: string;

  constructor(dynamodb: () => DynamoDBClient, table: string) {
    this.#dynamodb = dynamodb;
    this.#table = table;
  }

  champion(): Promise<Champion | undefined> {
    return calling('read the champion', async () => {
      const { Item } = await this.#dynamodb().send(
        new GetItemCommand({
          TableName: this.#table,
          Key: marshall({ name, version: current }),
          ConsistentRead: true,
        }),
      );
      return Item && championOf(unmarshall(Item));
    });
  }

  promotedBy(runId: string, model: string): Promise<Champion | undefined> {
    return calling(`look for the model of run ${runId}`, async () => {
      const pages = paginateQuery(
        { client: this.#dynamodb() },
        {
          TableName: this.#table,
          KeyConditionExpression: '#name = :name AND #version < :current',
          FilterExpression: 'runId = :run AND model = :model',
          ExpressionAttributeNames: { '#name': 'name', '#version': 'version' },
          ExpressionAttributeValues: marshall({ ':name': name, ':current': current, ':run': runId, ':model': model }),
          ConsistentRead: true,
        },
      );
      for await (const { Items: [item] = [] } of pages) if (item) return championOf(unmarshall(item));
      return undefined;
    });
  }

  promote(candidate: NewChampion, expected: number): Promise<Champion> {
    const champion: Champion = { version: expected + 1, ...candidate };
    const { version, ...facts } = champion;
    const item = { name, number: version, ...facts };
    return calling(`promote ${candidate.model}`, async () => {
      try {
        await this.#dynamodb().send(
          new TransactWriteItemsCommand({
            TransactItems: [
              {
                Put: {
                  TableName: this.#table,
                  Item: marshall({ ...item, version: versionKey(version) }),
                  ConditionExpression: 'attribute_not_exists(#name)',
                  ExpressionAttributeNames: { '#name': 'name' },
                },
              },
              {
                Put: {
                  TableName: this.#table,
                  Item: marshall({ ...item, version: current }),
                  ...(expected === 0
                    ? {
                        ConditionExpression: 'attribute_not_exists(#name)',
                        ExpressionAttributeNames: { '#name': 'name' },
                      }
                    : {
                        ConditionExpression: '#number = :expected',
                        ExpressionAttributeNames: { '#number': 'number' },
                        ExpressionAttributeValues: marshall({ ':expected': expected }),
                      }),
                },
              },
            ],
          }),
        );
      } catch (error) {
        const reasons = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
        if (reasons.some(({ Code }) => Code === 'ConditionalCheckFailed')) throw new ChampionChanged(expected);
        throw error;
      }
      return champion;
    });
  }
}
