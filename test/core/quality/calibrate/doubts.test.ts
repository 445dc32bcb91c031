import fc from 'fast-check';
import { againstIt, compare, tooGood } from '../../../../layers/core/quality/calibrate/doubts.ts';
import { figuresOf } from '../../../../layers/core/quality/calibrate/figures.ts';

const labels = Array.from({ length: 40 }, (_, i) => i % 2);
/** As far from the label of each row as this. */
const off = (distance: (row: number) => number) => labels.map((label, i) => Math.abs(label - distance(i)));
const learnedWell = figuresOf(
  labels,
  off(() => 0.1),
);
const against = (learned: readonly number[], other: readonly number[]) =>
  againstIt(learnedWell, { labels, learned, other });

describe('what speaks against what was learned', () => {
  it('is a distance to the labels that is clearly greater, though the order is as good', () => {
    const learned = off((i) => 0.2 + (i % 5) / 50);
    expect(
      against(
        learned,
        off(() => 0.02),
      ),
    ).toMatch(
      /^is farther from labels that it did not see than it is set by hand \(squared distance 0\.058 against 0\.000\)$/,
    );
  });

  it('is an order that is clearly worse, though the distance is less', () => {
    const worse = off((i) => (i % 8 < 4 ? 0.55 : 0.1));
    expect(
      against(
        worse,
        off(() => 0.45),
      ),
    ).toMatch(
      /^tells rows that it did not see apart less well than it does set by hand \(AUC 0\.750 against 1\.000\)$/,
    );
  });

  it('is that it is no gain, however the few rows fell that differ', () => {
    const even = off((i) => (i % 8 < 2 ? 0.7 : 0.1));
    const [one, other] = [even, even.map((value, i) => (i === 0 ? value - 0.05 : value))];
    for (const [learned, byHand] of [
      [one, other],
      [other, one],
      [one, one],
    ] as const)
      expect(against(learned, byHand)).toMatch(
        /^does no better on rows .* as far as 40 of them tell \(AUC 0\.\d{3} against/,
      );
  });

  it('is nothing where it orders rows better, or lies nearer to their labels', () => {
    const [near, far] = [off(() => 0.3), labels.map(() => 0.5)];
    expect([
      against(near, far),
      against(
        off(() => 0.1),
        near,
      ),
    ]).toEqual([undefined, undefined]);
  });
});

it('the order of two is compared with the error that DeLong gives it, by all pairs', () => {
  const score = fc.integer({ min: 0, max: 6 });
  const row = fc.record({ label: fc.integer({ min: 0, max: 1 }), learned: score, other: score });
  fc.assert(
    fc.property(fc.array(row, { minLength: 8, maxLength: 40 }), (rows) => {
      const [ones, zeros] = [rows.filter(({ label }) => label === 1), rows.filter(({ label }) => label === 0)];
      fc.pre(ones.length > 1 && zeros.length > 1);
      const won = (one: number, zero: number) => (one > zero ? 1 : one === zero ? 0.5 : 0);
      const pair = (one: (typeof rows)[number], zero: (typeof rows)[number]) =>
        won(one.learned, zero.learned) - won(one.other, zero.other);
      const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
      const variance = (values: readonly number[]) =>
        values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1);
      const byOnes = ones.map((one) => mean(zeros.map((zero) => pair(one, zero))));
      const byZeros = zeros.map((zero) => mean(ones.map((one) => pair(one, zero))));
      const error = Math.sqrt(variance(byOnes) / ones.length + variance(byZeros) / zeros.length);
      const difference = mean(byOnes);
      fc.pre(Math.abs(Math.abs(difference) - 2 * error) > 1e-9);
      const of = (name: 'label' | 'learned' | 'other') => rows.map((each) => each[name]);
      const { order } = compare({ labels: of('label'), learned: of('learned'), other: of('other') });
      expect(order).toBeCloseTo(Math.abs(difference) > 2 * error ? difference : 0, 9);
    }),
  );
});

it('labels that nothing is mistaken in are doubted, for people disagree', () => {
  const perfect = { crossValidated: learnedWell, holdOut: learnedWell };
  const mistaken = figuresOf([0, 1, 0, 1], [0.1, 0.9, 0.8, 0.7]);
  expect(tooGood([perfect, perfect])).toEqual([
    expect.stringMatching(/^All rows are told apart without a mistake \(AUC 1\.000\)/),
  ]);
  expect(tooGood([perfect, { crossValidated: learnedWell, holdOut: mistaken }])).toEqual([]);
  expect(tooGood([])).toEqual([]);
});
