import { formats } from '../formats/format.ts';
import { drift } from './about-drift.ts';
import { concentration, kinds, lengths, messages, scores, shown } from './about-examples.ts';
import { inputs, origin, sizes, steps } from './about-origin.ts';
import { type CardContent, whole } from './content.ts';
import type { CardSource } from './source.ts';

/** What the card of a dataset says. Depends on its arguments alone. */
export function cardOf(source: CardSource): CardContent {
  const { manifest, statistics } = source;
  const { files, counts, policy, id } = manifest;
  const of = (split: string) => whole(statistics.splits[split] ?? 0);
  const examples = `${whole(statistics.examples)} examples of ${whole(counts.exchanges)} exchanges, by the policy ${policy}`;
  const preferences = `${whole(files.train.lines)} preferences to train on, ${whole(files.validation.lines)} to validate, and ${whole(files.holdout.lines)} examples held out, out of ${examples}.`;
  return {
    title: `Dataset ${id}`,
    summary:
      files.train.format === formats.dpo.id
        ? preferences
        : `${examples}: ${of('train')} to train on, ${of('validation')} to validate, ${of('holdout')} held out.`,
    sections: [origin, sizes, steps, scores, kinds, lengths, concentration, messages, drift, shown, inputs].map(
      (section) => section(source),
    ),
  };
}
