import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Command, Option } from 'commander';
import * as z from 'zod';
import { FolderObjectStore } from '../layers/adapters/folder-object-store.ts';
import { type Conversion, checkStored, writeSplit } from '../layers/core/dataset/formats/convert.ts';
import { type FormatName, formatNames } from '../layers/core/dataset/formats/format.ts';
import { datasetPrefix, manifestKey } from '../layers/core/dataset/manifest.ts';
import { type ObjectStore, type ObjectWriter, readText } from '../layers/core/dataset/object-store.ts';
import { createSink, type LineSink } from '../layers/core/dataset/sink.ts';
import { type Split, splits } from '../layers/core/dataset/split.ts';
import { TerminalError } from '../layers/core/errors.ts';
import { many } from '../layers/core/many.ts';
import { nearest } from '../layers/core/nearest.ts';
import { datasetPaper } from './dataset-paper.ts';
import { formatsHelp } from './formats-help.ts';
import { bucketPlace, bucketStore } from './location.ts';
import { packed } from './packed.ts';
import { isSameFile } from './row-output.ts';
import { UnusableFile } from './unusable-file.ts';

interface Options {
  readonly dataset: string;
  readonly lake?: string;
  readonly format: FormatName;
  readonly split: Split;
  readonly output: string;
}

const help = `
--dataset ID needs --lake; --dataset FOLDER is what assemble wrote.
--output FILE or s3://bucket/key writes the one split, packed with gzip where the name ends in .gz; a folder, s3://bucket/ or s3://bucket/prefix/ writes
train.jsonl, validation.jsonl and holdout.jsonl into it.
${formatsHelp}
With dpo the hold-out stays a chat file: it is there to be answered.`;

/** The lake has no dataset of this id. */
class UnknownDataset extends TerminalError {
  override name = 'UnknownDataset';

  constructor(id: string, lake: string, known: readonly string[]) {
    const meant = nearest(id, known);
    const others =
      meant === undefined ? 'It has none.' : `Did you mean ${meant}? It has ${known.slice(-10).join(', ')}.`;
    super(`${lake} has no dataset ${id}. ${others}`);
  }
}

async function openLake(lake: string): Promise<ObjectStore> {
  const place = bucketPlace(lake);
  if (place !== undefined) return bucketStore(place);
  if (!existsSync(lake)) throw new UnusableFile(`There is no folder ${lake}. Name a lake: s3://bucket or a folder.`);
  return new FolderObjectStore(lake);
}

const isId = (dataset: string): boolean => /^[0-9a-f]{16}$/.test(dataset);

/** A dataset of a lake, or one that `assemble` wrote into a folder. */
interface Dataset {
  readonly store: ObjectStore;
  /** Its folder in the store, with a slash at its end; empty for the store itself. */
  readonly prefix: string;
  /** Its folder, where it is on this computer. */
  readonly folder: string | undefined;
  /** What the file of each split holds. */
  readonly stored: Readonly<Record<Split, string>>;
}

const advice = 'Name a folder that assemble wrote, or 16 hex digits and a --lake.';

const file = z.object({ format: z.string() });
/** What `export` needs of a manifest: also of one that another version wrote. */
const filesSchema = z.object({ files: z.object({ train: file, validation: file, holdout: file }) });

/** @param place of the store, for the error. @throws InputError */
async function storedIn(store: ObjectStore, key: string, place: string): Promise<Dataset['stored'] | undefined> {
  const manifest = await readText(store, key);
  if (manifest === undefined) return undefined;
  const { train, validation, holdout } = datasetPaper(filesSchema, manifest, `${key} of ${place}`, advice).files;
  return { train: train.format, validation: validation.format, holdout: holdout.format };
}

async function datasetOfLake(lake: string, id: string): Promise<Dataset> {
  const store = await openLake(lake);
  const prefix = datasetPrefix(id);
  const stored = await storedIn(store, manifestKey(id), lake);
  if (stored !== undefined) {
    return { store, prefix, stored, folder: bucketPlace(lake) ? undefined : join(lake, prefix) };
  }
  const known: string[] = [];
  for await (const { key } of store.list('datasets/')) {
    const [, found] = /^datasets\/([0-9a-f]{16})\/manifest\.json$/.exec(key) ?? [];
    if (found !== undefined) known.push(found);
  }
  throw new UnknownDataset(id, lake, known);
}

