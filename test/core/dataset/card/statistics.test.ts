import fc from 'fast-check';
import { difference, driftOf, verdictOf } from '../../../../layers/core/dataset/card/drift.ts';
import type { Example } from '../../../../layers/core/dataset/card/example.ts';
import { doublingEdges, Histogram, meanOf, total } from '../../../../layers/core/dataset/card/histogram.ts';
import { crowdedPrompt, PromptCounts } from '../../../../layers/core/dataset/card/prompts.ts';
import { Samples } from '../../../../layers/core/dataset/card/samples.ts';
import { StatisticsCollector, statisticsSchema } from '../../../../layers/core/dataset/card/statistics.ts';
import { UserCounts } from '../../../../layers/core/dataset/card/users.ts';
import { example, examples } from '../../../support/card.ts';

const countTokens = (text: string) => Math.ceil(text.length / 4);

function collected(all: readonly Example[]) {
  const collector = new StatisticsCollector({ expected: all.length, countTokens });
  for (const each of all) collector.add(each);
  return { statistics: collector.data(), samples: collector.samples.all() };
}

/** The same things in another order. */
const reordered = <Item>(items: readonly Item[]) =>
  fc.array(fc.double({ noNaN: true }), { minLength: items.length, maxLength: items.length }).map((keys) =>
    items
      .map((item, i) => ({ item, key: keys[i] ?? 0 }))
      .sort((a, b) => a.key - b.key)
      .map(({ item }) => item),
  );

describe('statistics', () => {
  const all = examples(200);

  it('are the same in any order', () => {
    const once = collected(all);
    fc.assert(
      fc.property(reordered(all), (other) => expect(collected(other)).toEqual(once)),
      { numRuns: 20 },
    );
  });

  it('count every example once in every distribution', () => {
    const { statistics } = collected(all);
    expect(statistics.examples).toBe(200);
    for (const counts of [statistics.splits, statistics.tiers, statistics.sources, statistics.categories]) {
      expect(total(Object.values(counts))).toBe(200);
    }
    for (const histogram of [...Object.values(statistics.scores), ...Object.values(statistics.lengths)]) {
      expect(total(histogram.counts)).toBe(200);
    }
    expect(statistics.users).toMatchObject({ examples: 200, oneIn: 1 });
    expect(statistics.tokens?.examples).toBe(200);
  });

  it('are numbers: they hold no text and nobody’s id', () => {
    const { statistics } = collected(all);
    const text = JSON.stringify(statistics);
    expect(statisticsSchema.parse(JSON.parse(text))).toEqual(statistics);
    for (const { id, pseudonym = '', user } of all) {
      for (const secret of [id, pseudonym, user]) expect(text).not.toContain(secret);
    }
  });

  it('say what an older dataset did not record', () => {
    const { id, split, tier, quality_score, user, assistant, context } = example('old');
    const { statistics } = collected([{ id, split, tier, quality_score, user, assistant, context }]);
    expect(statistics).toMatchObject({ users: null, sources: {}, categories: {}, domains: {} });
    expect(total(statistics.scores['empathy']?.counts ?? [])).toBe(0);
    expect(total(statistics.scores['overall']?.counts ?? [])).toBe(1);
  });
});

describe('messages', () => {
  const counted = (messages: readonly string[], capacity?: number) => {
    const counts = new PromptCounts(capacity);
    for (const each of messages) counts.add(each);
    return counts.data();
  };
  const others = Array.from({ length: 900 }, (_, i) => `message ${i}`);

  it('are counted by their words, in the training file alone', () => {
    const said = ['I am tired', ' i am  TIRED', 'I am hungry'].map((user, i) =>
      example(`${i}`, { user, split: 'train' }),
    );
    const { statistics } = collected([...said, example('held', { user: 'I am tired', split: 'holdout' })]);
    expect(statistics.prompts).toEqual({ examples: 3, largest: 2, largestTen: 3 });
  });

  it('that come often are found in little memory, in any order and nearly as often as they came', () => {
    const all = [...others, ...Array.from({ length: 100 }, () => 'I am tired')];
    fc.assert(
      fc.property(reordered(all), (order) => {
        const { largest } = counted(order, 50);
        expect(largest).toBeLessThanOrEqual(100);
        expect(largest).toBeGreaterThanOrEqual(100 - all.length / 50);
      }),
      { numRuns: 20 },
    );
  });

  it('that make up much of the training file are warned of', () => {
    const warned = (often: number) =>
      crowdedPrompt(counted([...others, ...Array.from({ length: often }, () => 'I am tired')]));
    expect(warned(100)).toContain('One message is answered in 100 of 1000 training examples (10.0 %)');
    expect(warned(9)).toBeUndefined();
    expect(crowdedPrompt(counted(['one', 'other', 'other']))).toBeUndefined();
  });
});

