import type { ObjectStore } from '../dataset/object-store.ts';

/** A lake from which things can be removed so that nobody finds them again. Throws as ObjectStore does. */
export interface ErasableStore extends ObjectStore {
  /** Writes a small object where there is none. @returns false when there is one, or somebody else is writing it */
  create(key: string, body: Uint8Array, contentType: string): Promise<boolean>;
  /**
   * Writes in place of the content with this ETag, and of no other: two who rewrite one object at once must not undo
   * each other's work.
   *
   * @returns false when the object has another content by now, or is gone
   */
  replace(key: string, etag: string, body: Uint8Array, contentType: string): Promise<boolean>;
  /** Removes all objects whose key starts with the prefix, with all their versions. @returns how many objects */
  removeAll(prefix: string): Promise<number>;
  /**
   * Removes what objects under a prefix were before, and what is left of deleted ones, which stay deleted also where it
   * breaks off. @returns how many versions
   */
  forgetReplaced(prefix: string): Promise<number>;
}