async function datasetOfFolder(folder: string): Promise<Dataset> {
  const store = new FolderObjectStore(folder);
  const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const stored = isFolder ? await storedIn(store, 'manifest.json', folder) : undefined;
  if (stored !== undefined) return { store, prefix: '', folder, stored };
  const what = isFolder ? 'a folder without a manifest.json' : 'no folder, and no id of a dataset';
  throw new UnusableFile(`${folder} is ${what}. ${advice}`);
}

async function openDataset({ dataset, lake }: Options): Promise<Dataset> {
  if (lake === undefined && (!isId(dataset) || existsSync(dataset))) return datasetOfFolder(dataset);
  if (lake === undefined) throw new UnusableFile(`${dataset} is in a lake: name it by --lake s3://bucket or a folder.`);
  if (isId(dataset)) return datasetOfLake(lake, dataset);
  throw new UnusableFile(`${dataset} is no id of a dataset: one has 16 hex digits, as "id" in its manifest says.`);
}

/** Standard output as a file that is written. */
const standardOutput: ObjectWriter = {
  async write(bytes) {
    if (!process.stdout.write(bytes)) await once(process.stdout, 'drain');
  },
  close: async () => {},
  abort: async () => {},
};

/** Where to write: one split into one file, or each into its own. */
interface Target {
  readonly wanted: readonly Split[];
  readonly open: (split: Split) => LineSink;
}

async function targetOf({ output, split: one }: Options, source: string | undefined): Promise<Target> {
  if (output === '-') return { wanted: [one], open: () => createSink(standardOutput) };
  const place = bucketPlace(output);
  const isFolder = place
    ? place.key === '' || place.key.endsWith('/')
    : output.endsWith('/') || (existsSync(output) && statSync(output).isDirectory());
  const folder = isFolder ? output : dirname(output);
  if (place === undefined) await mkdir(folder, { recursive: true });
  if (place === undefined && source !== undefined && (await isSameFile(folder, source))) {
    throw new UnusableFile(`${folder} holds the dataset itself, which must stay as it is. Name another --output.`);
  }
  const store: ObjectStore = place ? await bucketStore(place) : new FolderObjectStore(folder);
  const open = (key: string) =>
    createSink(
      key.endsWith('.gz') ? packed(store.writer(key, 'application/gzip')) : store.writer(key, 'application/jsonl'),
    );
  if (isFolder) {
    return { wanted: splits, open: (split) => open(place ? `${place.key}${split}.jsonl` : `${split}.jsonl`) };
  }
  return { wanted: [one], open: () => open(place ? place.key : basename(output)) };
}

export const defineExport = (command: Command): Command =>
  command
    .requiredOption('-d, --dataset <id|folder>', '16 hex digits, as in its manifest; or a folder that assemble wrote')
    .option('-l, --lake <s3://bucket|folder>', 'where the dataset of this id is')
    .addOption(new Option('-f, --format <format>', 'how to write it').choices(formatNames).default('sft'))
    .addOption(new Option('-s, --split <split>', 'which of the three').choices(splits).default('train'))
    .option('-o, --output <file|s3://…>', 'where to write it; - for standard output', '-')
    .addHelpText('after', help)
    .action(async (options: Options) => {
      const { store, prefix, folder, stored } = await openDataset(options);
      const { format } = options;
      const { wanted, open } = await targetOf(options, folder);
      for (const split of wanted) checkStored({ split, format, stored: stored[split] });
      for (const split of wanted) {
        const sink = open(split);
        let changed: Conversion;
        try {
          changed = await writeSplit({ store, prefix, split, format, stored: stored[split] }, sink);
        } catch (error) {
          await sink.abort();
          throw error;
        }
        const { lines } = await sink.close();
        const escaped =
          changed.escapedWords === 0 ? '' : `, ${many(changed.escapedWords, 'reserved word')} written otherwise`;
        process.stderr.write(`${split}: ${many(lines, 'line')}${escaped}\n`);
      }
    });
