import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FolderObjectStore } from '../../layers/adapters/folder-object-store.ts';
import { InputError } from '../../layers/adapters/input/input-error.ts';
import { OverlayObjectStore } from '../../layers/adapters/overlay-object-store.ts';
import type { ObjectStore } from '../../layers/core/dataset/object-store.ts';
import { type CollectedFiles, collectFiles, type InputFiles, type Taking } from './collect.ts';
import type { PassedOver } from './passed-over.ts';
import { addShard, kindOf } from './shards.ts';
import { usableOf } from './usable.ts';

/** Where a dataset is made: a lake with the input in it. */
export interface Source {
  readonly store: ObjectStore;
  /** Of conversations; undefined where the input was shards alone. */
  readonly collected: CollectedFiles | undefined;
  /** Files beside the others that hold nothing that can be used. */
  readonly passedOver: PassedOver | undefined;
}

/** A lake as far as it is read. */
export type ReadableStore = Pick<ObjectStore, 'list' | 'open' | 'sizeOf' | 'range'>;

async function workStore({ folder }: Taking): Promise<{ store: FolderObjectStore; lake: string }> {
  const lake = join(folder, 'lake');
  await mkdir(lake, { recursive: true });
  return { store: new FolderObjectStore(lake), lake };
}

/**
 * Brings files of any kind into a lake of their own. One alone must be of use; of several those count that are.
 *
 * @throws InputError
 */
export async function fromFiles(files: InputFiles, taking: Taking, passedOver: PassedOver): Promise<Source> {
  const { store, lake } = await workStore(taking);
  const found = new Map<string, string>();
  let first: InputError | undefined;
  for (const [path, name] of files) {
    const kind = await kindOf(path, name).catch((error: unknown) => {
      if (error instanceof InputError && files.size > 1) return error;
      throw error;
    });
    if (kind instanceof InputError) {
      first ??= kind;
      passedOver.add(name, kind.message);
    } else if (kind === 'conversations') found.set(path, name);
    else await addShard(lake, path, kind === 'shard');
  }
  const ofShards = files.size - found.size - passedOver.unusable;
  // One file alone is told by the error.
  const conversations = files.size > 1 ? await usableOf(found, taking.progress, passedOver) : found;
  first ??= conversations instanceof InputError ? conversations : undefined;
  if (conversations instanceof InputError || conversations.size === 0) {
    if (ofShards === 0 && first !== undefined) throw first;
    return { store, collected: undefined, passedOver };
  }
  return { store, collected: await collectFiles(conversations, store, taking), passedOver };
}

/** A lake that is there already is read where it is; what is made of it goes elsewhere. */
export const fromLake = async (base: ReadableStore, taking: Taking): Promise<Source> => ({
  store: new OverlayObjectStore(base, (await workStore(taking)).store),
  collected: undefined,
  passedOver: undefined,
});
