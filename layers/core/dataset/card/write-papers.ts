import { mapBounded } from '../../bounded.ts';
import { TerminalError } from '../../errors.ts';
import { samplesKey } from '../joined.ts';
import { datasetPrefix, manifestSchema } from '../manifest.ts';
import { type ObjectStore, type Part, readJson, readText } from '../object-store.ts';
import { keptSamplesKey, readWritten } from '../written.ts';
import { cardOf } from './card.ts';
import { htmlOf } from './html.ts';
import { markdownOf } from './markdown.ts';
import { readCounts } from './occurrences.ts';
import { linesOfSamples, type Sample, Samples, sampleSchema } from './samples.ts';
import { spreadOf } from './spread.ts';
import { countedInAll, type Statistics, statisticsOf, statisticsSchema } from './statistics.ts';
import { putTables } from './tables.ts';

interface PapersOptions {
  /** The version of the code that made the dataset. */
  readonly code: string;
  /** The dataset before this one; null: there is none. */
  readonly parent: string | null;
  /** What that dataset's papers say, where they do not lie in the same store. */
  readonly before?: Statistics | undefined;
  /** Whether to write what SQL reads too: see tables.ts. */
  readonly tables?: boolean;
}

/** Of an earlier dataset; undefined when there is none, or what is there is of another form. */
async function statisticsOfDataset(store: ObjectStore, id: string | null): Promise<Statistics | undefined> {
  return id === null ? undefined : readJson(store, `${datasetPrefix(id)}statistics.json`, statisticsSchema);
}

/** What the ranges of a run have found of its exchanges, put together. */
export interface RunFindings {
  readonly statistics: Statistics;
  /** A few examples, and a few exchanges that became none: of each tier those with the smallest hashes. */
  readonly samples: readonly Sample[];
  /** Rows for SQL, part by part. */
  readonly rows: readonly Part[];
}

/**
 * What is known of a run's examples and of what fell out. It reads counts, and of each user and message 12 bytes a
 * range; no example passes through here.
 *
 * @throws WorkMissing; RetryableError when the store does not answer
 */
export async function findingsOf(store: ObjectStore, runId: string, ranges: number): Promise<RunFindings> {
  const about = (await readWritten(store, runId, ranges)).map((written) => written.about);
  const spread = (name: 'users' | 'prompts') =>
    spreadOf(
      readCounts(
        store,
        about.map((each) => each[name]),
      ),
    );
  const counted = countedInAll(about.map((each) => each.counted));
  const statistics = statisticsOf(counted, { users: await spread('users'), prompts: await spread('prompts') });
  const samples = await Promise.all([keptSamplesKey, samplesKey].map((key) => samplesIn(store, runId, ranges, key)));
  return { statistics, samples: samples.flat(), rows: about.map(({ rows }) => rows) };
}

async function samplesIn(
  store: ObjectStore,
  runId: string,
  ranges: number,
  keyOf: (runId: string, range: number) => string,
): Promise<Sample[]> {
  const texts = await mapBounded([...Array(ranges).keys()], 16, (range) => readText(store, keyOf(runId, range)));
  const samples = new Samples();
  for (const line of texts.flatMap((each) => (each ?? '').split('\n'))) {
    if (line !== '') samples.offer(sampleSchema.parse(JSON.parse(line)));
  }
  return samples.all();
}

/**
 * Writes the papers of a dataset beside its files: `card.md` and `card.html` for people, `statistics.json` for the
 * next dataset to compare with, `samples.jsonl` with what the card shows; and completes the manifest. The same dataset
 * gives the same papers.
 *
 * @param manifestKey of a dataset whose files are complete; the papers come into the same folder
 * @throws TerminalError when the dataset is gone; RetryableError when the store does not answer
 */
export async function writePapers(
  store: ObjectStore,
  manifestKey: string,
  { statistics, samples, rows }: RunFindings,
  { code, parent, before, tables = false }: PapersOptions,
): Promise<void> {
  const prefix = manifestKey.slice(0, manifestKey.lastIndexOf('/') + 1);
  const text = await readText(store, manifestKey);
  if (text === undefined) throw new TerminalError(`${manifestKey} is gone. Start a new run.`);
  const manifest = manifestSchema.parse({ ...JSON.parse(text), code, parent });
  const card = cardOf({ manifest, statistics, before: before ?? (await statisticsOfDataset(store, parent)), samples });

  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  await store.put(`${prefix}statistics.json`, json(statistics), 'application/json');
  // Whoever erases a user finds here, by the ids, what the card shows.
  await store.put(`${prefix}samples.jsonl`, linesOfSamples(samples), 'application/jsonl');
  await store.put(`${prefix}card.md`, markdownOf(card), 'text/markdown; charset=utf-8');
  await store.put(`${prefix}card.html`, htmlOf(card), 'text/html; charset=utf-8');
  if (tables) await putTables(store, manifest, rows);
  await store.put(manifestKey, json(manifest), 'application/json');
}
