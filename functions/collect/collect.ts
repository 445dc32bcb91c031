import type { Collected } from '../../layers/core/conversation/collect.ts';
import { logger } from '../../layers/kit/logger.ts';
import { count } from '../../layers/kit/metrics.ts';

/** Collects a batch, and tells in log and metrics what became of it: counts and keys. */
export const collecting =
  (collector: () => Promise<(records: readonly unknown[]) => Promise<Collected>>) =>
  async (records: readonly unknown[]): Promise<void> => {
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
  };
