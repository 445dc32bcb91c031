import { spawnSync } from 'node:child_process';
import { sizesOf } from '../../bench/assembly/sizes.ts';

const bench = (...args: string[]) => spawnSync('node', ['bench/assemble.ts', ...args], { encoding: 'utf8' });

describe('bench:assemble', () => {
  it('assembles datasets of growing sizes, finds what was copied and drops nothing else, and tells what is under way', () => {
    const { stdout, stderr } = bench('--sizes', '300,600', '--json');
    const steps = ['making them …', 'planning to matching …', 'selecting to the card …', 'checking what was found …'];
    const told = [300, 600].flatMap((size) => steps.map((step) => `${size} exchanges: ${step}\n`));
    expect(stderr).toBe(told.join(''));
    const { sizes, minHashPercentOfFloor } = JSON.parse(stdout);
    expect(sizes).toEqual([
      expect.objectContaining({ exchanges: 300, wrong: 0, peakMegabytes: expect.any(Number) }),
      expect.objectContaining({ exchanges: 600, wrong: 0, usdPerMillion: expect.any(Number) }),
    ]);
    for (const { recallPercent, microsecondsEach } of sizes) {
      expect(recallPercent).toBeGreaterThanOrEqual(95);
      expect(microsecondsEach).toBeGreaterThan(0);
    }
    expect(minHashPercentOfFloor).toBeGreaterThan(0);
  }, 120_000);

  it('compares meanings too, with a stand-in for an embedder whose time is told apart', () => {
    const { sizes } = JSON.parse(bench('--sizes', '400', '--vectors', '--json').stdout);
    expect(sizes).toEqual([expect.objectContaining({ exchanges: 400, wrong: 0 })]);
    const [{ rewordedRecallPercent, standInEmbedderMicrosecondsEach }] = sizes;
    expect(rewordedRecallPercent).toBeGreaterThanOrEqual(90);
    expect(standInEmbedderMicrosecondsEach).toBeGreaterThan(0);
  }, 120_000);

  it('has three sizes by default, two where it must be quick, or those that are asked for', () => {
    expect(sizesOf({ quick: false })).toEqual([10_000, 100_000, 1_000_000]);
    expect(sizesOf({ quick: true })).toEqual([10_000, 100_000]);
    expect(sizesOf({ quick: false, sizes: '300,600' })).toEqual([300, 600]);
  });

  it('refuses sizes that are none', () => {
    expect(bench('--sizes', 'many')).toMatchObject({ status: 1, stderr: expect.stringContaining('whole numbers') });
  });
});
