import fc from 'fast-check';
import { mergeRuns, pieceBytesFor, piecesOf } from '../../../layers/core/dataset/merge.ts';
import { compareLines, SortedRuns, sliceOf } from '../../../layers/core/dataset/sorted-runs.ts';
import { version } from '../../support/exchanges.ts';
import { MemoryObjectStore } from '../../support/memory-object-store.ts';

const id = fc.nat(30).map((n) => ((n * 0x8421085) >>> 0).toString(16).padStart(8, '0').padEnd(32, '0'));
const line = fc.record({ id, version: fc.nat(3).map(version), reasons: fc.constantFrom(['a'], ['b']) });

const sortable = (value: { id: string; version: string }) => ({ ...value, line: JSON.stringify(value) });

describe('an external merge sort', () => {
  it('gives the order that sorting everything at once would give', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(line)),
        fc.integer({ min: 1, max: 2000 }),
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 1, max: 5 }),
        async (partitions, limit, pieceBytes, ranges) => {
          const store = new MemoryObjectStore();
          const runs = [];
          for (const [i, lines] of partitions.entries()) {
            const sorted = new SortedRuns(store, (run) => `${i}-${run}`, ranges, limit);
            for (const value of lines) await sorted.add(sortable(value));
            runs.push(...(await sorted.close()));
          }
          const merged = [];
          for (let range = 0; range < ranges; range++) {
            const slices = runs.map((run) => sliceOf(run, range));
            merged.push(...(await Array.fromAsync(mergeRuns(store, slices, pieceBytes))));
          }
          const all = partitions.flat().map(sortable).sort(compareLines);
          expect(merged.map((each) => each.line)).toEqual(all.map((each) => each.line));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('reads an object to its last byte, no more than a piece at once', async () => {
    const store = new MemoryObjectStore();
    await store.put('key', '0123456789');
    const pieces = await Array.fromAsync(piecesOf(store, { key: 'key', start: 0, end: 10 }, 4));
    expect(pieces.map((piece) => Buffer.from(piece).toString())).toEqual(['0123', '4567', '89']);
    expect(await Array.fromAsync(piecesOf(store, { key: 'gone', start: 0, end: 0 }, 4))).toEqual([]);
  });

  it('passes on what went wrong with the store', async () => {
    const runs = [{ key: 'gone', start: 0, end: 100 }];
    await expect(Array.fromAsync(mergeRuns(new MemoryObjectStore(), runs, 10))).rejects.toThrow('gone is gone');
  });

  it.each([1, 10, 100, 500])('keeps the pieces of %i runs within 64 MiB', (runs) => {
    expect(pieceBytesFor(runs) * 2 * runs).toBeLessThanOrEqual(64 * 1024 * 1024);
  });
});
