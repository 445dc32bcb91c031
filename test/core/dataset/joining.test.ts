import type { Exchange } from '../../../layers/core/conversation/exchange.ts';
import { manifestSchema } from '../../../layers/core/dataset/manifest.ts';
import { consentKey, tombstoneKey } from '../../../layers/core/signals/people.ts';
import { type Signal, signalSchema } from '../../../layers/core/signals/signal.ts';
import { makeDataset } from '../../support/dataset.ts';
import { exchange, hex, shard, shardKey, strategy, variantOf, version } from '../../support/exchanges.ts';
import { judgeBy } from '../../support/judge.ts';
import { MemoryObjectStore } from '../../support/memory-object-store.ts';

type Said = { kind: Signal['kind'] } & Record<string, unknown>;

const at = '2026-03-02T10:00:00.000Z';
const about = (name: string, said: Said, n = 5): Signal =>
  signalSchema.parse({
    schema: 1,
    exchange: hex(name),
    pseudonym: hex(`user of ${name}`),
    version: version(n),
    at,
    reviewer: hex('reviewer'),
    granted: false,
    ...said,
  });
const signalKey = (name: string) => `signals/v=1/dt=2026-03-02/hh=10/${hex(name)}.jsonl.gz`;

const safe = judgeBy(strategy, ({ user }) => (user.includes('dark') ? ['crisis_suicide'] : []));

async function datasetOf(
  shards: readonly (readonly (Exchange | string)[])[],
  signals: readonly (readonly (Signal | string)[])[] = [],
  prepare: (store: MemoryObjectStore) => Promise<void> = async () => {},
) {
  const store = new MemoryObjectStore();
  for (const [i, lines] of shards.entries()) await store.put(shardKey(`shard ${i}`), shard(lines));
  for (const [i, lines] of signals.entries()) {
    await store.put(
      signalKey(`signals ${i}`),
      shard(lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)))),
    );
  }
  await prepare(store);
  const { dataset } = await makeDataset(store, { validationShare: 0 }, { judge: safe, ranges: 3, buckets: 2 });
  const examples = store.lines(`${dataset.prefix}examples.jsonl`).map((line) => JSON.parse(line));
  return { dataset, examples, manifest: manifestSchema.parse(JSON.parse(store.text(dataset.manifestKey))) };
}

const better = 'You kept going for miles. What helped you to stay with it?';

