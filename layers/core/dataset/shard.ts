import type * as z from 'zod';
import { type Exchange, exchangeSchema } from '../conversation/exchange.ts';
import { isObject } from '../json.ts';
import { type Signal, signalSchema } from '../signals/signal.ts';
import { damageOf, gunzipped } from './gunzip.ts';
import { linesOf } from './lines.ts';

/** Why a line of a shard cannot be read. */
export type UnreadableReason = 'not_utf8' | 'invalid_json' | 'unknown_schema' | 'wrong_shape';

export type ShardLine =
  | { readonly number: number; readonly exchange: Exchange }
  | { readonly number: number; readonly unreadable: UnreadableReason };

export type SignalLine =
  | { readonly number: number; readonly signal: Signal }
  | { readonly number: number; readonly unreadable: UnreadableReason };

/** Why a shard ended before its end: what came before the break was read all the same. */
export const brokenReasons = ['missing', 'cut_off', 'not_gzip'] as const;
export type BrokenReason = (typeof brokenReasons)[number];

/** Thrown by `shardLines` after the last line that could be unpacked. */
export class BrokenShard extends Error {
  override name = 'BrokenShard';
  readonly reason: BrokenReason;

  constructor(reason: BrokenReason) {
    super(`The shard is broken: ${reason}.`);
    this.reason = reason;
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true });

function decoded(line: Uint8Array): string | undefined {
  try {
    return decoder.decode(line);
  } catch {
    return undefined;
  }
}

/** Half a surrogate pair becomes U+FFFD, as a file would write it. Only an escape can bring one into UTF-8. */
const whole = (_key: string, value: unknown): unknown => (typeof value === 'string' ? value.toWellFormed() : value);

function parsedWhole(text: string): unknown {
  try {
    return text.includes('\\ud') || text.includes('\\uD') ? JSON.parse(text, whole) : JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isOfAnotherSchema = (value: unknown): boolean => isObject(value) && 'schema' in value && value['schema'] !== 1;

type Read<Value> = { readonly value: Value } | { readonly unreadable: UnreadableReason };

function readLine<Schema extends z.ZodType>(bytes: Uint8Array, schema: Schema): Read<z.infer<Schema>> {
  const text = decoded(bytes);
  if (text === undefined) return { unreadable: 'not_utf8' };
  const value = parsedWhole(text);
  if (value === undefined) return { unreadable: 'invalid_json' };
  const line = schema.safeParse(value);
  if (line.success) return { value: line.data };
  return { unreadable: isOfAnotherSchema(value) ? 'unknown_schema' : 'wrong_shape' };
}

async function* unzippedLines(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer[]> {
  try {
    yield* linesOf(gunzipped(packed));
  } catch (error) {
    const damage = damageOf(error);
    if (damage === '') throw error;
    throw new BrokenShard(damage === 'Z_BUF_ERROR' ? 'cut_off' : 'not_gzip');
  }
}

async function* numberedLines<Schema extends z.ZodType, Named>(
  packed: AsyncIterable<Uint8Array>,
  schema: Schema,
  named: (value: z.infer<Schema>) => Named,
) {
  let number = 0;
  for await (const lines of unzippedLines(packed)) {
    yield lines.map((bytes) => {
      const line = readLine(bytes, schema);
      number++;
      return 'value' in line ? { number, ...named(line.value) } : { number, ...line };
    });
  }
}

/**
 * Unpacks a shard and reads its lines, numbered from 1.
 *
 * @throws BrokenShard when the gzip is damaged or ends too soon, after the lines before the damage;
 *   whatever reading the object throws
 */
export const shardLines = (packed: AsyncIterable<Uint8Array>): AsyncGenerator<ShardLine[]> =>
  numberedLines(packed, exchangeSchema, (exchange) => ({ exchange }));

/** The same of a shard of late signals. @throws BrokenShard; whatever reading the object throws */
export const signalLines = (packed: AsyncIterable<Uint8Array>): AsyncGenerator<SignalLine[]> =>
  numberedLines(packed, signalSchema, (signal) => ({ signal }));
