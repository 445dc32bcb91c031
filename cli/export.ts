import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { Command, Option } from 'commander';
import { FolderObjectStore } from '../layers/adapters/folder-object-store.ts';
import { type Conversion, writeSplit } from '../layers/core/dataset/formats/convert.ts';
import { type FormatName, formatNames, formats } from '../layers/core/dataset/formats/format.ts';
import { datasetPrefix, manifestKey } from '../layers/core/dataset/manifest.ts';
import type { ObjectStore, ObjectWriter } from '../layers/core/dataset/object-store.ts';
import { createSink, type LineSink } from '../layers/core/dataset/sink.ts';
import { type Split, splits } from '../layers/core/dataset/split.ts';
import { TerminalError } from '../layers/core/errors.ts';
import { nearest } from '../layers/core/nearest.ts';
import { bucketPlace, bucketStore } from './location.ts';
import { many } from './many.ts';
import { UnusableFile } from './rows.ts';

interface Options {
  readonly dataset: string;
  readonly lake: string;
  readonly format: FormatName;
  readonly split: Split;
  readonly output: string;
}

const help = `
--output FILE or s3://bucket/key writes the one split; a folder, s3://bucket/ or s3://bucket/prefix/ writes
train.jsonl, validation.jsonl and holdout.jsonl into it.
Formats: ${formatNames.map((name) => `${name} (${formats[name].about})`).join('; ')}.
With dpo the hold-out stays a chat file: it is there to be answered.`;

/** The lake has no dataset of this id. */
export class UnknownDataset extends TerminalError {
  override name = 'UnknownDataset';

  constructor(id: string, lake: string, known: readonly string[]) {
    const meant = nearest(id, known);
    const others =
      meant === undefined ? 'It has none.' : `Did you mean ${meant}? It has ${known.slice(-10).join(', ')}.`;
    super(`${lake} has no dataset ${id}. ${others}`);
  }
}

function openLake(lake: string): ObjectStore {
  const place = bucketPlace(lake);
  if (place !== undefined) return bucketStore(place);
  if (!existsSync(lake)) throw new UnusableFile(`There is no folder ${lake}. Name a lake: s3://bucket or a folder.`);
  return new FolderObjectStore(lake);
}

async function checkDataset(store: ObjectStore, id: string, lake: string): Promise<void> {
  if (/^[0-9a-f]{16}$/.test(id) && (await store.open(manifestKey(id))) !== undefined) return;
  const known: string[] = [];
  for await (const { key } of store.list('datasets/')) {
    const [, found] = /^datasets\/([0-9a-f]{16})\/manifest\.json$/.exec(key) ?? [];
    if (found !== undefined) known.push(found);
  }
  throw new UnknownDataset(id, lake, known);
}

/** Standard output as a file that is written. */
const standardOutput: ObjectWriter = {
  async write(bytes) {
    if (!process.stdout.write(bytes)) await once(process.stdout, 'drain');
  },
  close: async () => {},
  abort: async () => {},
};

/** Where to write: one file, or a file for each split. */
type Target = { readonly one: LineSink } | { readonly each: (split: Split) => LineSink };

async function targetOf(output: string): Promise<Target> {
  if (output === '-') return { one: createSink(standardOutput) };
  const place = bucketPlace(output);
  const isFolder = place
    ? place.key === '' || place.key.endsWith('/')
    : output.endsWith('/') || (existsSync(output) && statSync(output).isDirectory());
  const folder = isFolder ? output : dirname(output);
  if (place === undefined) await mkdir(folder, { recursive: true });
  const store: ObjectStore = place ? bucketStore(place) : new FolderObjectStore(folder);
  const open = (key: string) => createSink(store.writer(key, 'application/jsonl'));
  if (isFolder) return { each: (split) => open(place ? `${place.key}${split}.jsonl` : `${split}.jsonl`) };
  return { one: open(place ? place.key : basename(output)) };
}

export const exportCommand = (): Command =>
  new Command('export')
    .description('Writes a dataset of a lake, in any format, to a file or a bucket.')
    .requiredOption('-d, --dataset <id>', '16 hex digits, as in its manifest')
    .requiredOption('-l, --lake <s3://bucket|folder>', 'where the dataset is')
    .addOption(new Option('-f, --format <format>', 'how to write it').choices(formatNames).default('sft'))
    .addOption(new Option('-s, --split <split>', 'which of the three').choices(splits).default('train'))
    .option('-o, --output <file|s3://…>', 'where to write it; - for standard output', '-')
    .addHelpText('after', help)
    .action(async ({ dataset, lake, format, split, output }: Options) => {
      const store = openLake(lake);
      await checkDataset(store, dataset, lake);
      const target = await targetOf(output);
      for (const each of 'one' in target ? [split] : splits) {
        const sink = 'one' in target ? target.one : target.each(each);
        let changed: Conversion;
        try {
          changed = await writeSplit({ store, prefix: datasetPrefix(dataset), split: each, format }, sink);
        } catch (error) {
          await sink.abort();
          throw error;
        }
        const { lines } = await sink.close();
        const escaped =
          changed.escapedWords === 0 ? '' : `, ${many(changed.escapedWords, 'reserved word')} written otherwise`;
        process.stderr.write(`${each}: ${many(lines, 'line')}${escaped}\n`);
      }
    });
