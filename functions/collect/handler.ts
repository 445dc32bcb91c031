import { logger } from '../../layers/kit/logger.ts';
import { count } from '../../layers/kit/metrics.ts';
import { stream } from '../../layers/kit/stream.ts';
import { collector } from './deps.ts';

/** The message table's stream, batch by batch, into shards of exchanges; log and metrics tell counts and keys. */
export const handler = stream(async (records) => {
  const collect = await collector();
  const collected = await collect(records);
  const { exchanges, tiers, withoutConsent, signals, quarantined } = collected;
  count({
    ExchangesCollected: exchanges,
    ExchangesAccepted: tiers.accepted,
    ExchangesInReview: tiers.review,
    ExchangesRejected: tiers.rejected,
    ExchangesWithoutConsent: withoutConsent,
    SignalsCollected: signals,
    ItemsQuarantined: quarantined,
  });
  logger.info('Collected a batch', { ...collected });
});
