import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import * as z from 'zod';
import { type Candidate, Columns, ColumnWriter } from '../../../../layers/core/dataset/columns.ts';
import { topicSketch } from '../../../../layers/core/dataset/near/topics.ts';
import { variantsBelow } from '../../../../layers/core/dataset/rank.ts';
import { chooseExamples } from '../../../../layers/core/dataset/select/choose.ts';
import { differencesOf } from '../../../../layers/core/dataset/select/differences.ts';
import { takeDiverse } from '../../../../layers/core/dataset/select/diverse.ts';
import { outcomeNames } from '../../../../layers/core/dataset/select/outcome.ts';
import { categories, selectionSchema } from '../../../../layers/core/quality/selection.ts';
import { hex } from '../../../support/exchanges.ts';

const sentences = z.array(z.tuple([z.string(), z.string().regex(/^[0-9a-f]{64}$/)]));
/** Sentences, and the sketches of what all-MiniLM-L6-v2 (int8) makes of them. */
const tired = z
  .object({ tired: sentences, rest: sentences })
  .parse(JSON.parse(readFileSync(new URL('tired.json', import.meta.url), 'utf8')));
const wordsOf = (sketch: string) => (sketch.match(/.{8}/g) ?? []).map((word) => Number.parseInt(word, 16));

const nothingNear = { same: new Uint32Array(), pairs: new Uint32Array(), heldOut: new Uint32Array() };

/** Candidates of different texts and users, the best first, with what is given. */
const candidates = (given: readonly Partial<Candidate>[]): Candidate[] =>
  given.map((each, i) => ({
    split: 'train',
    category: 'domain',
    source: 'app',
    tier: 'accepted',
    rank: 1 - i / 1000,
    text: hex(`text ${i}`).slice(0, 16),
    pseudonym: hex(`user ${i}`),
    ...each,
  }));

interface Given {
  readonly selection?: Record<string, unknown>;
  readonly keepBest?: number;
  readonly near?: Partial<typeof nothingNear>;
  /** Pairs that say the same in other words, one after the other. */
  readonly paraphrases?: readonly number[];
  readonly texts?: readonly string[];
  /** In place of the words of the texts. */
  readonly sketches?: readonly string[];
  readonly maxShare?: number;
  readonly parents?: readonly (readonly [number, number])[];
}

async function chosen(all: readonly Candidate[], given: Given = {}) {
  const { selection = {}, keepBest = 1, near = {}, texts = [], sketches, maxShare = 0.5, parents = [] } = given;
  const { paraphrases = [] } = given;
  const everyOther = (first: number) => Uint32Array.from(paraphrases.filter((_, i) => i % 2 === first));
  const writer = new ColumnWriter();
  for (const each of all) writer.add(each);
  const outcomes = await chooseExamples(
    new Columns(writer.words.all),
    { ...nothingNear, ...near },
    { selection: selectionSchema.parse(selection), keepBest, augmentation: { maxShare } },
    {
      topicsOf: async (some) => ({
        by: sketches ? 'meaning' : 'words',
        sketches: Uint32Array.from(
          [...some].flatMap((i) =>
            sketches ? wordsOf(sketches[i] ?? '') : [...topicSketch(texts[i] ?? `text number ${i}`)],
          ),
        ),
      }),
      paraphrasesOf: async () => ({ from: everyOther(0), to: everyOther(1) }),
      parents: new Map(parents),
    },
  );
  return [...outcomes].map((each) => outcomeNames[each]);
}
const many = (n: number, given: Partial<Candidate> = {}) => Array.from({ length: n }, () => given);
const keptOf = (outcomes: readonly (string | undefined)[]) => outcomes.filter((each) => each === 'kept').length;

