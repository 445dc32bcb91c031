import { randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { writeGzipLines } from '../../../layers/core/dataset/gzip-lines.ts';
import { RetryableError } from '../../../layers/core/errors.ts';
import { MemoryObjectStore } from '../../support/memory-object-store.ts';

/** Does not become small: megabytes of it fill every buffer on the way. */
const noise = Array.from({ length: 500 }, () => randomBytes(4000).toString('hex'));

/** A store whose writer fails at the n-th piece (0: at the end), after some time, and tells what became of it. */
function failing(at: number) {
  const told: string[] = [];
  let pieces = 0;
  const fail = async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    throw new RetryableError('S3 answers 503');
  };
  return {
    told,
    writer: {
      write: async () => {
        if (++pieces === at) await fail();
      },
      close: async () => {
        told.push('closed');
        if (at === 0) await fail();
      },
      abort: async () => {
        told.push('aborted');
        throw new Error('nothing to abort');
      },
    },
  };
}

describe('gzipped JSON lines', () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  beforeAll(() => process.on('unhandledRejection', note));
  afterAll(() => process.off('unhandledRejection', note));

  it('are what was given, line by line', async () => {
    const store = new MemoryObjectStore();
    await writeGzipLines(store.writer('a'), noise);
    const lines = gunzipSync(store.objects.get('a') ?? '')
      .toString()
      .split('\n');
    expect(lines.slice(0, -1).map((line) => JSON.parse(line))).toEqual(noise);
  });

  it.each([1, 2, 4])('fail with the error of the store at piece %i, and with no other beside it', async (at) => {
    const { writer, told } = failing(at);
    await expect(writeGzipLines(writer, noise)).rejects.toBeInstanceOf(RetryableError);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(told).toEqual(['aborted']);
    expect(unhandled).toEqual([]);
  });

  it('fail with the error of closing', async () => {
    const { writer, told } = failing(0);
    await expect(writeGzipLines(writer, [1])).rejects.toBeInstanceOf(RetryableError);
    expect(told).toEqual(['closed', 'aborted']);
  });

  it.each([1, 300])('fail with the error of the values after %i of them, and leave no object', async (good) => {
    const store = new MemoryObjectStore();
    const values = async function* () {
      yield* noise.slice(0, good);
      throw new RetryableError('S3 answers 503');
    };
    await expect(writeGzipLines(store.writer('a'), values())).rejects.toBeInstanceOf(RetryableError);
    expect(store.objects.size).toBe(0);
    expect(unhandled).toEqual([]);
  });
});