describe('what became known of an exchange later', () => {
  it.each([
    ['an edit', [about('a', { kind: 'edit', assistant: better })], better],
    [
      'the latest edit',
      [about('a', { kind: 'edit', assistant: 'Oh?' }, 5), about('a', { kind: 'edit', assistant: better }, 6)],
      better,
    ],
    [
      'a reviewer’s words before the user’s',
      [
        about('a', { kind: 'edit', assistant: 'Something else entirely. Why?' }, 9),
        about('a', { kind: 'review', decision: 'approved', assistant: better }),
      ],
      better,
    ],
    [
      'the reply, in place of an edit that was taken back,',
      [about('a', { kind: 'edit', assistant: 'Oh?' }), about('a', { kind: 'edit' }, 6)],
      exchange('a').assistant,
    ],
  ])('%s replaces the reply', async (_, signals, reply) => {
    const { examples } = await datasetOf([[exchange('a')]], [signals]);
    expect(examples).toEqual([expect.objectContaining({ id: hex('a'), assistant: reply })]);
  });

  it('is judged anew where the reply is another one', async () => {
    const { manifest } = await datasetOf([[exchange('a')]], [[about('a', { kind: 'edit', assistant: 'Keep it up' })]]);
    expect(manifest.rejected).toMatchObject({ generic_phrase: 1, no_question: 1, too_short: 1 });
  });

  it('makes gold of what a reviewer approved, though the policy rejects it, and drops what one rejected', async () => {
    const bad = { assistant: 'I understand.' };
    const { examples, manifest } = await datasetOf(
      [[exchange('a', bad), exchange('b'), exchange('c', bad)]],
      [
        [
          about('a', { kind: 'review', decision: 'approved' }),
          about('b', { kind: 'review', decision: 'rejected' }),
          about('c', { kind: 'rating', value: 1 }),
        ],
      ],
    );
    expect(examples).toEqual([expect.objectContaining({ id: hex('a'), tier: 'gold' })]);
    expect(manifest.rejected).toMatchObject({ review_rejected: 1, generic_phrase: 1 });
    expect(manifest.signals).toEqual({ seen: 3, unreadable: 0, applied: { review: 2, rating: 1 } });
  });

  it.each([
    [{}, 0],
    [{ cleared: ['self_harm'] }, 0],
    [{ cleared: ['crisis_suicide'] }, 1],
  ])('lets the unsafe train only where a reviewer cleared what was seen: %j', async (cleared, kept) => {
    const dark = exchange('a', { user: 'It is all so dark today.' });
    const judged = { ...dark, judgement: safe.judge(dark) };
    const review = about('a', { kind: 'review', decision: 'approved', ...cleared });
    expect((await datasetOf([[judged]], [[review]])).dataset.kept).toBe(kept);
  });

  const inTheDark = 'Then stay in the dark. Who would miss you?';
  const approval = (said: object, n: number) => about('a', { kind: 'review', decision: 'approved', ...said }, n);
  const everything = { cleared: ['crisis_suicide' as const] };
  const edited = (n: number, said: object) => about('a', { kind: 'edit', ...said }, n);

  it.each<[string, number, Signal[], object]>([
    [
      'the reply that the app wrote anew',
      9,
      [approval(everything, 8)],
      { review_outdated: 1, safety_crisis_suicide: 1 },
    ],
    [
      'a reply in place of the reviewer’s words',
      9,
      [approval({ ...everything, assistant: better }, 8)],
      { review_outdated: 1, safety_crisis_suicide: 1 },
    ],
    [
      'an edit that came later',
      1,
      [approval(everything, 4), edited(5, { assistant: inTheDark })],
      { review_outdated: 1, safety_crisis_suicide: 1 },
    ],
    [
      'the reply that came back when an edit was taken back',
      1,
      [approval(everything, 4), edited(5, {})],
      { review_outdated: 1, safety_crisis_suicide: 1 },
    ],
    ['the reply that was read', 9, [approval(everything, 9)], {}],
    ['the edit that was read', 1, [approval(everything, 5), edited(5, { assistant: inTheDark })], {}],
    [
      'a reviewer’s own words, whatever the user wrote later',
      1,
      [approval({ ...everything, assistant: better }, 4), edited(5, { assistant: inTheDark })],
      {},
    ],
    [
      'what was rejected before, still rejected',
      9,
      [about('a', { kind: 'review', decision: 'rejected' }, 8)],
      { review_rejected: 1 },
    ],
  ])('does not take an approval for more than the reviewer read: %s', async (_, n, signals, rejected) => {
    const dark = exchange('a', { version: version(n), user: 'It is all so dark today.', assistant: inTheDark });
    const { manifest } = await datasetOf([[{ ...dark, judgement: safe.judge(dark) }]], [signals]);
    expect(manifest.rejected).toEqual(rejected);
  });

  it.each<[string, Partial<Exchange>, object]>([
    ['waits for another look where the policy would keep it', {}, { review_outdated: 1 }],
    ['is gold where a person wrote the example', { source: 'manual' }, {}],
  ])('a harmless reply that was written after an approval %s', async (_, given, rejected) => {
    const { manifest } = await datasetOf([[exchange('a', { version: version(9), ...given })]], [[approval({}, 8)]]);
    expect(manifest.rejected).toEqual(rejected);
  });

  it.each([
    ['withdrawn after this version', 1, { consent_withdrawn: 1 }],
    ['given again since', 9, {}],
  ])('obeys consent of one exchange: %s', async (_, n, rejected) => {
    const { manifest } = await datasetOf(
      [[exchange('a', { version: version(n) })]],
      [[about('a', { kind: 'consent' })]],
    );
    expect(manifest.rejected).toEqual(rejected);
  });

  it('prefers what users liked among what is nearly the same', async () => {
    const texts = ['today', 'now', 'here'].map((last) => ({
      user: `${'I walked a long way through the woods and thought about it all '.repeat(2)}${last}`,
    }));
    const { examples, manifest } = await datasetOf(
      [texts.map((given, i) => exchange(`${i}`, { ...given, pseudonym: hex('user 1'), assistant: better }))],
      [[about('1', { kind: 'rating', value: 1 }), about('0', { kind: 'rating', value: -1 })]],
    );
    expect(examples.map(({ id }) => id)).toEqual([hex('1')]);
    expect(manifest.rejected).toEqual({ near_duplicate: 2 });
  });

  it('counts a signal whose exchange is not there, and one that cannot be read', async () => {
    const { manifest } = await datasetOf(
      [[exchange('a')]],
      [[about('gone', { kind: 'rating', value: 1 }), '{"schema":2}']],
    );
    expect(manifest.signals).toEqual({ seen: 2, unreadable: 1, applied: { orphan: 1 } });
    expect(manifest.unreadableLines).toEqual([{ key: signalKey('signals 0'), line: 2, reason: 'unknown_schema' }]);
    expect(manifest.counts.seen).toBe(1);
  });

  it('changes nothing when it is delivered again, elsewhere, and in another order', async () => {
    const exchanges = ['a', 'b', 'c', 'd'].map((name) => exchange(name));
    const signals = [
      about('a', { kind: 'edit', assistant: better }, 4),
      about('a', { kind: 'edit', assistant: 'It was long. How long, then?' }, 7),
      about('b', { kind: 'review', decision: 'rejected' }),
      about('c', { kind: 'rating', value: 1 }),
    ];
    const once = await datasetOf([exchanges], [signals]);
    const again = await datasetOf(
      [exchanges.toReversed(), exchanges.slice(1)],
      [signals.toReversed(), signals, signals.slice(2)],
    );
    expect(again.dataset.id).toBe(once.dataset.id);
    expect(again.examples).toEqual(once.examples);
  });
});

