import { createHash } from 'node:crypto';
import type { ErasableStore } from '../../layers/core/erasure/erasable-store.ts';
import { MemoryObjectStore } from './memory-object-store.ts';

/** The lake in memory with what S3 keeps of what was replaced or deleted, until somebody removes that too. */
export class MemoryErasableStore extends MemoryObjectStore implements ErasableStore {
  /** Key and content of every version that is not the present one, be it replaced or hidden. */
  readonly replaced: { key: string; bytes: Uint8Array }[] = [];
  /** Calls until the store fails once; never when infinite. */
  failingIn = Number.POSITIVE_INFINITY;
  /** What somebody else does between a read and the next conditional write. */
  meanwhile: (() => Promise<void>) | undefined;

  #count(): void {
    if (this.failingIn-- <= 0) {
      this.failingIn = Number.POSITIVE_INFINITY;
      throw new Error('the store does not answer');
    }
  }

  override async put(key: string, body: string | Uint8Array): Promise<void> {
    this.#count();
    this.#keep(key);
    await super.put(key, body);
  }

  /** As a lifecycle rule does, or `aws s3 rm`: what there was is hidden and kept. */
  hide(key: string): void {
    this.#keep(key);
    this.objects.delete(key);
  }

  async create(key: string, body: Uint8Array): Promise<boolean> {
    this.#count();
    if (this.objects.has(key)) return false;
    this.objects.set(key, body);
    return true;
  }

  async replace(key: string, etag: string, body: Uint8Array): Promise<boolean> {
    this.#count();
    const { meanwhile } = this;
    this.meanwhile = undefined;
    await meanwhile?.();
    const now = this.objects.get(key);
    if (now === undefined || `"${createHash('md5').update(now).digest('hex')}"` !== etag) return false;
    this.#keep(key);
    this.objects.set(key, body);
    return true;
  }

  async removeAll(prefix: string): Promise<number> {
    this.#count();
    const keys = [...this.objects.keys()].filter((key) => key.startsWith(prefix));
    for (const key of keys) this.objects.delete(key);
    this.#forget((key) => key.startsWith(prefix));
    return keys.length;
  }

  async forgetReplaced(prefix: string): Promise<number> {
    this.#count();
    return this.#forget((key) => key.startsWith(prefix));
  }

  #keep(key: string): void {
    const bytes = this.objects.get(key);
    if (bytes !== undefined) this.replaced.push({ key, bytes });
  }

  #forget(which: (key: string) => boolean): number {
    const [before, rest] = [this.replaced.length, this.replaced.filter(({ key }) => !which(key))];
    this.replaced.splice(0, before, ...rest);
    return before - rest.length;
  }
}
