import fc from 'fast-check';
import { bestShareFrom, emptyRanking, rank, together } from '../../../layers/core/quality/ranking.ts';

const rankingOf = (scores: readonly number[]) => {
  const ranking = emptyRanking();
  for (const score of scores) rank(ranking, score);
  return ranking;
};

describe('ranking', () => {
  it.each([
    ['the best tenth of ten', [0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95], 0.1, 0.95],
    ['the best half', [0.1, 0.2, 0.8, 0.9], 0.5, 0.8],
    ['all', [0.1, 0.2], 1, 0],
    ['of nothing', [], 0.1, 0],
    ['a tie is kept whole', [0.5, 0.5, 0.5, 0.1], 0.25, 0.5],
  ])('%s', (_, scores, share, from) => expect(bestShareFrom(rankingOf(scores), share)).toBe(from));

  it('does not depend on how the exchanges were parted', () => {
    const scores = fc.array(fc.float({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(scores, scores, (a, b) => {
        expect(together(rankingOf(a), rankingOf(b))).toEqual(rankingOf([...b, ...a]));
      }),
    );
  });
});
