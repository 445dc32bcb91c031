import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

/** Counts only: a metric has no dimension that could name a person. The service is the function's own name. */
export const metrics = new Metrics({ namespace: 'ReflectWithin' });

/** Counts things under a name in words, such as `ExchangesKept`; nothing is not worth a data point. */
export function count(counts: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(counts)) {
    if (value > 0) metrics.addMetric(name, MetricUnit.Count, value);
  }
}
