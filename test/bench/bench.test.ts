import { execFileSync } from 'node:child_process';
import { measureRounds } from '../../bench/exchange-rounds.ts';
import { exchangeLines } from '../../bench/exchanges.ts';
import { inWords, summary } from '../../bench/figure.ts';
import { streamRecords, tableOf } from '../../bench/stream-records.ts';
import { createCollector } from '../../layers/core/conversation/collect.ts';
import { collecting } from '../support/collecting.ts';

const bench = (...args: string[]): string =>
  execFileSync('node', ['bench/main.ts', ...args], { encoding: 'utf8', stdio: 'pipe' });

describe('the bench', () => {
  it('makes the same records each time, and the collector reads all of them', async () => {
    const { lines, earlier } = streamRecords(500);
    expect(streamRecords(500).lines).toEqual(lines);
    const collect = createCollector({ ...collecting().parts, table: tableOf(earlier) });
    const collected = await collect(lines.map((line): unknown => JSON.parse(line)));
    expect(collected).toMatchObject({ records: 500, quarantined: 0 });
    expect(collected.exchanges + collected.withoutConsent).toBe(250);
  });

  it('makes the same exchanges each time, and others in every round', () => {
    const { lines, repeatedContext } = exchangeLines(300, 1);
    expect(exchangeLines(300, 1).lines).toEqual(lines);
    const texts = (seed: number) => exchangeLines(300, seed).lines.map((line): unknown => JSON.parse(line)?.assistant);
    expect(new Set([...texts(1), ...texts(2)]).size).toBeGreaterThan(550);
    expect(repeatedContext).toBeGreaterThan(0.5);
    expect(repeatedContext).toBeLessThan(1);
  });

  it('takes exchanges through every stage, each as long as it is told to', async () => {
    const [first, ...others] = await measureRounds({ rounds: 2, perRound: 60, warmUp: 0 }, true);
    expect(others).toHaveLength(1);
    expect(Object.keys(first?.stages ?? {})).toEqual([
      'parse',
      'redact',
      'screen',
      'judge',
      'tokens',
      'signature',
      'serialise',
    ]);
    expect(first?.path).toBeGreaterThan(first?.floor ?? Number.NaN);
  }, 60_000);

  it('tells the middle, the least and the most', () => {
    expect(summary([3, 1, 2])).toEqual({ median: 2, least: 1, most: 3 });
    expect(summary([4, 1, 2, 3])).toEqual({ median: 2.5, least: 1, most: 4 });
    expect(inWords(summary([1, 2, 3]), ' %')).toBe('2.0 % (1.0–3.0)');
  });

  it('prints JSON with a median and its spread', () => {
    expect(JSON.parse(bench('--json', '--rounds', '5', '--only', 'bundle'))).toEqual({
      bundle: { bytes: expect.any(Number), gzippedBytes: expect.any(Number), sdkBytes: expect.any(Number) },
    });
  });

  it.each([
    ['--rounds', 'many'],
    ['--rounds', '4'],
    ['--only', 'everything'],
  ])('refuses %s %s', (...args) => {
    expect(() => bench(...args)).toThrow(/whole number|no figure/);
  });
});
