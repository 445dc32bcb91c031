import fc from 'fast-check';
import * as z from 'zod';
import type { Exchange } from '../../../layers/core/conversation/exchange.ts';
import { manifestSchema } from '../../../layers/core/dataset/manifest.ts';
import { isHeldOut } from '../../../layers/core/dataset/split.ts';
import { selectionSchema } from '../../../layers/core/quality/selection.ts';
import { consentKey } from '../../../layers/core/signals/people.ts';
import type { Signal } from '../../../layers/core/signals/signal.ts';
import { makeDataset } from '../../support/dataset.ts';
import { exchange, hex, shard, shardKey, strategy, version } from '../../support/exchanges.ts';
import { judgeBy } from '../../support/judge.ts';
import { StoryEmbedder, said as story } from '../../support/meanings.ts';
import { MemoryObjectStore } from '../../support/memory-object-store.ts';
import { about } from '../../support/signals.ts';

const users = Array.from({ length: 60 }, (_, i) => hex(`user ${i}`));
const [heldOutUser = '', otherHeldOut = ''] = users.filter(isHeldOut);
const [learner = '', otherLearner = ''] = users.filter((user) => !isHeldOut(user));

const rating = (of: Exchange, value: number) => about(of, { kind: 'rating', value });
const edit = (of: Exchange, assistant: string) => about(of, { kind: 'edit', assistant });
const review = (of: Exchange, said: object) => about(of, { kind: 'review', ...said });

interface Given {
  readonly embedder?: StoryEmbedder;
  readonly selection?: object;
  readonly since?: string;
  readonly validationShare?: number;
  /** Whether the held-out user withdrew consent. */
  readonly withdrew?: boolean;
}

async function datasetOf(
  exchanges: readonly Exchange[],
  signals: readonly Signal[],
  { embedder, selection = {}, withdrew = false, ...options }: Given = {},
) {
  const store = new MemoryObjectStore();
  if (withdrew) {
    const consent = { schema: 1, pseudonym: heldOutUser, granted: false, at: '2026-04-01T00:00:00.000Z' };
    await store.put(consentKey(heldOutUser), JSON.stringify(consent));
  }
  await store.put(shardKey('one'), shard(exchanges));
  const said = signals.map((signal) => JSON.stringify(signal));
  await store.put(`signals/v=1/dt=2026-03-02/hh=10/${hex('said')}.jsonl.gz`, shard(said));
  const judge = judgeBy({ ...strategy, selection: selectionSchema.parse(selection) });
  const dealing = { judge, embedder, ranges: 3, buckets: 2 };
  const { dataset } = await makeDataset(store, { validationShare: 0, ...options }, dealing);
  const { preferences, rejected } = manifestSchema.parse(JSON.parse(store.text(dataset.manifestKey)));
  const lines = (name: string) => store.lines(`${dataset.prefix}${name}.jsonl`);
  return { lines, train: lines('train').length, pairs: preferences?.pairs, lost: preferences?.lost, rejected };
}

/** Thirty words that no other name gives. */
const words = (name: string) => Array.from({ length: 30 }, (_, i) => `${name}${i}`).join(' ');
const asked = words('ask');
const heldOut = exchange('held', { user: asked, assistant: `${words('reply')}?`, pseudonym: heldOutUser });
/** The strategy's rules leave replies with this phrase out. */
const generic = 'Keep it up.';

