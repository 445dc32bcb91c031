import { againstIt, tooGood } from '../../../../layers/core/quality/calibrate/doubts.ts';
import { figuresOf } from '../../../../layers/core/quality/calibrate/figures.ts';

const labels = Array.from({ length: 40 }, (_, i) => i % 2);
/** As far from the label of each row as this. */
const off = (distance: (row: number) => number) => labels.map((label, i) => Math.abs(label - distance(i)));
const learnedWell = figuresOf(
  labels,
  off(() => 0.1),
);
const against = (learned: readonly number[], byHand: readonly number[]) =>
  againstIt(learnedWell, { labels, learned, byHand });

describe('what speaks against what was learned', () => {
  it('is an error that is markedly higher than that of the score set by hand, though the order is as good', () => {
    const learned = off((i) => 0.2 + (i % 5) / 50);
    expect(
      against(
        learned,
        off(() => 0.02),
      ),
    ).toMatch(/^is farther from the labels of held-out rows .* \(error 0\.240 against 0\.020\)$/);
  });

  it('is no error of bins where the rows themselves are nearer their labels, nor one that moves no threshold', () => {
    // Whoever says one half of all has no error at all, and knows nothing.
    expect(
      against(
        off(() => 0.3),
        labels.map(() => 0.5),
      ),
    ).toBeUndefined();
    expect(
      against(
        off(() => 0.06),
        off(() => 0.02),
      ),
    ).toBeUndefined();
  });
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
