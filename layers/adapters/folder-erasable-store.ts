import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ErasableStore } from '../core/erasure/erasable-store.ts';
import { FolderObjectStore } from './folder-object-store.ts';

/** A folder of the local disk as a lake that can forget. It keeps no versions, so there are none to remove. */
export class FolderErasableStore extends FolderObjectStore implements ErasableStore {
  readonly #folder: string;

  constructor(folder: string) {
    super(folder);
    this.#folder = folder;
  }

  async replace(key: string, etag: string, body: Uint8Array): Promise<boolean> {
    const found = await this.open(key);
    if (found?.etag !== etag) return false;
    const path = join(this.#folder, key);
    await writeFile(`${path}.unfinished`, body);
    await rename(`${path}.unfinished`, path);
    return true;
  }

  async removeAll(prefix: string): Promise<number> {
    const keys: string[] = [];
    for await (const { key } of this.list(prefix)) keys.push(key);
    await Promise.all(keys.map((key) => rm(join(this.#folder, key), { force: true })));
    return keys.length;
  }

  async forgetReplaced(): Promise<number> {
    return 0;
  }
}
