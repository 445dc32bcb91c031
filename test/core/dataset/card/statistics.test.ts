import fc from 'fast-check';
import { difference, driftOf, verdictOf } from '../../../../layers/core/dataset/card/drift.ts';
import type { Example } from '../../../../layers/core/dataset/card/example.ts';
import { doublingEdges, Histogram, meanOf, total } from '../../../../layers/core/dataset/card/histogram.ts';
import { Occurrences, readCounts } from '../../../../layers/core/dataset/card/occurrences.ts';
import { crowdedPrompt } from '../../../../layers/core/dataset/card/prompts.ts';
import { Samples } from '../../../../layers/core/dataset/card/samples.ts';
import { spreadOf } from '../../../../layers/core/dataset/card/spread.ts';
import {
  countedInAll,
  StatisticsCollector,
  statisticsOf,
  statisticsSchema,
} from '../../../../layers/core/dataset/card/statistics.ts';
import { concentrationOf } from '../../../../layers/core/dataset/card/users.ts';
import { writeWords } from '../../../../layers/core/dataset/words.ts';
import { example, examples, findingsIn } from '../../../support/card.ts';
import { MemoryObjectStore } from '../../../support/memory-object-store.ts';

const countTokens = (text: string) => Math.ceil(text.length / 4);

const collected = (all: readonly Example[]) => findingsIn(all, { countTokens });

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

  it('are the same in any order', async () => {
    const once = await collected(all);
    await fc.assert(
      fc.asyncProperty(reordered(all), async (other) => expect(await collected(other)).toEqual(once)),
      { numRuns: 20 },
    );
  });

  it('of parts, however they are cut, add up to those of the whole', async () => {
    const { statistics } = await collected(all);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(200), { maxLength: 5 }), fc.integer({ min: 1, max: 40 }), async (at, atOnce) => {
        const cuts = [0, ...at.toSorted((a, b) => a - b), 200];
        const parts = cuts.slice(1).map((end, i) => all.slice(cuts[i], end));
        const store = new MemoryObjectStore();
        const told = parts.map((part) => {
          const collector = new StatisticsCollector({ expected: 200, countTokens });
          for (const each of part) collector.add(each);
          return collector;
        });
        const spread = async (name: 'users' | 'prompts') => {
          const slices = await Promise.all(
            told.map((each, i) => writeWords(store, `${name}/${i}`, [each[name].words])),
          );
          return spreadOf(readCounts(store, slices, atOnce));
        };
        const counted = countedInAll(told.map((each) => each.counted()));
        const spreads = { users: await spread('users'), prompts: await spread('prompts') };
        expect(statisticsOf(counted, spreads)).toEqual(statistics);
      }),
      { numRuns: 30 },
    );
  });

  it('count every example once in every distribution', async () => {
    const { statistics } = await collected(all);
    expect(statistics.examples).toBe(200);
    for (const counts of [statistics.splits, statistics.tiers, statistics.sources, statistics.categories]) {
      expect(total(Object.values(counts))).toBe(200);
    }
    for (const histogram of [...Object.values(statistics.scores), ...Object.values(statistics.lengths)]) {
      expect(total(histogram.counts)).toBe(200);
    }
    expect(statistics.users).toMatchObject({ examples: 200 });
    expect(statistics.tokens?.examples).toBe(200);
  });

  it('are numbers: they hold no text and nobody’s id', async () => {
    const { statistics } = await collected(all);
    const text = JSON.stringify(statistics);
    expect(statisticsSchema.parse(JSON.parse(text))).toEqual(statistics);
    for (const { id, pseudonym = '', user } of all) {
      for (const secret of [id, pseudonym, user]) expect(text).not.toContain(secret);
    }
  });

  it('say what an older dataset did not record', async () => {
    const { id, split, tier, quality_score, user, assistant, context } = example('old');
    const { statistics } = await collected([{ id, split, tier, quality_score, user, assistant, context }]);
    expect(statistics).toMatchObject({ users: null, sources: {}, categories: {}, domains: {} });
    expect(total(statistics.scores['empathy']?.counts ?? [])).toBe(0);
    expect(total(statistics.scores['overall']?.counts ?? [])).toBe(1);
  });
});

describe('messages', () => {
  const others = examples(900, { split: 'train' });
  const tired = (often: number) => examples(often, { split: 'train', user: 'I am tired' });

  it('are counted by their words, in the training file alone', async () => {
    const said = ['I am tired', ' i am  TIRED', 'I am hungry'].map((user, i) =>
      example(`${i}`, { user, split: 'train' }),
    );
    const { statistics } = await collected([...said, example('held', { user: 'I am tired', split: 'holdout' })]);
    expect(statistics.prompts).toEqual({ examples: 3, largest: 2, largestTen: 3 });
  });

  it('that make up much of the training file are warned of', async () => {
    const warned = async (all: readonly Example[]) => {
      const { prompts } = (await collected(all)).statistics;
      return prompts && crowdedPrompt(prompts);
    };
    expect(await warned([...others, ...tired(100)])).toContain(
      'One message is answered in 100 of 1000 training examples (10.0 %)',
    );
    expect(await warned([...others, ...tired(9)])).toBeUndefined();
    expect(await warned(tired(2))).toBeUndefined();
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
  const spread = async (users: readonly string[]) => {
    const occurrences = new Occurrences();
    for (const user of users) occurrences.add(user);
    return concentrationOf(await spreadOf(occurrences.counts()));
  };

  it('are counted one by one', async () => {
    expect(await spread(['a', 'b', 'a', 'c', 'a'])).toMatchObject({
      users: 3,
      examples: 5,
      largest: 3,
      largestTen: 5,
      squares: 11,
    });
    expect(await spread([])).toBeNull();
  });

  it('are all counted, however many, with the ten who wrote most', async () => {
    const users = Array.from({ length: 3000 }, (_, i) => [`user ${i}`, ...Array(i < 20 ? i : 0).fill(`user ${i}`)]);
    const found = await spread(users.flat());
    expect(found).toMatchObject({ users: 3000, examples: 3190, largest: 20, largestTen: 155 });
    expect(total(found?.perUser.counts ?? [])).toBe(3000);
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
    expect(again.all().filter(({ tier }) => tier === 'gold')).toHaveLength(10);
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

  it('tells a change from chance', async () => {
    const verdicts = async (before: Example[], now: Example[]) =>
      driftOf((await collected(before)).statistics, (await collected(now)).statistics).map(({ of, verdict }) => [
        of,
        verdict,
      ]);
    const halves = [examples(1000).slice(0, 500), examples(1000).slice(500)];
    expect(await verdicts(halves[0] ?? [], halves[1] ?? [])).toContainEqual([
      'score: empathy',
      'no more than by chance',
    ]);
    expect(await verdicts(halves[0] ?? [], examples(500, { raise: 0.3 }))).toContainEqual(['score: empathy', 'much']);
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
