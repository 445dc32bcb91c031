import type { Part } from '../core/dataset/object-store.ts';
import type { Slice } from '../core/dataset/words.ts';

/** S3 takes no smaller part than this of an upload, but for the last, and copies no range of a smaller object. */
export const smallestPart = 5 * 1024 ** 2;
/**
 * S3 takes up to 5 GiB, but answers when the copy is made: of several GB that is later than most clients wait. This much
 * is copied within half a minute at 9 MB/s, which is slow for S3.
 */
export const largestPart = 256 * 1024 ** 2;

/**
 * One part of a multipart upload: `copy` is made inside S3, `gather` of bytes that are read and sent, never more than
 * the smallest part.
 */
export type UploadPart = { readonly copy: Slice } | { readonly gather: readonly Slice[] };

const lengthOf = (slices: readonly Slice[]) => slices.reduce((sum, { start, end }) => sum + end - start, 0);

/**
 * How to make one object of others with as little as possible passing through here. What is too small to be a part
 * by itself is filled up to the smallest part with the beginning of what follows; the rest of that is copied.
 *
 * @param parts at least one, none of them empty
 * @returns at most two for each of the parts, and one more for every 256 MiB
 */
export function multipartPlan(parts: readonly Part[], smallest = smallestPart, largest = largestPart): UploadPart[] {
  const plan: UploadPart[] = [];
  let pending: Slice[] = [];
  const gather = () => {
    if (pending.length > 0) plan.push({ gather: pending });
    pending = [];
  };
  for (const { key, bytes } of parts) {
    let start = 0;
    if (pending.length > 0 || bytes < smallest) {
      start = Math.min(bytes, smallest - lengthOf(pending));
      pending.push({ key, start: 0, end: start });
      if (lengthOf(pending) === smallest) gather();
    }
    while (bytes - start >= smallest) {
      const end = Math.min(bytes, start + largest);
      plan.push({ copy: { key, start, end } });
      start = end;
    }
    if (start < bytes) pending.push({ key, start, end: bytes });
  }
  gather();
  return plan;
}