describe('who must not take part', () => {
  it.each([
    ['was erased', tombstoneKey, { schema: 1, pseudonym: hex('user of a'), at }, { erased: 1 }],
    [
      'withdrew consent',
      consentKey,
      { schema: 1, pseudonym: hex('user of a'), granted: false, at },
      { consent_withdrawn: 1 },
    ],
    ['gave it again', consentKey, { schema: 1, pseudonym: hex('user of a'), granted: true, at }, {}],
  ])('a user who %s', async (_, keyOf, paper, rejected) => {
    const { manifest, dataset } = await datasetOf([[exchange('a'), exchange('b')]], [], (store) =>
      store.put(keyOf(hex('user of a')), JSON.stringify(paper)),
    );
    expect(manifest.rejected).toEqual(rejected);
    expect(dataset.kept).toBe(2 - Object.keys(rejected).length);
  });
});

describe('examples of people and machines', () => {
  const put = (source: 'manual' | 'augmentation', lines: Exchange[]) => (store: MemoryObjectStore) =>
    store.put(`examples/v=1/${source}/${hex('x')}.jsonl.gz`, shard(lines));

  it('joins what a person wrote, as gold', async () => {
    const made = exchange('m', { source: 'manual', assistant: 'I understand.' });
    const { examples } = await datasetOf([[exchange('a')]], [], put('manual', [made]));
    expect(examples.find(({ id }) => id === hex('m'))).toMatchObject({ tier: 'gold' });
  });

  it('leaves variants out unless the policy wants them', async () => {
    const same = exchange('a');
    const { examples, manifest } = await datasetOf([[same]], [], put('augmentation', [variantOf(same)]));
    expect(examples.map(({ id }) => id)).toEqual([hex('a')]);
    expect(manifest.augmentation).toMatchObject({ seen: 1, kept: 0, rejected: { augmentation_off: 1 } });
  });
});