describe('chooseExamples', () => {
  it('keeps everything when nothing speaks against it', async () => {
    const all = candidates([{}, { split: 'validation' }, { split: 'holdout' }, { tier: 'gold' }]);
    expect(await chosen(all)).toEqual(['kept', 'kept', 'kept', 'kept']);
  });

  it('keeps the best of one text, of learned and held-out ones apart', async () => {
    const text = '0123456789abcdef';
    const all = candidates([
      { text, rank: 0 },
      { text, rank: 2 },
      { text, split: 'holdout' },
    ]);
    expect(await chosen(all)).toEqual(['text_repeated', 'kept', 'kept']);
  });

  it('of candidates with one signature takes the best, whichever of them was compared with others', async () => {
    const all = candidates([{ rank: 0.1 }, { rank: 0.9 }, { rank: 0.5 }]);
    const near = { same: Uint32Array.of(0, 1), pairs: Uint32Array.of(0, 2) };
    expect(await chosen(all, { near })).toEqual(['near_duplicate', 'kept', 'near_duplicate']);
  });

  it('takes nothing that is near to what says the same as a held-out text', async () => {
    const near = { heldOut: Uint32Array.of(0), pairs: Uint32Array.of(1, 2), same: Uint32Array.of(1, 3) };
    const outcomes = await chosen(candidates(many(5)), { near, paraphrases: [0, 1] });
    expect(outcomes).toEqual([...many(4).map(() => 'text_held_out'), 'kept']);
  });

  it.each([
    ['near to one another', { near: { pairs: Uint32Array.of(0, 1, 0, 2, 0, 3) } }, 'near_duplicate'],
    ['of one signature', { near: { same: Uint32Array.of(0, 1, 0, 2, 0, 3) } }, 'near_duplicate'],
    ['of one meaning', { paraphrases: [0, 1, 0, 2, 0, 3] }, 'paraphrase'],
  ])('does not part texts %s into training and validation, where several are taken', async (_, given, reason) => {
    const selection = { perCluster: 2 };
    const trained = candidates([{}, { split: 'validation' }, {}, {}]);
    expect(await chosen(trained, { ...given, selection })).toEqual(['kept', reason, 'kept', reason]);
    const validated = candidates([{ split: 'validation' }, {}, { split: 'validation' }, {}]);
    expect(await chosen(validated, { ...given, selection })).toEqual(['kept', reason, 'kept', reason]);
  });

  it('leaves nothing to validate that is near to what trains, in whatever clusters', async () => {
    const split = fc.constantFrom('train' as const, 'validation' as const, 'holdout' as const);
    const pair = fc.tuple(fc.nat(11), fc.nat(11)).filter(([a, b]) => a !== b);
    const pairs = fc.array(pair, { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(split, { minLength: 12, maxLength: 12 }),
        pairs,
        pairs,
        fc.integer({ min: 1, max: 3 }),
        async (given, nearPairs, paraphrases, perCluster) => {
          const all = candidates(given.map((each) => ({ split: each })));
          const near = { pairs: Uint32Array.from(nearPairs.flat()) };
          const outcomes = await chosen(all, { near, paraphrases: paraphrases.flat(), selection: { perCluster } });
          const kept = (i: number) => outcomes[i] === 'kept' && given[i] !== 'holdout';
          const parted = [...nearPairs, ...paraphrases].filter(([a, b]) => kept(a) && kept(b) && given[a] !== given[b]);
          expect(parted).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('lets nobody teach the model alone, and takes the best of each', async () => {
    const pseudonym = hex('one');
    const all = candidates([...many(3, { pseudonym }), {}, { pseudonym, split: 'holdout' }]);
    expect(await chosen(all, { selection: { perUser: 2 } })).toEqual(['kept', 'kept', 'user_cap', 'kept', 'kept']);
  });

  it('lets nobody delete what others wrote by near-copies that are beyond the cap', async () => {
    const pseudonym = hex('copies what is popular');
    const all = candidates([...many(6, { pseudonym }), ...many(6)]);
    const near = { pairs: Uint32Array.from([0, 1, 2, 3, 4, 5].flatMap((i) => [i, i + 6])) };
    const outcomes = await chosen(all, { near, selection: { perUser: 2 } });
    const capped = many(4).map(() => 'user_cap');
    expect(outcomes).toEqual([
      'kept',
      'kept',
      ...capped,
      'near_duplicate',
      'near_duplicate',
      ...many(4).map(() => 'kept'),
    ]);
  });

  it.each([
    ['the very text of others', {}, 'text_repeated'],
    ['what others say in other words', { paraphrases: [0, 2, 1, 3] }, 'paraphrase'],
  ])('nor by writing %s', async (_, given, reason) => {
    const pseudonym = hex('copies what is popular');
    const texts = reason === 'text_repeated' ? ['one', 'two', 'one', 'two'].map((name) => hex(name).slice(0, 16)) : [];
    const all = candidates(
      [{ pseudonym }, { pseudonym }, {}, {}].map((each, i) => ({ ...each, ...(texts[i] && { text: texts[i] }) })),
    );
    expect(await chosen(all, { ...given, selection: { perUser: 1 } })).toEqual(['kept', 'user_cap', reason, 'kept']);
  });

  it('gives the room of what fell out since to the next of the user', async () => {
    const pseudonym = hex('one');
    const all = candidates([{}, { pseudonym }, { pseudonym }, { pseudonym }]);
    const outcomes = await chosen(all, { paraphrases: [0, 1, 0, 2], selection: { perUser: 1 } });
    expect(outcomes).toEqual(['kept', 'paraphrase', 'paraphrase', 'kept']);
  });

  it('bars what is near to a held-out text also where the best of its cluster is beyond the cap', async () => {
    const pseudonym = hex('one');
    const all = candidates([{ pseudonym }, { pseudonym }, {}, {}]);
    const near = { pairs: Uint32Array.of(1, 2, 1, 3), heldOut: Uint32Array.of(3) };
    const held = 'text_held_out';
    expect(await chosen(all, { near, selection: { perUser: 1 } })).toEqual(['kept', held, held, held]);
  });

  describe('with a cap and whatever is alike', () => {
    const size = 14;
    const place = fc.nat(size - 1);
    const pairs = (maxLength: number) =>
      fc.array(
        fc.tuple(place, place).filter(([a, b]) => a !== b),
        { maxLength },
      );
    const candidate = fc.record({
      pseudonym: fc.nat(3).map((n) => hex(`user ${n}`)),
      /** Some say the very same. */
      says: fc.oneof({ weight: 3, arbitrary: fc.constant(-1) }, { weight: 1, arbitrary: fc.nat(2) }),
    });
    const given = fc
      .record({
        some: fc.array(candidate, { minLength: size, maxLength: size }),
        near: pairs(16),
        heldOut: fc.array(place, { maxLength: 2 }),
        perUser: fc.integer({ min: 1, max: 4 }),
      })
      .map(({ some, near, heldOut, perUser }) => {
        const texts = some.map(({ says }, i) => (says < 0 ? `own ${i}` : `said ${says}`));
        const same = texts.flatMap((text, i) => (texts.indexOf(text) < i ? [[texts.indexOf(text), i] as const] : []));
        const all = candidates(some.map(({ pseudonym }, i) => ({ pseudonym, text: hex(texts[i] ?? '').slice(0, 16) })));
        return {
          all,
          near: {
            pairs: Uint32Array.from(near.flat()),
            same: Uint32Array.from(same.flat()),
            heldOut: Uint32Array.from(heldOut),
          },
          perUser,
          areAlike: (a: number, b: number) =>
            texts[a] === texts[b] ||
            near.some(
              ([one, other]) =>
                [texts[one], texts[other]].every((text) => text === texts[a] || text === texts[b]) &&
                texts[one] !== texts[other],
            ),
        };
      });
    const usersOf = (all: readonly Candidate[], kept: readonly number[]) => {
      const count = new Map<string, number>();
      for (const i of kept) count.set(all[i]?.pseudonym ?? '', (count.get(all[i]?.pseudonym ?? '') ?? 0) + 1);
      return count;
    };
    const places = Array.from({ length: size }, (_, i) => i);

    it('keeps one of whatever could be kept, none beyond the cap, and no two that are alike', async () => {
      await fc.assert(
        fc.asyncProperty(given, async ({ all, near, perUser, areAlike }) => {
          const outcomes = await chosen(all, { near, selection: { perUser } });
          const kept = places.filter((i) => outcomes[i] === 'kept');
          const count = usersOf(all, kept);
          expect(Math.max(0, ...count.values())).toBeLessThanOrEqual(perUser);
          expect(kept.filter((a) => kept.some((b) => a < b && areAlike(a, b)))).toEqual([]);
          const couldBe = places.filter(
            (i) =>
              !['kept', 'text_held_out'].includes(outcomes[i] ?? '') &&
              (count.get(all[i]?.pseudonym ?? '') ?? 0) < perUser &&
              !kept.some((other) => areAlike(i, other)),
          );
          expect(couldBe).toEqual([]);
        }),
        { numRuns: 500 },
      );
    });

    it('says of nobody that there is no room where there is, and bars whatever it bars without a cap', async () => {
      await fc.assert(
        fc.asyncProperty(given, pairs(10), fc.integer({ min: 1, max: 2 }), async (one, paraphrases, perCluster) => {
          const { all, near, perUser } = one;
          const more = { near, paraphrases: paraphrases.flat() };
          const outcomes = await chosen(all, { ...more, selection: { perUser, perCluster } });
          const count = usersOf(
            all,
            places.filter((i) => outcomes[i] === 'kept'),
          );
          expect(Math.max(0, ...count.values())).toBeLessThanOrEqual(perUser);
          const capped = places.filter((i) => outcomes[i] === 'user_cap');
          expect(capped.filter((i) => (count.get(all[i]?.pseudonym ?? '') ?? 0) < perUser)).toEqual([]);
          const without = await chosen(all, { ...more, selection: { perCluster } });
          const barred = places.filter((i) => without[i] === 'text_held_out');
          expect(barred.filter((i) => outcomes[i] !== 'text_held_out')).toEqual([]);
          if (perCluster > 1) return;
          const kept = new Set(places.filter((i) => outcomes[i] === 'kept'));
          expect(paraphrases.filter(([a, b]) => kept.has(a) && kept.has(b))).toEqual([]);
        }),
        { numRuns: 500 },
      );
    });
  });

  it('takes the best share of what was accepted, and all that a person approved', async () => {
    const all = candidates([{}, {}, {}, {}, { tier: 'gold', rank: 0 }, { split: 'validation', rank: 0 }]);
    const worse = 'not_among_best';
    expect(await chosen(all, { keepBest: 0.5 })).toEqual(['kept', 'kept', worse, worse, 'kept', 'kept']);
  });

  it('gives no category and no source more than its share', async () => {
    const all = candidates([...many(8), ...many(2, { category: 'personality_and_tone' }), { source: 'manual' }]);
    const half = await chosen(all, { selection: { categories: { domain: { share: 0.5 } } } });
    expect(half).toEqual(['kept', 'kept', ...many(6).map(() => 'category_quota'), 'kept', 'kept', 'category_quota']);
    const few = await chosen(all, { selection: { sources: { app: 0.5 } } });
    expect(few.filter((each) => each === 'source_quota')).toHaveLength(9);
  });

  it('lets shares give way below the least size, the best first', async () => {
    const selection = { categories: { domain: { share: 0.1 } }, minimumSize: 3 };
    expect(await chosen(candidates(many(4)), { selection })).toEqual(['kept', 'kept', 'kept', 'category_quota']);
    expect(keptOf(await chosen(candidates(many(10)), { keepBest: 0.1, selection: { minimumSize: 5 } }))).toBe(5);
  });

  it('takes the best where the target is smaller', async () => {
    const outcomes = await chosen(candidates(many(4)), { selection: { targetSize: 2, diversity: 0 } });
    expect(outcomes).toEqual(['kept', 'kept', 'target_size', 'target_size']);
  });

  it('does not let a hundred ways to be tired crowd out the rest', async () => {
    const tired = Array.from(
      { length: 100 },
      (_, i) => `Tired again, always tired, tired since ${['Monday', 'noon'][i % 2]}`,
    );
    const rest = ['My knee hurts', 'Yesterday was wonderful', 'Marathon training begins', 'Nobody understands this'];
    const all = candidates(many(104));
    const taken = async (diversity: number) => {
      const outcomes = await chosen(all, { selection: { targetSize: 6, diversity }, texts: [...tired, ...rest] });
      expect(keptOf(outcomes)).toBe(6);
      return keptOf(outcomes.slice(100));
    };
    expect(await taken(0)).toBe(0);
    expect(await taken(0.8)).toBe(4);
  });

  it.each([
    // Of 140 sentences 100 say "tired", and 40 something else.
    ['mixed', 40, (i: number) => (i * 73) % 140],
    ['the tired ones ranked best', 60, (i: number) => i],
  ])(
    'knows by their meaning what are a hundred ways to say that somebody is tired: %s',
    async (_, targetSize, placeOf) => {
      const order = Array.from({ length: 140 }, (_each, i) => i).sort((a, b) => placeOf(a) - placeOf(b));
      const about = order.map((i) => [...tired.tired, ...tired.rest][i] ?? (['', ''] as const));
      const tiredTaken = async (by: 'words' | 'meaning', diversity?: number) => {
        const sketches = about.map(([, sketch]) => sketch);
        const texts = about.map(([text]) => text);
        const outcomes = await chosen(candidates(many(140)), {
          selection: { targetSize, ...(diversity === undefined ? {} : { diversity }) },
          texts,
          ...(by === 'meaning' && { sketches }),
        });
        return outcomes.filter((each, i) => each === 'kept' && (order[i] ?? 0) < 100).length;
      };
      const [byRank, byWords, byMeaning] = [
        await tiredTaken('words', 0),
        await tiredTaken('words'),
        await tiredTaken('meaning'),
      ];
      expect(byMeaning).toBeLessThan(byWords);
      expect(byWords).toBeLessThan(byRank);
      expect(byMeaning).toBeLessThanOrEqual((2 / 3) * targetSize);
    },
  );

  it('does not count as taken what its category has no room for', async () => {
    const all = candidates([{ category: 'personality_and_tone' }, { category: 'personality_and_tone' }, ...many(3)]);
    const texts = ['apples pears', 'cherries plums', 'cherries plums', 'apples plums', 'apples apples'];
    const selection = { targetSize: 3, diversity: 1, categories: { personality_and_tone: { share: 0.34 } } };
    expect(await chosen(all, { selection, texts })).toEqual(['kept', 'category_quota', 'kept', 'kept', 'target_size']);
  });

  it('deals candidates out where comparing all with all would take too long', async () => {
    const sketches = Uint32Array.from([...tired.tired, ...tired.rest].flatMap(([, sketch]) => wordsOf(sketch)));
    const order = (most: number) => {
      const taken: number[] = [];
      const differences = differencesOf({ by: 'meaning', sketches }, 40, most);
      takeDiverse(
        Uint32Array.from({ length: 140 }, (_, i) => i),
        differences,
        1,
        (candidate) => taken.push(candidate) > 0,
      );
      return taken.slice(0, 40).filter((each) => each < 100).length;
    };
    const [together, apart] = [order(1e9), order(2000)];
    expect(together).toBeLessThan(20);
    expect(apart).toBeGreaterThanOrEqual(together);
    expect(apart).toBeLessThan(29);
  });

  it('keeps every promise of the policy at once', async () => {
    const candidate = fc.record({
      split: fc.constantFrom('train' as const, 'validation' as const, 'holdout' as const),
      category: fc.constantFrom(...categories),
      source: fc.constantFrom('app' as const, 'manual' as const),
      tier: fc.constantFrom('gold' as const, 'accepted' as const),
      pseudonym: fc.nat(5).map((n) => hex(`user ${n}`)),
      rank: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(candidate, { maxLength: 60 }),
        fc.double({ min: 0.2, max: 1, noNaN: true }),
        fc.option(fc.integer({ min: 1, max: 30 })),
        fc.option(fc.integer({ min: 1, max: 5 })),
        async (given, share, targetSize, perUser) => {
          const all = candidates(given);
          const selection = { categories: { domain: { share } }, sources: { app: share }, targetSize, perUser };
          const outcomes = await chosen(all, { selection });
          const kept = all.filter((_, i) => outcomes[i] === 'kept');
          const train = kept.filter(({ split }) => split === 'train');
          expect(train.length).toBeLessThanOrEqual(targetSize ?? all.length);
          for (const some of [
            train.filter((each) => each.category === 'domain'),
            train.filter((each) => each.source === 'app'),
          ]) {
            expect(some.length).toBeLessThanOrEqual(share * train.length + 1e-3);
          }
          for (const user of new Set(all.map(({ pseudonym }) => pseudonym))) {
            const own = kept.filter(({ pseudonym, split }) => pseudonym === user && split !== 'holdout');
            expect(own.length).toBeLessThanOrEqual(perUser ?? all.length);
          }
          expect(all.filter(({ split }, i) => split === 'holdout' && outcomes[i] !== 'kept')).toEqual([]);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('variants of examples', () => {
  const variantOf = (of: number, all: readonly Candidate[], given: Partial<Candidate> = {}): Partial<Candidate> => ({
    source: 'augmentation',
    rank: (all[of]?.rank ?? 0) - variantsBelow,
    pseudonym: all[of]?.pseudonym ?? '',
    ...given,
  });
  /** Some examples, and variants of them by the places of their parents. */
  const family = (given: readonly Partial<Candidate>[], of: readonly number[], more: Partial<Candidate> = {}) => {
    const parents = candidates(given);
    const all = candidates([...parents, ...of.map((each) => variantOf(each, parents, more))]);
    return { all, parents: of.map((each, i): [number, number] => [given.length + i, each]) };
  };
  const variantsOf = async ({ all, parents }: ReturnType<typeof family>, given: Given = {}) =>
    (await chosen(all, { parents, ...given })).slice(all.length - parents.length);

  it('train when their parent does', async () => {
    expect(await variantsOf(family(many(2), [0, 1]))).toEqual(['kept', 'kept']);
  });

  it('go when their parent is not there, is not kept, does not train, or is a variant itself', async () => {
    const orphan = { ...family(many(2), [0, 1]), parents: [[2, 0]] as [number, number][] };
    expect((await chosen(orphan.all, orphan))[3]).toBe('parent_left_out');
    const repeated = family([{ text: '0'.repeat(16) }, { text: '0'.repeat(16) }, {}], [1]);
    expect(await variantsOf(repeated)).toEqual(['parent_left_out']);
    for (const split of ['validation', 'holdout'] as const) {
      expect(await variantsOf(family([{ split }, {}, {}], [0]))).toEqual(['parent_left_out']);
    }
    const grandchild = {
      ...family(many(2), [0, 1]),
      parents: [
        [2, 0],
        [3, 2],
      ] as [number, number][],
    };
    expect(await variantsOf(grandchild)).toEqual(['kept', 'parent_left_out']);
  });

  it.each([
    ['its parent, also where two of a kind are allowed', Uint32Array.of(0, 2), { perCluster: 3 }],
    ['another example', Uint32Array.of(1, 2), {}],
  ])('go when near to %s', async (_, pairs, selection) => {
    expect(await variantsOf(family(many(2), [0]), { near: { pairs }, selection })).toEqual(['near_duplicate']);
  });

  it('go when near to one another, the worse one', async () => {
    const near = { pairs: Uint32Array.of(4, 5) };
    expect(await variantsOf(family(many(4), [1, 0]), { near })).toEqual(['near_duplicate', 'kept']);
  });

  it('near to what was held out go, and their parent stays', async () => {
    const near = { pairs: Uint32Array.of(0, 2), heldOut: Uint32Array.of(2) };
    const { all, parents } = family(many(2), [0]);
    expect(await chosen(all, { parents, near })).toEqual(['kept', 'kept', 'text_held_out']);
  });

  it('near to an example that went because of the hold-out go too', async () => {
    const near = { pairs: Uint32Array.of(0, 3), heldOut: Uint32Array.of(0) };
    const { all, parents } = family(many(3), [1]);
    expect(await chosen(all, { parents, near })).toEqual(['text_held_out', 'kept', 'kept', 'text_held_out']);
  });

  it('near to an example that says the same as what was held out go too', async () => {
    const near = { heldOut: Uint32Array.of(0), pairs: Uint32Array.of(1, 4) };
    const { all, parents } = family(many(4), [2]);
    const outcomes = await chosen(all, { parents, near, paraphrases: [0, 1] });
    expect(outcomes).toEqual(['text_held_out', 'text_held_out', 'kept', 'kept', 'text_held_out']);
  });

  it('never have more than their share, however few examples there are', async () => {
    const all = family(many(8), [0, 1, 2, 3, 4]);
    const kept = await variantsOf(all, { maxShare: 0.2, selection: { minimumSize: 13 } });
    expect(kept).toEqual(['kept', 'kept', 'augmentation_share', 'augmentation_share', 'augmentation_share']);
    expect(keptOf(await variantsOf(family(many(3), [0]), { maxShare: 0.2 }))).toBe(0);
  });

  it('keep within the target, the cap of a user, the shares of categories and what is among the best', async () => {
    expect(await variantsOf(family(many(4), [0, 1]), { selection: { targetSize: 5 } })).toEqual([
      'kept',
      'target_size',
    ]);
    expect(await variantsOf(family(many(2), [0]), { selection: { perUser: 1 } })).toEqual(['user_cap']);
    const categories = { personality_and_tone: { share: 0.2 } };
    const other = family(many(5), [0, 1], { category: 'personality_and_tone' });
    expect(await variantsOf(other, { selection: { categories } })).toEqual(['kept', 'category_quota']);
    const worse = family(many(4), [0, 0], { rank: 0.5 - variantsBelow });
    expect(await variantsOf(worse, { keepBest: 0.5 })).toEqual(['not_among_best', 'not_among_best']);
    const approved = family(many(4, { tier: 'gold' }), [0, 1], { tier: 'accepted' });
    expect(await variantsOf(approved, { keepBest: 0.5 })).toEqual(['kept', 'kept']);
  });

  it('change nothing of what is chosen without them, and hold to their limits', async () => {
    const candidate = fc.record({
      split: fc.constantFrom('train' as const, 'train' as const, 'validation' as const, 'holdout' as const),
      category: fc.constantFrom(...categories),
      tier: fc.constantFrom('gold' as const, 'accepted' as const),
      pseudonym: fc.nat(5).map((n) => hex(`user ${n}`)),
      text: fc.nat(40).map((n) => hex(`text ${n}`).slice(0, 16)),
      rank: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    const pair = fc.tuple(fc.nat(39), fc.nat(39)).filter(([a, b]) => a !== b);
    await fc.assert(
      fc.asyncProperty(
        fc.array(candidate, { minLength: 1, maxLength: 25 }),
        fc.array(fc.nat(24), { maxLength: 15 }),
        fc.array(pair, { maxLength: 30 }),
        fc.array(fc.nat(39), { maxLength: 3 }),
        fc.double({ min: 0, max: 0.5, noNaN: true }),
        fc.record({ keepBest: fc.constantFrom(1, 0.5), perUser: fc.option(fc.integer({ min: 1, max: 6 })) }),
        async (given, of, pairs, heldOut, maxShare, { keepBest, perUser }) => {
          const { all, parents } = family(
            given,
            of.filter((each) => each < given.length),
          );
          const selection = { perUser, targetSize: 20, categories: { domain: { share: 0.7 } } };
          const within = (count: number) => ({
            pairs: Uint32Array.from(pairs.filter(([a, b]) => a < count && b < count).flat()),
            heldOut: Uint32Array.from(heldOut.filter((each) => each < count)),
          });
          const rules = { selection, keepBest, maxShare };
          const outcomes = await chosen(all, { ...rules, parents, near: within(all.length) });
          const without = await chosen(all.slice(0, given.length), { ...rules, near: within(given.length) });
          expect(outcomes.slice(0, given.length)).toEqual(without);
          const isKept = (place: number) => outcomes[place] === 'kept';
          const train = all.filter(({ split }, place) => isKept(place) && split === 'train');
          const variants = parents.filter(([place]) => isKept(place));
          expect(variants.length).toBeLessThanOrEqual(maxShare * train.length + 1e-6);
          expect(train.length).toBeLessThanOrEqual(20);
          for (const [place, parent] of variants) {
            expect(all[parent]?.split).toBe('train');
            expect(isKept(parent)).toBe(true);
            expect(pairs.filter(([a, b]) => (a === place && isKept(b)) || (b === place && isKept(a)))).toEqual([]);
            expect(heldOut).not.toContain(place);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
