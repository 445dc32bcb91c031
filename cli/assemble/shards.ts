import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { linesOf } from '../../layers/core/dataset/lines.ts';
import { exchangeFolder } from '../../layers/core/dataset/plan.ts';

/** What a file holds, by how it begins. */
export type FileKind = 'gzip' | 'exchanges' | 'conversations';

/** A shard that was unpacked is known by its first line. */
function isExchange(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && 'schema' in value && 'pseudonym' in value;
  } catch {
    return false;
  }
}

export async function kindOf(file: string): Promise<FileKind> {
  const opened = await open(file);
  const { bytesRead, buffer } = await opened.read(Buffer.alloc(2), 0, 2, 0).finally(() => opened.close());
  if (bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b) return 'gzip';
  for await (const [line] of linesOf(createReadStream(file))) {
    return line !== undefined && isExchange(line.toString('utf8')) ? 'exchanges' : 'conversations';
  }
  return 'conversations';
}

const readable = /\.(jsonl(\.gz)?|ndjson|csv|tsv)$/;

/** Whether a file or object of this name may hold conversations or exchanges. */
export const isReadable = (name: string): boolean => readable.test(name);

/** Such files of a folder, by name. */
export async function filesIn(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((file) => file.isFile() && isReadable(file.name))
    .map((file) => join(file.parentPath, file.name))
    .sort();
}

/** Puts a shard into a lake, packed; its key derives from what it holds, so that the name of the file is nothing. */
export async function addShard(lake: string, file: string, kind: 'gzip' | 'exchanges'): Promise<void> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const path = join(lake, exchangeFolder, 'files', `${hash.digest('hex').slice(0, 32)}.jsonl.gz`);
  await mkdir(dirname(path), { recursive: true });
  if (kind === 'gzip') await pipeline(createReadStream(file), createWriteStream(path));
  else await pipeline(createReadStream(file), createGzip(), createWriteStream(path));
}
