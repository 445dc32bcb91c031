import type { Manifest } from '../manifest.ts';
import type { Sample } from './samples.ts';
import type { Statistics } from './statistics.ts';

/** What a card is made of. */
export interface CardSource {
  readonly manifest: Manifest;
  readonly statistics: Statistics;
  /** Of the dataset before this one; undefined where there is none, or it was emptied. */
  readonly before?: Statistics | undefined;
  readonly samples: readonly Sample[];
}
