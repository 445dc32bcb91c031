import { stream } from '../../layers/kit/stream.ts';
import { collecting } from './collect.ts';
import { collector } from './deps.ts';

/** The message table's stream, batch by batch, into shards of exchanges. */
export const handler = stream(collecting(collector));
