import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { finished, pipeline } from 'node:stream/promises';
import type { ObjectStore, ObjectWriter, OpenObject, Part, StoredObject } from '../core/dataset/object-store.ts';
import { TerminalError } from '../core/errors.ts';
import { pour } from './pour.ts';

const isMissing = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';

const nothingIfMissing = (error: unknown): undefined => {
  if (!isMissing(error)) throw error;
};

/** MD5 of the content in quotes, as S3 names what was written at once. */
async function etagOf(path: string): Promise<string> {
  const hash = createHash('md5');
  await pipeline(createReadStream(path), hash);
  return `"${hash.digest('hex')}"`;
}

/** A folder of the local disk as the lake: keys are paths. */
export class FolderObjectStore implements ObjectStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  #path(key: string): string {
    const path = join(this.#folder, key);
    if (relative(this.#folder, path).startsWith('..')) throw new TerminalError(`"${key}" is outside of the folder.`);
    return path;
  }

  async #newPath(key: string): Promise<string> {
    const path = this.#path(key);
    await mkdir(dirname(path), { recursive: true });
    return path;
  }

  async *list(prefix: string, after = ''): AsyncGenerator<StoredObject> {
    const files = await readdir(this.#folder, { recursive: true, withFileTypes: true });
    const keys = files
      .filter((file) => file.isFile())
      .map((file) => relative(this.#folder, join(file.parentPath, file.name)).split(sep).join('/'))
      .filter((key) => key.startsWith(prefix) && key > after && !key.endsWith(unfinished));
    for (const key of keys.sort()) {
      const path = this.#path(key);
      yield { key, etag: await etagOf(path), size: (await stat(path)).size };
    }
  }

  async open(key: string): Promise<OpenObject | undefined> {
    const path = this.#path(key);
    try {
      return { key, etag: await etagOf(path), size: (await stat(path)).size, body: createReadStream(path) };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async sizeOf(key: string): Promise<number | undefined> {
    return (await stat(this.#path(key)).catch(nothingIfMissing))?.size;
  }

  async range(key: string, start: number, end: number): Promise<Uint8Array> {
    try {
      const file = await open(this.#path(key));
      const { buffer, bytesRead } = await file
        .read(Buffer.alloc(end - start), 0, end - start, start)
        .finally(() => file.close());
      return buffer.subarray(0, bytesRead);
    } catch (error) {
      if (isMissing(error)) throw new TerminalError(`${key} is gone.`, { cause: error });
      throw error;
    }
  }

  writer(key: string): ObjectWriter {
    const path = this.#newPath(key);
    const stream = path.then((name) => {
      const file = createWriteStream(`${name}${unfinished}`);
      // A full disk is told to whoever writes or closes next; with nobody to listen, it would end the process.
      file.on('error', () => {});
      return file;
    });
    return {
      async write(bytes) {
        const file = await stream;
        if (file.errored) throw file.errored;
        if (!file.write(bytes)) await once(file, 'drain');
      },
      async close() {
        const file = await stream;
        file.end();
        await finished(file);
        await rename(`${await path}${unfinished}`, await path);
      },
      async abort() {
        const file = await stream;
        if (!file.closed) await once(file.destroy(), 'close');
        await rm(`${await path}${unfinished}`, { force: true });
      },
    };
  }

  async put(key: string, body: string): Promise<void> {
    await writeFile(await this.#newPath(key), body);
  }

  concatenate(parts: readonly Part[], to: string): Promise<void> {
    const read = async (key: string) =>
      (await open(this.#path(key)).catch(nothingIfMissing))?.createReadStream({ highWaterMark: 1024 * 1024 });
    return pour(read, parts, this.writer(to));
  }
}

/** Ends the names of files that are not complete yet. */
const unfinished = '.unfinished';
