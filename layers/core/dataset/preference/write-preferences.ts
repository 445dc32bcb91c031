import * as z from 'zod';
import type { Policy } from '../../quality/policy.ts';
import { dpoLine } from '../formats/dpo.ts';
import { mergeRuns } from '../merge.ts';
import type { ObjectStore } from '../object-store.ts';
import type { LineSink } from '../sink.ts';
import type { SortedLine } from '../sorted-runs.ts';
import { splitOfPrompt } from '../split.ts';
import { Tally } from '../tally.ts';
import type { Slice } from '../words.ts';
import { type Preference, pairsOf } from './pairs.ts';
import { promptWords, type Rated, ratedSchema } from './rated.ts';

const count = z.int().min(0);
/** A file of a dataset. `lineHash`: see line-hash.ts. */
export const fileSchema = z.object({
  key: z.string(),
  format: z.string(),
  lines: count,
  bytes: count,
  lineHash: z.string(),
});

/** What a dataset says of its preferences. */
export const preferencesSchema = z.object({
  pairs: count,
  /** Pairs by where they come from. */
  sources: z.record(z.string(), count),
  /** Preferences that became no pair, by reason. */
  lost: z.record(z.string(), count),
  /** `preferences.jsonl`, and `pairs.jsonl` with whose they are, line by line; null where there are no pairs. */
  files: z.object({ preferences: fileSchema, pairs: fileSchema }).nullable(),
});
export type Preferences = z.infer<typeof preferencesSchema>;

interface PreferenceWork {
  readonly store: ObjectStore;
  readonly policy: Policy;
  readonly validationShare: number;
  /** What was said, sorted by prompt. */
  readonly runs: readonly Slice[];
  /** Whether an exchange, its prompt, or a reply to it that may stand in a pair, is near to what a held-out user wrote. */
  readonly isBarred: (exchange: string) => boolean;
  readonly sinks: Readonly<Record<'preferences' | 'pairs', Pick<LineSink, 'add'>>>;
}

/** More lines of one prompt than this are not held: hundreds of thousands may have said "Hi.". */
const linesPerPrompt = 1000;

/** What is known of one prompt. */
interface Prompt {
  readonly rows: readonly Rated[];
  readonly crowd: number;
}

/** The lines of each prompt together; they come sorted. */
async function* promptsOf(lines: AsyncIterable<SortedLine>): AsyncGenerator<Prompt> {
  let id = '';
  let prompt: { rows: Rated[]; crowd: number } = { rows: [], crowd: 0 };
  for await (const { id: here, line } of lines) {
    if (here !== id) {
      if (prompt.rows.length > 0) yield prompt;
      [id, prompt] = [here, { rows: [], crowd: 0 }];
    }
    if (prompt.rows.length < linesPerPrompt) prompt.rows.push(ratedSchema.parse(JSON.parse(line)));
    else prompt.crowd++;
  }
  if (prompt.rows.length > 0) yield prompt;
}

/** Whose a pair is: ids first, for whoever erases a user looks for them. */
const pairLine = ({ id, otherId, source }: Preference, split: string): string =>
  JSON.stringify({ id, other: { id: otherId }, source, split });

/**
 * Makes the pairs of what people said, in the order of the prompts: the same signals in any order give the same bytes.
 * Nothing is made of what held-out users wrote, of what is near to it, or for prompts near to theirs. All pairs of one
 * prompt go to one file. Memory: the lines of one prompt, and a piece of each run.
 *
 * @returns pairs by where they come from, and preferences that became none, by reason
 * @throws RetryableError when the store does not answer
 */
export async function writePreferences(work: PreferenceWork): Promise<Pick<Preferences, 'sources' | 'lost'>> {
  const { store, policy, validationShare, runs, isBarred, sinks } = work;
  const [sources, lost] = [new Tally(), new Tally()];
  for await (const { rows, crowd } of promptsOf(mergeRuns(store, runs))) {
    lost.add('crowded_prompt', crowd);
    const free = rows.filter(({ exchange }) => !isBarred(exchange));
    lost.add('text_held_out', rows.length - free.length);
    const { pairs, lost: reasons } = pairsOf(free);
    lost.addAll(reasons);
    for (const pair of pairs) {
      sources.add(pair.source);
      await sinks.preferences.add(dpoLine(policy.systemPrompt, pair));
      await sinks.pairs.add(pairLine(pair, splitOfPrompt(promptWords(pair), validationShare)));
    }
  }
  return { sources: sources.all(), lost: lost.all() };
}
