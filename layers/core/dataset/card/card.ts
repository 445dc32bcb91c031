import { drift } from './about-drift.ts';
import { concentration, kinds, lengths, messages, scores, shown } from './about-examples.ts';
import { inputs, origin, sizes, steps } from './about-origin.ts';
import { type CardContent, whole } from './content.ts';
import type { CardSource } from './source.ts';

/** What the card of a dataset says. Depends on its arguments alone. */
export function cardOf(source: CardSource): CardContent {
  const { manifest, statistics } = source;
  const of = (split: string) => whole(statistics.splits[split] ?? 0);
  return {
    title: `Dataset ${manifest.id}`,
    summary: `${whole(statistics.examples)} examples of ${whole(manifest.counts.exchanges)} exchanges, by the policy ${manifest.policy}: ${of('train')} to train on, ${of('validation')} to validate, ${of('holdout')} held out.`,
    sections: [origin, sizes, steps, scores, kinds, lengths, concentration, messages, drift, shown, inputs].map(
      (section) => section(source),
    ),
  };
}
