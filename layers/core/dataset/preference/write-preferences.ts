import * as z from 'zod';
import type { Policy } from '../../quality/policy.ts';
import { dpoLine } from '../formats/dpo.ts';
import { formats } from '../formats/format.ts';
import { mergeRuns } from '../merge.ts';
import type { ObjectStore } from '../object-store.ts';
import { createSink } from '../sink.ts';
import type { SortedLine } from '../sorted-runs.ts';
import { splitOf } from '../split.ts';
import { Tally } from '../tally.ts';
import { type Preference, pairsOf } from './pairs.ts';
import type { Rated } from './rated.ts';
import { type RatedCounts, ratedLineSchema } from './rated-runs.ts';

const count = z.int().min(0);
const file = z.object({ key: z.string(), format: z.string(), lines: count, bytes: count, sha256: z.string() });

/** What a dataset says of its preferences. */
export const preferencesSchema = z.object({
  pairs: count,
  /** Pairs by where they come from. */
  sources: z.record(z.string(), count),
  /** Preferences that became no pair, by reason. */
  lost: z.record(z.string(), count),
  /** `preferences.jsonl`, and `pairs.jsonl` with whose they are, line by line; null where there are no pairs. */
  files: z.object({ preferences: file, pairs: file }).nullable(),
});
export type Preferences = z.infer<typeof preferencesSchema>;

export interface PreferenceWork {
  readonly store: ObjectStore;
  /** Where to write, until the dataset has a name; with a slash at its end. */
  readonly draft: string;
  readonly policy: Policy;
  readonly validationShare: number;
  readonly ranges: readonly RatedCounts[];
  /** Whether an exchange was left out because its text is a held-out user's. */
  readonly isHeldOutText: (exchange: string) => boolean;
}

/** More lines of one prompt than this are not held: hundreds of thousands may have said "Hi.". */
const linesPerPrompt = 1000;

/** What is known of one prompt. */
interface Prompt {
  readonly rows: readonly Rated[];
  readonly heldOut: boolean;
  readonly crowd: number;
}

/** The lines of each prompt together; they come sorted. */
async function* promptsOf(lines: AsyncIterable<SortedLine>): AsyncGenerator<Prompt> {
  let id = '';
  let prompt: { rows: Rated[]; heldOut: boolean; crowd: number } = { rows: [], heldOut: false, crowd: 0 };
  for await (const { id: here, line } of lines) {
    if (here !== id) {
      if (prompt.rows.length > 0) yield prompt;
      [id, prompt] = [here, { rows: [], heldOut: false, crowd: 0 }];
    }
    const row = ratedLineSchema.parse(JSON.parse(line));
    if ('heldOut' in row) prompt.heldOut = true;
    else if (prompt.rows.length < linesPerPrompt) prompt.rows.push(row);
    else prompt.crowd++;
  }
  if (prompt.rows.length > 0) yield prompt;
}

/** Whose a pair is: ids first, for whoever erases a user looks for them. */
const pairLine = ({ id, otherId, source }: Preference, split: string): string =>
  JSON.stringify({ id, other: { id: otherId }, source, split });

/**
 * Makes the pairs of a dataset of what people said, in the order of the prompts: the same signals in any order give
 * the same bytes. Nothing is made of what held-out users wrote, or of prompts that they wrote too. Memory: the lines
 * of one prompt, and a piece of each run.
 *
 * @returns what the manifest says of them; the files' keys are drafts, to be copied
 * @throws RetryableError when the store does not answer
 */
export async function writePreferences(work: PreferenceWork): Promise<Preferences> {
  const { store, draft, policy, validationShare, ranges, isHeldOutText } = work;
  const keys = { preferences: `${draft}preferences.jsonl`, pairs: `${draft}pairs.jsonl` };
  const sinks = {
    preferences: createSink(store.writer(keys.preferences, 'application/jsonl')),
    pairs: createSink(store.writer(keys.pairs, 'application/jsonl')),
  };
  const [sources, lost] = [new Tally(), new Tally()];
  for (const { unused } of ranges) for (const [reason, n] of Object.entries(unused)) lost.add(reason, n);
  try {
    const runs = ranges.flatMap((range) => range.runs).map(({ key, bytes }) => ({ key, start: 0, end: bytes }));
    for await (const { rows, heldOut, crowd } of promptsOf(mergeRuns(store, runs))) {
      lost.add('crowded_prompt', crowd);
      const free = heldOut ? [] : rows.filter(({ exchange }) => !isHeldOutText(exchange));
      lost.add('text_held_out', rows.length - free.length);
      const { pairs, lost: reasons } = pairsOf(free);
      for (const [reason, n] of Object.entries(reasons)) lost.add(reason, n);
      for (const pair of pairs) {
        sources.add(pair.source);
        await sinks.preferences.add(dpoLine(policy.systemPrompt, pair));
        await sinks.pairs.add(pairLine(pair, splitOf(pair.pseudonym, validationShare)));
      }
    }
    const preferences = { key: keys.preferences, format: formats.dpo.id, ...(await sinks.preferences.close()) };
    const pairs = { key: keys.pairs, format: 'reflectwithin-pairs-1', ...(await sinks.pairs.close()) };
    return {
      pairs: pairs.lines,
      sources: sources.all(),
      lost: lost.all(),
      files: pairs.lines === 0 ? null : { preferences, pairs },
    };
  } catch (error) {
    await Promise.allSettled([sinks.preferences.abort(), sinks.pairs.abort()]);
    throw error;
  }
}
