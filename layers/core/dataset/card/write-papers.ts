import { mapBounded } from '../../bounded.ts';
import { TerminalError } from '../../errors.ts';
import { samplesKey } from '../joined.ts';
import { linesOf } from '../lines.ts';
import { datasetPrefix, manifestSchema } from '../manifest.ts';
import { type ObjectStore, readText } from '../object-store.ts';
import type { LineSink } from '../sink.ts';
import type { CountTokens } from '../tokens.ts';
import { cardOf } from './card.ts';
import { type Example, exampleSchema } from './example.ts';
import { htmlOf } from './html.ts';
import { markdownOf } from './markdown.ts';
import { linesOfSamples, type Sample, Samples, sampleSchema } from './samples.ts';
import { type Statistics, StatisticsCollector, statisticsSchema } from './statistics.ts';
import { exampleRow, exampleRows, putDatasetRows } from './tables.ts';

export interface PapersOptions {
  /** The version of the code that made the dataset. */
  readonly code: string;
  /** The dataset before this one; null: there is none. */
  readonly parent: string | null;
  /** What that dataset's papers say, where they do not lie in the same store. */
  readonly before?: Statistics | undefined;
  /** Absent: the card says that tokens were not counted. */
  readonly countTokens?: CountTokens | undefined;
  /** Exchanges that did not become examples, to show beside those that did. */
  readonly fellOut?: readonly Sample[];
  /** Whether to write what SQL reads too: see tables.ts. */
  readonly tables?: boolean;
}

/** Of an earlier dataset; undefined when there is none, or what is there is of another form. */
async function statisticsOf(store: ObjectStore, id: string | null): Promise<Statistics | undefined> {
  const text = id === null ? undefined : await readText(store, `${datasetPrefix(id)}statistics.json`);
  return text === undefined ? undefined : statisticsSchema.safeParse(JSON.parse(text)).data;
}

async function* examplesIn(store: ObjectStore, key: string): AsyncGenerator<Example[]> {
  const examples = await store.open(key);
  if (examples === undefined) throw new TerminalError(`${key} is gone. Start a new run.`);
  for await (const lines of linesOf(examples.body)) {
    yield lines.map((line) => exampleSchema.parse(JSON.parse(line.toString('utf8'))));
  }
}

/** Reads the examples once, for the statistics and, where they are wanted, for the rows of the table. */
async function collect(examples: AsyncIterable<Example[]>, collector: StatisticsCollector, rows?: LineSink) {
  try {
    for await (const some of examples) {
      for (const example of some) {
        collector.add(example);
        const full = rows?.add(exampleRow(example));
        if (full !== undefined) await full;
      }
    }
    await rows?.close();
  } catch (error) {
    await rows?.abort();
    throw error;
  }
}

/**
 * Writes the papers of a dataset beside its files: `card.md` and `card.html` for people, `statistics.json` for the
 * next dataset to compare with, `samples.jsonl` with what the card shows; and completes the manifest. Reads the
 * examples once, in flat memory. The same dataset gives the same papers.
 *
 * @returns what the card shows, in numbers
 * @param manifestKey of a dataset whose files are complete; its other files are looked for in the same folder
 * @throws TerminalError when the dataset is gone; RetryableError when the store does not answer
 */
export async function writePapers(
  store: ObjectStore,
  manifestKey: string,
  options: PapersOptions,
): Promise<Statistics> {
  const { code, parent, countTokens, fellOut = [], tables = false } = options;
  const prefix = manifestKey.slice(0, manifestKey.lastIndexOf('/') + 1);
  const text = await readText(store, manifestKey);
  if (text === undefined) throw new TerminalError(`${manifestKey} is gone. Start a new run.`);
  const manifest = manifestSchema.parse({ ...JSON.parse(text), code, parent });

  const rows = tables ? exampleRows(store, manifest.id) : undefined;
  const collector = new StatisticsCollector({ expected: manifest.files.examples.lines, countTokens });
  await collect(examplesIn(store, `${prefix}examples.jsonl`), collector, rows);
  const statistics = collector.data();
  const samples = [...collector.samples.all(), ...fellOut];
  const before = options.before ?? (await statisticsOf(store, parent));
  const card = cardOf({ manifest, statistics, before, samples });

  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  await store.put(`${prefix}statistics.json`, json(statistics), 'application/json');
  // Whoever erases a user finds here, by the ids, what the card shows.
  await store.put(`${prefix}samples.jsonl`, linesOfSamples(samples), 'application/jsonl');
  await store.put(`${prefix}card.md`, markdownOf(card), 'text/markdown; charset=utf-8');
  await store.put(`${prefix}card.html`, htmlOf(card), 'text/html; charset=utf-8');
  if (tables) await putDatasetRows(store, manifest);
  await store.put(manifestKey, json(manifest), 'application/json');
  return statistics;
}

/** A few of the exchanges that did not become examples in a run: of each tier those with the smallest hashes. */
export async function samplesOfRun(store: ObjectStore, runId: string, ranges: number): Promise<Sample[]> {
  const texts = await mapBounded([...Array(ranges).keys()], 16, (range) => readText(store, samplesKey(runId, range)));
  const samples = new Samples();
  for (const line of texts.flatMap((each) => (each ?? '').split('\n'))) {
    if (line !== '') samples.offer(sampleSchema.parse(JSON.parse(line)));
  }
  return samples.all();
}