describe('a histogram', () => {
  it.each([
    [[0, 15], 0],
    [[16, 23], 1],
    [[24, 31], 2],
    [[32, 47], 3],
    [[64, 1_000_000], 5],
  ])('puts the values from %j into class %i', (values, at) => {
    const histogram = new Histogram(doublingEdges(16, 64));
    for (const value of values) histogram.add(value);
    expect(histogram.data().counts[at]).toBe(2);
    expect(meanOf(histogram.data())).toBe(total(values) / 2);
  });

  it('of nothing has no mean', () => expect(meanOf(new Histogram([0]).data())).toBeUndefined());
});

describe('users', () => {
  const wrote = (count: number) => Array.from({ length: count }, (_, i) => `user ${i % Math.ceil(count / 3)}`);
  const countedBy = (capacity: number, users: readonly string[]) => {
    const counts = new UserCounts(capacity);
    for (const user of users) counts.add(user);
    return counts.data();
  };

  it('are counted one by one while there are few', () => {
    expect(countedBy(10, ['a', 'b', 'a', 'c', 'a'])).toMatchObject({
      users: 3,
      examples: 5,
      oneIn: 1,
      largest: 3,
      largestTen: 5,
      squares: 11,
    });
  });

  it('are a fair sample, the same in any order, when there are many', () => {
    const users = wrote(3000);
    const once = countedBy(100, users);
    expect(once?.oneIn).toBeGreaterThan(1);
    expect(once?.users).toBeLessThanOrEqual(100);
    // Each wrote three: a user in the sample is there with all that they wrote.
    expect(once).toMatchObject({ largest: 3, examples: 3 * (once?.users ?? 0) });
    const estimate = (once?.users ?? 0) * (once?.oneIn ?? 0);
    expect(estimate).toBeGreaterThan(600);
    expect(estimate).toBeLessThan(1600);
    fc.assert(
      fc.property(reordered(users), (other) => expect(countedBy(100, other)).toEqual(once)),
      { numRuns: 5 },
    );
  });
});

describe('samples', () => {
  it('of parts make the samples of the whole', () => {
    const all = examples(100);
    const pick = (from: readonly Example[], into = new Samples()) => {
      for (const each of from) into.offer(each);
      return into;
    };
    const whole = pick(all).all();
    const parts = [all.slice(0, 40), all.slice(40)].flatMap((part) => pick(part).all());
    expect(parts.length).toBeGreaterThan(whole.length);
    const again = new Samples();
    for (const each of [...parts, ...parts]) again.offer(each);
    expect(again.all()).toEqual(whole);
    expect(again.of('gold').length).toBe(10);
  });
});

describe('drift', () => {
  it('of a distribution from itself is none', () => {
    const found = difference([10, 20, 30], [10, 20, 30]);
    expect(found).toMatchObject({ stabilityIndex: 0, divergence: 0 });
  });

  it('is what the formulas give', () => {
    const found = difference([50_000, 50_000], [80_000, 20_000]);
    expect(found?.stabilityIndex).toBeCloseTo((0.8 - 0.5) * Math.log(0.8 / 0.5) + (0.2 - 0.5) * Math.log(0.2 / 0.5), 3);
    const part = (a: number, m: number) => a * Math.log2(a / m);
    const [one, other] = [part(0.5, 0.65) + part(0.5, 0.35), part(0.8, 0.65) + part(0.2, 0.35)];
    expect(found?.divergence).toBeCloseTo((one + other) / 2, 6);
  });

  it('is the same in both directions, and within its bounds', () => {
    const counts = fc.array(fc.nat(1000), { minLength: 2, maxLength: 10 });
    fc.assert(
      fc.property(counts, counts, (before, now) => {
        const [there, back] = [difference(before, now), difference(now, before)];
        if (there === undefined || back === undefined) return expect(there).toEqual(back);
        expect(there.stabilityIndex).toBeCloseTo(back.stabilityIndex, 9);
        expect(there.divergence).toBeCloseTo(back.divergence, 9);
        expect(there.stabilityIndex).toBeGreaterThanOrEqual(0);
        expect(there.divergence).toBeGreaterThanOrEqual(-1e-12);
        expect(there.divergence).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });

  it('tells a change from chance', () => {
    const verdicts = (before: Example[], now: Example[]) =>
      driftOf(collected(before).statistics, collected(now).statistics).map(({ of, verdict }) => [of, verdict]);
    const halves = [examples(1000).slice(0, 500), examples(1000).slice(500)];
    expect(verdicts(halves[0] ?? [], halves[1] ?? [])).toContainEqual(['score: empathy', 'no more than by chance']);
    expect(verdicts(halves[0] ?? [], examples(500, { raise: 0.3 }))).toContainEqual(['score: empathy', 'much']);
  });

  it.each([
    [0.05, 0.01, 'little'],
    [0.2, 0.01, 'some'],
    [0.3, 0.01, 'much'],
    [0.3, 0.4, 'no more than by chance'],
  ])('of %d, where chance gives %d, is %s', (stabilityIndex, byChance, verdict) => {
    expect(verdictOf({ stabilityIndex, byChance, divergence: 0 })).toBe(verdict);
  });
});
