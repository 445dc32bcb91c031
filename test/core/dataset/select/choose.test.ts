import fc from 'fast-check';
import { type Candidate, Columns, ColumnWriter } from '../../../../layers/core/dataset/columns.ts';
import { topicSketch } from '../../../../layers/core/dataset/near/topics.ts';
import { chooseExamples } from '../../../../layers/core/dataset/select/choose.ts';
import { outcomeNames } from '../../../../layers/core/dataset/select/outcome.ts';
import { categories, selectionSchema } from '../../../../layers/core/quality/selection.ts';
import { hex } from '../../../support/exchanges.ts';

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
  readonly texts?: readonly string[];
}

async function chosen(all: readonly Candidate[], { selection = {}, keepBest = 1, near = {}, texts = [] }: Given = {}) {
  const writer = new ColumnWriter();
  for (const each of all) writer.add(each);
  const outcomes = await chooseExamples(
    new Columns(writer.words.all),
    { ...nothingNear, ...near },
    { selection: selectionSchema.parse(selection), keepBest },
    async (some) => Uint32Array.from([...some].flatMap((i) => [...topicSketch(texts[i] ?? `text number ${i}`)])),
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

  it('lets nobody teach the model alone, and takes the best of each', async () => {
    const pseudonym = hex('one');
    const all = candidates([...many(3, { pseudonym }), {}, { pseudonym, split: 'holdout' }]);
    expect(await chosen(all, { selection: { perUser: 2 } })).toEqual(['kept', 'kept', 'user_cap', 'kept', 'kept']);
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

  it('keeps every promise of the policy at once', async () => {
    const candidate = fc.record({
      split: fc.constantFrom('train' as const, 'validation' as const, 'holdout' as const),
      category: fc.constantFrom(...categories),
      source: fc.constantFrom('app' as const, 'manual' as const, 'augmentation' as const),
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
