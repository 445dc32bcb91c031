import { loadMeasures } from '../../../layers/adapters/judge-files.ts';
import { Measure } from '../../../layers/core/quality/scores/measure.ts';
import { type Curve, scoringSchema } from '../../../layers/core/quality/scoring.ts';

const { scoring: data } = loadMeasures('layers/policy', 'reflect');
const { curve: _, ...plain } = data.scoring.empathy;
const empathyBy = (curve?: Curve) => {
  const empathy = curve ? { ...plain, curve } : plain;
  const measure = new Measure({ ...data, scoring: { ...data.scoring, empathy } });
  return (assistant: string) => measure.read({ user: 'I feel so alone.', assistant, context: [] }).scores.empathy;
};

describe('a curve over a score', () => {
  const replies = [
    'Sure, whatever.',
    'Have you tried yoga?',
    'That sounds hard.',
    'I am so sorry you feel so alone. That sounds really hard, and I am here for you.',
  ];

  it('changes nothing where it is a straight line through the middle', () => {
    const [by, without] = [empathyBy({ low: 1, high: 1, shift: 0 }), empathyBy()];
    for (const reply of replies) expect(by(reply)).toBeCloseTo(without(reply), 12);
  });

  it.each([
    { low: 1.6, high: 0.5, shift: 1.1 },
    { low: 0.3, high: 4, shift: -2 },
    { low: 3, high: 0.1, shift: 0 },
  ])('keeps the order, and a score a chance: %j', (curve) => {
    const scores = replies.map(empathyBy(curve));
    expect(scores).toEqual(scores.toSorted((a, b) => a - b));
    for (const score of scores) expect(score >= 0 && score <= 1).toBe(true);
  });

  it('that would turn the order round is refused', () => {
    const empathy = { ...plain, curve: { low: -1, high: 1, shift: 0 } };
    expect(scoringSchema.safeParse({ ...data.scoring, empathy }).success).toBe(false);
  });

  it('makes no question of a reply that asks nothing', () => {
    const question = { ...data.scoring.question, curve: { low: 1, high: 1, shift: 3 } };
    const measure = new Measure({ ...data, scoring: { ...data.scoring, question } });
    expect(measure.read({ user: 'I feel so alone.', assistant: 'I hear you.', context: [] }).scores.question).toBe(0);
  });
});
