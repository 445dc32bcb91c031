import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

/** The service's name is the function's own, from POWERTOOLS_SERVICE_NAME; nothing in a metric could name a person. */
const metrics = new Metrics({ namespace: 'ReflectWithin' });

/** Counts things under names in words, such as `ExchangesCollected`. They are printed when the invocation ends. */
export function count(counts: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(counts)) metrics.addMetric(name, MetricUnit.Count, value);
}

/** Prints what was counted since the last time, in the form that CloudWatch reads from the log. */
export function publishCounts(): void {
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
}
