import { loadMeasures } from '../../../layers/adapters/judge-files.ts';
import { Measure } from '../../../layers/core/quality/scores/measure.ts';

const { scoring: data } = loadMeasures('layers/policy', 'reflect');
const { scoring } = data;
const using = (name: 'empathy' | 'relevance' | 'overall', feature: string) => () =>
  new Measure({ ...data, scoring: { ...scoring, [name]: { bias: 0, weights: { [feature]: 1 } } } });

describe('a score that uses another', () => {
  it('may use one that is made before it', () => {
    expect(using('relevance', 'empathy')).not.toThrow();
    expect(using('overall', 'tone')).not.toThrow();
  });

  it.each([
    ['empathy', 'overall'],
    ['relevance', 'tone'],
    ['empathy', 'empathy'],
    ['empathy', 'two_of_three'],
    ['relevance', 'irrelevance'],
  ] as const)('%s is refused when it uses %s, made later', (name, feature) => {
    expect(using(name, feature)).toThrow(`the weights of ${name} may not use "${feature}": it is made later`);
  });

  it('"follows" may not use a score either', () => {
    const follows: [string, string, number][] = [['i', '!overall', 1]];
    expect(() => new Measure({ ...data, scoring: { ...scoring, follows } })).toThrow('"follows" may not use "overall"');
  });

  it('may use a class by the name that it had', () => {
    const empathy = (feature: string) => {
      const weights = { bias: 0, weights: { [feature]: 1, [`any.user.${feature}`]: 1 } };
      const measure = new Measure({ ...data, scoring: { ...scoring, empathy: weights } });
      return measure.read({ user: 'I was ill.', assistant: 'I was worried.', context: [] }).scores.empathy;
    };
    expect(empathy('self_disclosure')).toBe(empathy('speaks_of_self'));
    expect(empathy('self_disclosure')).toBeGreaterThan(0.8);
  });

  it('an unknown feature is refused by name', () => {
    expect(using('empathy', 'no_such')).toThrow('the weights of empathy name an unknown feature "no_such"');
  });
});
