import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { noText } from '../../layers/adapters/input/file-kind.ts';
import { InputError } from '../../layers/adapters/input/input-error.ts';
import { isSpread } from '../../layers/adapters/input/json-values.ts';
import { bytesOf, isGzip } from '../../layers/adapters/input/text.ts';
import { linesOf } from '../../layers/core/dataset/lines.ts';
import { exchangeFolder } from '../../layers/core/dataset/plan.ts';

/** What a file holds: a shard, packed or not, or conversations, packed or not. */
type FileKind = 'shard' | 'unpacked shard' | 'conversations';

type FirstLine = 'of a shard' | 'of conversations' | 'neither';

/** Every line of a shard says its schema, and none of conversations does; JSON may go on on the next line, and a header of CSV has no braces. */
function kindOfLine(line: string): FirstLine {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null) return 'neither';
    return 'schema' in value ? 'of a shard' : 'of conversations';
  } catch {
    return isSpread(`${line}\n`) || /^[^{]*[,;\t|]/.test(line) ? 'of conversations' : 'neither';
  }
}

async function firstLine(file: string, name: string): Promise<string> {
  for await (const [line] of linesOf(bytesOf(file, name))) return line?.toString('utf8') ?? '';
  return '';
}

/**
 * Tells by the first line. Where that says neither, a packed file counts as a shard, and what is wrong with it is told
 * like any damage of a shard; any other counts as conversations.
 *
 * @throws InputError `InputIsNoText`
 */
export async function kindOf(file: string, name = file): Promise<FileKind> {
  const isPacked = await isGzip(file);
  const line = await firstLine(file, name).catch((error: unknown) => {
    if (error instanceof InputError && error.name !== noText) return '';
    throw error;
  });
  const kind = kindOfLine(line);
  if (isPacked) return kind === 'of conversations' ? 'conversations' : 'shard';
  return kind === 'of a shard' ? 'unpacked shard' : 'conversations';
}

const readable = /\.(jsonl|ndjson|json|csv|tsv)(\.gz)?$/i;

/** What they are, for messages. */
export const readableNames = '.jsonl, .json, .csv or .tsv';

/** Whether a file or object of this name may hold conversations or exchanges. */
export const isReadable = (name: string): boolean => readable.test(name);

const isHidden = (path: string): boolean => path.split(sep).some((name) => name.startsWith('.'));

/** The files of a folder by name, hidden ones left out. */
export async function filesIn(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((file) => file.isFile() && !isHidden(relative(folder, join(file.parentPath, file.name))))
    .map((file) => join(file.parentPath, file.name))
    .sort();
}

/** Puts a shard into a lake, packed; its key derives from what it holds, so that the name of the file is nothing. */
export async function addShard(lake: string, file: string, isPacked: boolean): Promise<void> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const path = join(lake, exchangeFolder, 'files', `${hash.digest('hex').slice(0, 32)}.jsonl.gz`);
  await mkdir(dirname(path), { recursive: true });
  if (isPacked) await pipeline(createReadStream(file), createWriteStream(path));
  else await pipeline(createReadStream(file), createGzip(), createWriteStream(path));
}
