import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { linesOf } from '../../../layers/adapters/input/text.ts';

const folder = mkdtempSync(join(tmpdir(), 'text-'));
afterAll(() => rmSync(folder, { recursive: true }));

function packed(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, gzipSync(text));
  return path;
}

/** Microseconds of processor time, the least of three times. */
async function timeOf(path: string): Promise<number> {
  const times = [];
  for (let round = 0; round < 3; round++) {
    const before = process.cpuUsage();
    await Array.fromAsync(linesOf(path));
    const { user, system } = process.cpuUsage(before);
    times.push(user + system);
  }
  return Math.min(...times);
}

describe('the lines of a file', () => {
  it('are numbered with the blank ones, and whole wherever the pieces end', async () => {
    const long = 'a day of rest, '.repeat(20_000).trim();
    const lines = await Array.fromAsync(linesOf(packed('whole.gz', `first\n\n${long}\n \nlast`)));
    expect(lines).toEqual([
      { number: 1, text: 'first', ended: true, isTooLong: false },
      { number: 3, text: long, ended: true, isTooLong: false },
      { number: 5, text: 'last', ended: false, isTooLong: false },
    ]);
  });

  it('cost in proportion to their length, one of megabytes in a packed file as well', async () => {
    const [short, long] = [4, 20].map((megabytes) => packed(`${megabytes}.gz`, 'x'.repeat(megabytes * 2 ** 20)));
    // Five times the length; a line put together anew at each piece took twenty-five times as long.
    expect((await timeOf(long ?? '')) / (await timeOf(short ?? ''))).toBeLessThan(12);
  }, 60_000);
});
