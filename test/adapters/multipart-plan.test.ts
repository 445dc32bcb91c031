import fc from 'fast-check';
import { largestPart, multipartPlan, smallestPart, type UploadPart } from '../../layers/adapters/multipart-plan.ts';
import type { Part } from '../../layers/core/dataset/object-store.ts';

const slicesOf = (part: UploadPart) => ('copy' in part ? [part.copy] : part.gather);
const lengthOf = (part: UploadPart) => slicesOf(part).reduce((sum, { start, end }) => sum + end - start, 0);

/** Sizes around the limits, which are 10 and 35 here. */
const parts = fc
  .array(fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 120 })), { minLength: 1, maxLength: 30 })
  .map((sizes) => sizes.map((bytes, i): Part => ({ key: `part ${i}`, bytes })));

describe('multipartPlan', () => {
  it('has every byte once and in its place, in parts that S3 takes', () => {
    fc.assert(
      fc.property(parts, (given) => {
        const plan = multipartPlan(given, 10, 35);
        const bytes = given.flatMap(({ key, bytes: size }) => Array.from({ length: size }, (_, at) => `${key} ${at}`));
        const planned = plan
          .flatMap(slicesOf)
          .flatMap(({ key, start, end }) => Array.from({ length: end - start }, (_, i) => `${key} ${start + i}`));
        expect(planned).toEqual(bytes);
        for (const [i, part] of plan.entries()) {
          expect(lengthOf(part)).toBeLessThanOrEqual('copy' in part ? 35 : 10);
          if (i < plan.length - 1) expect(lengthOf(part)).toBeGreaterThanOrEqual(10);
        }
        const most = given.reduce((sum, { bytes: size }) => sum + 2 + Math.floor(size / 35), 0);
        expect(plan.length).toBeLessThanOrEqual(most);
      }),
      { numRuns: 500 },
    );
  });

  it('copies what is large enough, and reads less than 5 MiB between two such parts', () => {
    const [large, small] = [
      { key: 'large', bytes: 3 * smallestPart },
      { key: 'small', bytes: 100 },
    ];
    expect(multipartPlan([large, small, small, large, small])).toEqual([
      { copy: { key: 'large', start: 0, end: large.bytes } },
      {
        gather: [
          { key: 'small', start: 0, end: 100 },
          { key: 'small', start: 0, end: 100 },
          { key: 'large', start: 0, end: smallestPart - 200 },
        ],
      },
      { copy: { key: 'large', start: smallestPart - 200, end: large.bytes } },
      { gather: [{ key: 'small', start: 0, end: 100 }] },
    ]);
  });

  it('keeps a thousand ranges of an 8 GiB file within the ten thousand parts of an upload', () => {
    const given = Array.from({ length: 1024 }, (_, i) => ({ key: `${i}`, bytes: 8 * 1024 ** 2 + (i % 7) }));
    expect(multipartPlan(given).length).toBeLessThan(10_000);
  });

  it('copies nothing so large that S3 is silent for half a minute, at the 10 MB/s of a bad day', () => {
    expect(largestPart / 10e6).toBeLessThan(30);
    const sizes = (bytes: number) => multipartPlan([{ key: 'one', bytes }]).map(lengthOf);
    expect(sizes(largestPart)).toEqual([largestPart]);
    expect(sizes(largestPart + smallestPart)).toEqual([largestPart, smallestPart]);
    // Too little for a part of its own but at the end, where S3 takes it.
    expect(sizes(largestPart + 1)).toEqual([largestPart, 1]);
    expect(sizes(8e9).length).toBe(Math.ceil(8e9 / largestPart));
  });

  it('keeps a thousand ranges of a tebibyte within the ten thousand parts of an upload', () => {
    const given = Array.from({ length: 1024 }, (_, i) => ({ key: `${i}`, bytes: 1024 ** 3 + (i % 7) }));
    expect(multipartPlan(given).length).toBeLessThan(10_000);
  });
});
