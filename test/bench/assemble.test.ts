import { execFileSync, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { sizesOf } from '../../bench/assembly/sizes.ts';

const bench = (...args: string[]): string =>
  execFileSync('node', ['bench/assemble.ts', ...args], { encoding: 'utf8', stdio: 'pipe' });

describe('bench:assemble', () => {
  it('assembles datasets of growing sizes, finds what was copied and drops nothing else', () => {
    const { sizes, minHashPercentOfFloor } = JSON.parse(bench('--sizes', '300,600', '--json'));
    expect(sizes).toEqual([
      expect.objectContaining({ exchanges: 300, wrong: 0, peakMegabytes: expect.any(Number) }),
      expect.objectContaining({ exchanges: 600, wrong: 0, usdPerMillion: expect.any(Number) }),
    ]);
    for (const { recallPercent, microsecondsEach } of sizes) {
      expect(recallPercent).toBeGreaterThanOrEqual(95);
      expect(microsecondsEach).toBeGreaterThan(0);
    }
    expect(minHashPercentOfFloor.webAssembly).toBeGreaterThan(minHashPercentOfFloor.script);
  }, 120_000);

  it('compares meanings too, with a stand-in for an embedder whose time is told apart', () => {
    const { sizes } = JSON.parse(bench('--sizes', '400', '--vectors', '--json'));
    expect(sizes).toEqual([expect.objectContaining({ exchanges: 400, wrong: 0 })]);
    const [{ rewordedRecallPercent, standInEmbedderMicrosecondsEach }] = sizes;
    expect(rewordedRecallPercent).toBeGreaterThanOrEqual(90);
    expect(standInEmbedderMicrosecondsEach).toBeGreaterThan(0);
  }, 120_000);

  it('tells what is under way, the smallest size first', async () => {
    const running = spawn('node', ['bench/assemble.ts', '--sizes', '100'], { stdio: ['ignore', 'ignore', 'pipe'] });
    const told = await Array.fromAsync(createInterface(running.stderr));
    expect(told.map((line) => line.replace(/^100 exchanges: /, ''))).toEqual([
      'making them …',
      'planning to matching …',
      'selecting to the card …',
      'checking what was found …',
    ]);
  }, 60_000);

  it('has three sizes by default, two where it must be quick, or those that are asked for', () => {
    expect(sizesOf({ quick: false })).toEqual([10_000, 100_000, 1_000_000]);
    expect(sizesOf({ quick: true })).toEqual([10_000, 100_000]);
    expect(sizesOf({ quick: false, sizes: '300,600' })).toEqual([300, 600]);
  });

  it('refuses sizes that are none', () => {
    expect(() => bench('--sizes', 'many')).toThrow(/whole numbers/);
  });
});
