import { loadMeasures } from '../../../layers/adapters/judge-files.ts';
import { Measure } from '../../../layers/core/quality/scores/measure.ts';

const { scoring } = loadMeasures('layers/policy', 'reflect');
const measure = new Measure(scoring);
const user = 'I feel so lonely since I moved here.';

/** How much of a class is said to the user, of how much there is. */
function said(assistant: string, name: string): { addressed: number; there: number } {
  measure.read({ user, assistant, context: [] });
  const { addressed, reply } = measure.reading;
  const index = reply.seen.index(name);
  return { addressed: addressed.counts[index] ?? 0, there: reply.seen.counts[index] ?? 0 };
}
const empathy = (assistant: string): number => measure.read({ user, assistant, context: [] }).scores.empathy;

describe('how far a phrase is said to the user', () => {
  it.each([
    ['I am so sorry.', 'sympathy'],
    ["I'm sorry that you are alone with this.", 'sympathy'],
    ['Hugs.', 'warmth'],
  ])('counts whole where a short reply says it: %s', (reply, name) => {
    const { addressed, there } = said(reply, name);
    expect(there).toBe(1);
    expect(addressed).toBeGreaterThan(0.9);
  });

  it.each([
    ['what one wishes for oneself', 'I wish I could help my mother and my brother.', 'sympathy'],
    ['what others do', 'They say it gets better when people hug them and he hugs her.', 'warmth'],
  ])('counts half or less in a sentence of %s', (_, reply, name) => {
    const { addressed, there } = said(reply, name);
    expect(there).toBeGreaterThan(0);
    expect(addressed).toBeLessThanOrEqual(there / 2);
  });

  it('counts less in the middle of a long reply than where it begins or ends', () => {
    const tale =
      'The buses stop at the old mill and go on to the market square, past the river and the school. '.repeat(3);
    const [first, middle, last] = [`Hugs. ${tale}${tale}`, `${tale}Hugs. ${tale}`, `${tale}${tale}Hugs.`].map(
      (reply) => said(reply, 'warmth').addressed,
    );
    expect(first).toBeGreaterThan(0.9);
    expect(last).toBeGreaterThan(0.9);
    expect(middle).toBeLessThan(0.4);
  });

  it('hears whom a sentence is about: the same words of oneself are less empathy than of the user', () => {
    expect(empathy('I hope that my family and my friends will call me.')).toBeLessThan(
      empathy('I hope that your family and your friends will call you.') - 0.2,
    );
  });

  it('counts the words of sentences that speak of "I" alone', () => {
    measure.read({ user, assistant: 'I moved too. You will find people. Mine came late!', context: [] });
    expect(measure.reading.addressed.ownWords).toBe(6);
  });

  it('is nothing for a reply without words', () => {
    expect(said('', 'warmth')).toEqual({ addressed: 0, there: 0 });
    expect(measure.reading.addressed.ownWords).toBe(0);
  });
});
