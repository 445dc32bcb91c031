import { type Policy, policyId } from '../quality/policy.ts';
import { candidatesOf } from './candidates.ts';
import { exampleOf } from './card/example.ts';
import type { Occurrences } from './card/occurrences.ts';
import { StatisticsCollector } from './card/statistics.ts';
import { exampleRow } from './card/tables.ts';
import { chatLine } from './chat-line.ts';
import { mustBeSame } from './curated-files.ts';
import { FellOut } from './fell-out.ts';
import { createPart } from './file-part.ts';
import { type JoinCounts, readJoinCounts, readRangeCounts } from './joined.ts';
import { lazy } from './lazy-writer.ts';
import type { ObjectStore } from './object-store.ts';
import { writePreferences } from './preference/write-preferences.ts';
import type { Cut } from './ranges.ts';
import { readBarredFromPairs } from './select/barred-from-pairs.ts';
import { outcome, outcomeNames } from './select/outcome.ts';
import { readSelected, type Selected } from './select/select-run.ts';
import { createSink, type LineSink } from './sink.ts';
import { sliceOf } from './sorted-runs.ts';
import type { CountTokens } from './tokens.ts';
import { writeWords } from './words.ts';
import { keptSamplesKey, type PerPart, perPart, type WrittenRange, writtenKey, writtenPrefix } from './written.ts';

interface RangeWork {
  readonly store: ObjectStore;
  readonly runId: string;
  readonly policy: Policy;
  readonly validationShare: number;
  readonly cut: Pick<Cut, 'ranges'>;
  readonly range: number;
  /** Absent: the card says that tokens were not counted. */
  readonly countTokens?: CountTokens | undefined;
}

type Sinks = PerPart<ReturnType<typeof createPart>>;

/** What is told of the examples of the range. */
interface About {
  readonly collector: StatisticsCollector;
  readonly rows: LineSink;
}

/** Sends every chosen example to its file, and counts what fell out. */
async function sortOut(
  { store, policy, range }: RangeWork,
  own: JoinCounts,
  selected: Selected,
  sinks: Sinks,
  { collector, rows }: About,
) {
  const fellOut = new FellOut();
  for await (const candidate of candidatesOf(store, own, { key: selected.key, start: selected.starts[range] ?? 0 })) {
    if ('reason' in candidate) {
      fellOut.add(candidate.id, [candidate.reason]);
      continue;
    }
    const { joined } = candidate;
    await sinks[joined.split].add(chatLine(policy.systemPrompt, joined));
    const example = exampleOf(joined);
    await sinks.examples.add(JSON.stringify(example));
    await rows.add(exampleRow(example));
    collector.add(example);
  }
  return fellOut;
}

/** The pairs of the prompts in the range; nothing where nobody said anything of any reply. */
async function pairsOf({ range, ...work }: RangeWork, { barredFromPairs }: Selected, sinks: Sinks) {
  if (barredFromPairs === null) return { sources: {}, lost: {} };
  const { store, runId, cut } = work;
  const all = await readJoinCounts(store, runId, cut.ranges);
  const barred = await readBarredFromPairs(store, barredFromPairs);
  return writePreferences({
    ...work,
    sinks,
    runs: all.flatMap(({ rated }) => rated.runs.map((run) => sliceOf(run, range))),
    isBarred: (exchange) => barred.has(exchange),
  });
}

/**
 * Writes one range's part of every file of the dataset: of the examples that Select chose among the ids of the range,
 * and of the pairs of the prompts in it. The parts of all ranges, one after the other, are the files: in the order of
 * the ids, so the same exchanges give the same bytes, however they were cut and however often they were delivered.
 * Beside them it counts what the card tells of its examples, while they are at hand.
 *
 * @throws WorkMissing, PolicyChanged; RetryableError when the store does not answer
 */
export async function writeRange(work: RangeWork): Promise<WrittenRange> {
  const { store, runId, policy, range, countTokens } = work;
  const own = await readRangeCounts(store, runId, range);
  const selected = await readSelected(store, runId);
  for (const each of [own.policy, selected.policy]) mustBeSame(each, policyId(policy));
  const part = (name: string) => createPart(store, `${writtenPrefix(runId, range)}${name}.jsonl`);
  const expected = selected.outcomes[outcomeNames[outcome.kept] ?? ''] ?? 0;
  const collector = new StatisticsCollector({ expected, countTokens });
  const rowsKey = `${writtenPrefix(runId, range)}rows.jsonl`;
  const rows = createSink(lazy(() => store.writer(rowsKey, 'application/jsonl')));
  const sinks: Sinks = perPart(part);
  try {
    const fellOut = await sortOut(work, own, selected, sinks, { collector, rows });
    const { sources, lost } = await pairsOf(work, selected, sinks);
    const files = {
      train: await sinks.train.close(),
      validation: await sinks.validation.close(),
      holdout: await sinks.holdout.close(),
      examples: await sinks.examples.close(),
      preferences: await sinks.preferences.close(),
      pairs: await sinks.pairs.close(),
    };
    const words = (name: string, { words: all }: Occurrences) =>
      writeWords(store, `${writtenPrefix(runId, range)}${name}.counts`, [all]);
    const about = {
      counted: collector.counted(),
      users: await words('users', collector.users),
      prompts: await words('prompts', collector.prompts),
      rows: { key: rowsKey, bytes: (await rows.close()).bytes },
    };
    await store.put(keptSamplesKey(runId, range), collector.samples.lines(), 'application/jsonl');
    const written = {
      range,
      policy: policyId(policy),
      files,
      dropped: fellOut.dropped,
      rejected: fellOut.reasons.all(),
      samples: fellOut.samples(),
      sources,
      lost,
      about,
    };
    await store.put(writtenKey(runId, range), JSON.stringify(written), 'application/json');
    return written;
  } catch (error) {
    await Promise.allSettled([...Object.values(sinks), rows].map((sink) => sink.abort()));
    throw error;
  }
}
