import type { Exchange } from '../../layers/core/conversation/exchange.ts';
import { type Signal, signalSchema } from '../../layers/core/signals/signal.ts';
import { hex, version } from './exchanges.ts';

/** Somebody says something of an exchange; `said` has the kind and what goes with it. */
export const about = ({ id, pseudonym }: Exchange, said: object, n = 5): Signal =>
  signalSchema.parse({
    schema: 1,
    exchange: id,
    pseudonym,
    version: version(n),
    at: '2026-03-02T10:00:00.000Z',
    reviewer: hex('reviewer'),
    granted: false,
    ...said,
  });