describe('a pair of preferences', () => {
  /** Other words than the held-out user's, and few beside the reply. */
  const question = 'So what now?';
  /** Two replies, neither of which is an example. */
  const pairOf = (good: string, prompt: Partial<Exchange> = { user: question }, held = heldOut) => {
    const [better, worse] = [
      exchange('better', { ...prompt, assistant: `${good}? ${generic}`, pseudonym: learner }),
      exchange('worse', { ...prompt, assistant: `${generic} ${words('bad')}`, pseudonym: otherLearner }),
    ];
    return { exchanges: [held, better, worse], signals: [rating(better, 1), rating(worse, -1)] };
  };
  const heldReply = { ...heldOut, user: 'And then?' };

  it('is made of replies that are no examples', async () => {
    const { exchanges, signals } = pairOf(words('good'));
    const { pairs, rejected } = await datasetOf(exchanges, signals);
    expect(rejected).toMatchObject({ generic_phrase: 2 });
    expect(pairs).toBe(1);
  });

  it('is not made where one of them is near to what a held-out user was told', async () => {
    const { exchanges, signals } = pairOf(words('reply'), { user: question }, heldReply);
    const { pairs, lost, rejected } = await datasetOf(exchanges, signals);
    expect(rejected).toMatchObject({ generic_phrase: 2 });
    expect({ pairs, lost }).toMatchObject({ pairs: 0, lost: { text_held_out: 1 } });
  });

  const turn = (sender: 'user' | 'ai', text: string) => ({ sender, text });
  const talk = [turn('user', words('first')), turn('ai', words('second'))];
  const otherTalk = [turn('user', words('third')), turn('ai', words('fourth'))];
  it.each([
    ['nearly what a held-out user asked', { user: `${asked} indeed` }, {}],
    ['nearly that, after another talk', { user: `${asked} indeed`, context: otherTalk }, { context: talk }],
    [
      'a word that a held-out user said after nearly the same talk',
      { user: 'Yes.', context: talk },
      { user: 'Well?', context: talk },
    ],
  ])('is not made for %s, whatever the replies', async (_, prompt, held) => {
    const { exchanges, signals } = pairOf(words('good'), prompt, { ...heldOut, ...held });
    const { pairs, lost } = await datasetOf(exchanges, signals);
    expect({ pairs, lost }).toEqual({ pairs: 0, lost: { text_held_out: 2 } });
  });

  it.each([
    ['has words in common with what a held-out user asked', { user: `${asked} ${words('more')}` }, {}],
    [
      'is a short answer that a held-out user gave in another talk',
      { user: 'Yes, please.', context: otherTalk },
      { user: 'Yes, please.', context: talk },
    ],
  ])('is made for a prompt that %s', async (_, prompt, held) => {
    const { exchanges, signals } = pairOf(words('good'), prompt, { ...heldOut, ...held });
    expect((await datasetOf(exchanges, signals)).pairs).toBe(1);
  });

  it('is not made where one of them says the same in other words, as an embedder sees it', async () => {
    const said = (telling: number) => ({ user: story(1, telling), assistant: `${story(2, telling)}? ${generic}` });
    const held = exchange('held', { ...said(1), pseudonym: heldOutUser });
    const better = exchange('better', { ...said(2), pseudonym: learner });
    const worse = exchange('worse', { ...said(2), assistant: `${generic} ${words('bad')}`, pseudonym: otherLearner });
    const signals = [rating(better, 1), rating(worse, -1)];
    const byMeaning = { embedder: new StoryEmbedder(), selection: { paraphraseCosine: 0.85 } };
    expect((await datasetOf([held, better, worse], signals, byMeaning)).lost).toEqual({ text_held_out: 1 });
    expect((await datasetOf([better, worse], signals, byMeaning)).pairs).toBe(1);
  });

  it.each([
    ['a user wrote', (of: Exchange) => [edit(of, `${words('reply')}?`)]],
    [
      'a user wrote, and a reviewer in its place',
      (of: Exchange) => [
        edit(of, `${words('reply')}?`),
        review(of, { decision: 'approved', assistant: `${words('own')}?` }),
      ],
    ],
    [
      'a reviewer wrote, and rejected',
      (of: Exchange) => [review(of, { decision: 'rejected', assistant: `${words('reply')}?` })],
    ],
  ])('is not made of such a reply that %s', async (_, said) => {
    const of = exchange('of', { user: question, assistant: `${words('model')}?`, pseudonym: learner });
    const { pairs, lost } = await datasetOf([heldReply, of], said(of));
    expect({ pairs, lost }).toMatchObject({ pairs: 0, lost: { text_held_out: 1 } });
  });
});

describe('what was held out is not learned from others', () => {
  const own = `${words('own')}?`;
  const other = exchange('other', { user: asked, assistant: own, pseudonym: learner });
  const before = { ...heldOut, createdAt: '2026-02-01T00:00:00.000Z' };
  /** The user's words changed: what was asked before stands in an older version alone. */
  const changed = { ...heldOut, user: words('changed'), version: version(2) };
  const since = '2026-02-15';

  it.each<[string, Exchange[], Given]>([
    ['as it is', [heldOut], {}],
    ['outside of the run’s dates', [before], { since }],
    ['in an older version', [heldOut, changed], {}],
    [
      'in an older version, outside of the run’s dates',
      [before, { ...changed, createdAt: before.createdAt }],
      { since },
    ],
    ['though the user withdrew consent', [heldOut], { withdrew: true }],
    ['though the user withdrew consent later', [before, changed], { withdrew: true, since }],
    ['too long to be an example', [{ ...heldOut, assistant: 'long '.repeat(15_000) }], {}],
  ])('%s: the reply that a person wrote, and answers to nearly the prompt', async (_, held, options) => {
    const edited = edit(heldOut, own);
    expect(await datasetOf([...held, other], [edited], options)).toMatchObject({
      train: 0,
      rejected: { text_held_out: 1 },
    });
    const farFrom = exchange('far', { user: `${asked} indeed`, assistant: `${words('far')}?`, pseudonym: learner });
    expect(await datasetOf([...held, farFrom], [edit(farFrom, `${words('better')}?`)], options)).toMatchObject({
      pairs: 0,
      lost: { text_held_out: 1 },
    });
  });
});

