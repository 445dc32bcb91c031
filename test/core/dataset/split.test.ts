import fc from 'fast-check';
import { holdoutShare, isHeldOut, splitOf, splitOfPrompt } from '../../../layers/core/dataset/split.ts';
import { hex } from '../../support/exchanges.ts';

const users = Array.from({ length: 20_000 }, (_, i) => hex(`user ${i}`));
const shareOf = (split: string, validationShare: number) =>
  users.filter((user) => splitOf(user, validationShare) === split).length / users.length;

describe('splitOf', () => {
  it('gives the shares that were asked for', () => {
    expect(shareOf('holdout', 0.2)).toBeCloseTo(holdoutShare, 1);
    expect(shareOf('validation', 0.2)).toBeCloseTo(0.2 * (1 - holdoutShare), 1);
    expect(shareOf('validation', 0)).toBe(0);
  });

  it('holds out the same users for ever, whatever share validates', () => {
    fc.assert(
      fc.property(fc.string(), fc.double({ min: 0, max: 1, noNaN: true }), (user, share) => {
        expect(splitOf(user, share) === 'holdout').toBe(isHeldOut(user));
      }),
    );
  });

  // Were one of these to change, every hold-out there is would leak into the next training.
  it.each([
    ['user of a', 'train'],
    ['user of b', 'train'],
    ['user of l', 'holdout'],
    ['user of q', 'holdout'],
    ['user of 12', 'validation'],
  ])('puts %s where it always was', (name, split) => {
    expect(splitOf(hex(name), 0.1)).toBe(split);
  });
});

describe('splitOfPrompt', () => {
  it('lets the share of the prompts validate that was asked for', () => {
    const prompts = Array.from({ length: 20_000 }, (_, i) => `prompt ${i}`);
    const shareOfPrompts = (share: number) =>
      prompts.filter((prompt) => splitOfPrompt(prompt, share) === 'validation').length / prompts.length;
    expect(shareOfPrompts(0.2)).toBeCloseTo(0.2, 1);
    expect(shareOfPrompts(0)).toBe(0);
  });
});