describe('nothing once held out is ever trained on', () => {
  /** Texts of which no two are near; with a word more they are nearly themselves. */
  const text = (name: string) => Array.from({ length: 45 }, (_, i) => `${name}x${i}`).join(' ');
  const reply = fc
    .tuple(fc.nat(5), fc.constantFrom('?', ' indeed?', `? ${generic}`))
    .map(([which, end]) => `${text(`reply${which}`)}${end}`);
  const said = fc.oneof(
    fc.constantFrom(-1, 1).map((value) => ({ kind: 'rating', value })),
    reply.map((assistant) => ({ kind: 'edit', assistant })),
    fc.record({ kind: fc.constant('review'), decision: fc.constantFrom('approved', 'rejected'), assistant: reply }),
    fc.constant({ kind: 'consent' }),
  );
  const told = fc
    .record({
      of: fc.nat(9),
      prompt: fc.tuple(fc.nat(1), fc.constantFrom('', ...'abcdefgh')),
      reply,
      version: fc.integer({ min: 1, max: 9 }),
      createdAt: fc.constantFrom('2026-02-01T00:00:00.000Z', '2026-03-01T00:00:00.000Z'),
      signals: fc.array(fc.tuple(said, fc.integer({ min: 1, max: 9 })), { minLength: 1, maxLength: 3 }),
    })
    .map(({ of, prompt: [which, end], signals, ...given }) => {
      const by = [heldOutUser, otherHeldOut, ...users.filter((user) => !isHeldOut(user)).slice(0, 8)][of] ?? '';
      const each = exchange(`exchange ${of}`, {
        user: `${text(`prompt${which}`)} ${end}`,
        assistant: given.reply,
        pseudonym: by,
        version: version(given.version),
        createdAt: given.createdAt,
      });
      return { exchange: each, signals: signals.map(([what, n]) => about(each, { ...what, version: version(n) })) };
    });
  const lake = fc.array(told, { maxLength: 20, size: 'max' });
  const policies = fc.record({
    selection: fc.record({
      perCluster: fc.constantFrom(1, 3),
      perUser: fc.constantFrom(null, 1),
      tiers: fc.constantFrom(['gold', 'accepted'], ['gold']),
      targetSize: fc.constantFrom(null, 5),
    }),
    since: fc.constantFrom('2026-01-01', '2026-02-15'),
    validationShare: fc.constantFrom(0, 0.4),
  });

  const message = z.object({ content: z.string() });
  const line = z.object({ messages: z.array(message) });
  const pair = z.object({ input: line, preferred_output: z.array(message), non_preferred_output: z.array(message) });
  const storyOf = (...texts: string[]) =>
    texts
      .join()
      .match(/(prompt|reply)\d/g)
      ?.filter(unique)
      .join() ?? '';
  const unique = (each: string, i: number, all: readonly string[]) => all.indexOf(each) === i;
  const last = (messages: readonly z.infer<typeof message>[], at: number) => messages.at(at)?.content ?? '';
  const storyTold = (json: string) => {
    const { messages } = line.parse(JSON.parse(json));
    return storyOf(last(messages, -2), last(messages, -1));
  };

  it('as an example or in a pair, while data grows, people speak up and policies and dates change', async () => {
    await fc.assert(
      fc.asyncProperty(lake, lake, policies, policies, fc.boolean(), async (old, young, early, late, withdrew) => {
        const all = [...old, ...young];
        const parts = (some: typeof all) =>
          [some.map((each) => each.exchange), some.flatMap((each) => each.signals)] as const;
        const first = await datasetOf(...parts(old), early);
        const second = await datasetOf(...parts(all), { ...late, withdrew });
        const heldOutLines = first.lines('holdout');
        const stories = new Set(heldOutLines.map(storyTold));
        const prompts = new Set(heldOutLines.map((json) => storyOf(last(line.parse(JSON.parse(json)).messages, -2))));
        const pairs = second.lines('preferences').map((json) => pair.parse(JSON.parse(json)));
        const learned = [
          ...[...second.lines('train'), ...second.lines('validation')].map(storyTold),
          ...pairs.flatMap(({ input, preferred_output, non_preferred_output }) =>
            [preferred_output, non_preferred_output].map((output) =>
              storyOf(last(input.messages, -1), last(output, -1)),
            ),
          ),
        ];
        expect(learned.filter((each) => stories.has(each))).toEqual([]);
        // Nearly the prompt, too: with a word more or less.
        expect(pairs.filter(({ input }) => prompts.has(storyOf(last(input.messages, -1))))).toEqual([]);
      }),
      { numRuns: 50 },
    );
  }, 60_000);
});
