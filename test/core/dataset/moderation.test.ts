import type { Exchange } from '../../../layers/core/conversation/exchange.ts';
import { PolicyChanged } from '../../../layers/core/dataset/curated-files.ts';
import { manifestSchema } from '../../../layers/core/dataset/manifest.ts';
import { moderationOf } from '../../../layers/core/dataset/moderation.ts';
import { RetryableError } from '../../../layers/core/errors.ts';
import type { Moderator } from '../../../layers/core/quality/safety/moderator.ts';
import type { Signal } from '../../../layers/core/signals/signal.ts';
import { makeDataset } from '../../support/dataset.ts';
import { exchange, hex, shard, shardKey, strategyJudge } from '../../support/exchanges.ts';
import { MemoryObjectStore } from '../../support/memory-object-store.ts';
import { about } from '../../support/signals.ts';

/** Sees self-harm in texts that speak of the night, and notes what it was asked. */
function nightWatch() {
  const asked: string[][] = [];
  const moderator: Moderator = {
    async moderate(texts) {
      asked.push([...texts]);
      const verdicts = texts.map((text) => [
        { category: 'self-harm/intent', score: text.includes('night') ? 0.9 : 0.01, flagged: false },
      ]);
      return { models: ['night-watch-1'], verdicts };
    },
  };
  return { asked, moderator };
}

async function datasetOf(
  exchanges: readonly Exchange[],
  signals: readonly Signal[],
  moderator?: Moderator,
  ranges = 2,
) {
  const store = new MemoryObjectStore();
  await store.put(shardKey('all'), shard(exchanges));
  const said = signals.map((signal) => JSON.stringify(signal));
  if (said.length > 0) await store.put(`signals/v=1/dt=2026-03-02/hh=10/${hex('s')}.jsonl.gz`, shard(said));
  const { dataset } = await makeDataset(store, {}, { judge: strategyJudge, moderator, ranges, buckets: 1 });
  const parsed = (name: string) => store.lines(`${dataset.prefix}${name}.jsonl`).map((line) => JSON.parse(line));
  const manifest = manifestSchema.parse(JSON.parse(store.text(dataset.manifestKey)));
  return { store, dataset, manifest, parsed, ids: parsed('examples').map(({ id }) => id) };
}

const calm = exchange('calm');
const night = exchange('all night');
const before = exchange('before', { context: [{ sender: 'user', text: 'Nobody hears me at night.' }] });
const short = exchange('short', { user: 'A night.', assistant: 'Keep it up' });

describe('a second opinion', () => {
  it('holds what a moderator flags, and says that it was the moderator, and where', async () => {
    const { asked, moderator } = nightWatch();
    const { ids, manifest, parsed } = await datasetOf([calm, night, before, short], [], moderator);
    expect(ids).toEqual([calm.id]);
    expect(manifest.rejected).toMatchObject({ safety_crisis_suicide: 2, moderation_crisis_suicide: 2 });
    expect(manifest.moderation).toEqual({
      models: ['night-watch-1'],
      threshold: 0.5,
      asked: 3,
      held: 2,
      categories: { 'self-harm/intent': 2 },
    });
    const reasons = ['danger_unanswered', 'moderation_crisis_suicide', 'safety_crisis_suicide'];
    const evidence = (...places: object[]) =>
      places.map((place) => ({ category: 'self-harm/intent', score: 0.9, ...place }));
    expect(parsed('moderated').sort((a, b) => a.evidence.length - b.evidence.length)).toEqual([
      { id: before.id, reasons, evidence: evidence({ where: 'context', turn: 0 }) },
      { id: night.id, reasons, evidence: evidence({ where: 'user' }, { where: 'assistant' }) },
    ]);
    // What the rules reject is not sent anywhere.
    expect(asked.flat()).not.toContain(short.user);
  });

  it('is asked by nobody unless it is wanted', async () => {
    const { ids, manifest, store, dataset } = await datasetOf([calm, night], []);
    expect(ids).toHaveLength(2);
    expect(manifest.moderation).toBeUndefined();
    expect(await store.open(`${dataset.prefix}moderated.jsonl`)).toBeUndefined();
  });

  it('gives way to a reviewer who has cleared the category, and to nobody else', async () => {
    const approved = (cleared: string[]) => about(night, { kind: 'review', decision: 'approved', cleared });
    const { moderator } = nightWatch();
    expect((await datasetOf([night], [approved(['crisis_suicide'])], moderator)).ids).toEqual([night.id]);
    expect((await datasetOf([night], [approved(['self_harm'])], moderator)).ids).toEqual([]);
  });

  it('reads the reply that counts: the one a person wrote', async () => {
    const edit = about(calm, { kind: 'edit', assistant: 'You walked calm at night, well done. What did you see?' });
    const { moderator } = nightWatch();
    const { ids, manifest } = await datasetOf([calm], [edit], moderator);
    expect(ids).toEqual([]);
    expect(manifest.rejected).toMatchObject({ moderation_crisis_suicide: 1 });
  });

  it('keeps what it flags out of preferences, also where it is no example', async () => {
    const user = 'I walked home.';
    const one = exchange('one', { user, assistant: 'Keep it up.', pseudonym: hex('user of a') });
    const good = { user, pseudonym: hex('user of b'), regenerates: one.id };
    const two = exchange('two', { ...good, assistant: 'What did you see on the way?' });
    const three = exchange('two', { ...good, assistant: 'What did you see in the night?' });
    const rated = (better: Exchange) => [
      about(one, { kind: 'rating', value: -1 }),
      about(better, { kind: 'rating', value: 1 }),
    ];
    const { moderator } = nightWatch();
    const pairs = async (better: Exchange, asked?: Moderator) =>
      (await datasetOf([one, better], rated(better), asked)).manifest.preferences;
    expect(await pairs(two, moderator)).toMatchObject({ pairs: 1 });
    expect(await pairs(three)).toMatchObject({ pairs: 1 });
    expect(await pairs(three, moderator)).toMatchObject({ pairs: 0, lost: { safety: 1 } });
  });

  it('ends the step when the moderator does not answer: nothing passes unasked', async () => {
    const moderate = async () => {
      throw new RetryableError('Could not ask for moderation');
    };
    await expect(datasetOf([calm], [], { moderate })).rejects.toThrow(RetryableError);
  });

  it('gives the same dataset however the work is cut', async () => {
    const many = Array.from({ length: 300 }, (_, i) => exchange(i % 7 === 0 ? `night ${i}` : `day ${i}`));
    const made = async (ranges: number) => {
      const { asked, moderator } = nightWatch();
      const { manifest, ids } = await datasetOf(many, [], moderator, ranges);
      expect(Math.max(...asked.map(({ length }) => length))).toBeLessThanOrEqual(256);
      return { ids, hash: manifest.contentHash, moderation: manifest.moderation, rejected: manifest.rejected };
    };
    const one = await made(1);
    expect(one.moderation).toMatchObject({ asked: 300, held: 43 });
    expect(one.ids).toHaveLength(257);
    expect(await made(5)).toEqual(one);
  });

  it('is never asked by some ranges only', () => {
    const moderation = { models: [], threshold: 0.5, asked: 0, held: 0, categories: {} };
    expect(() => moderationOf([{ moderation }, {}])).toThrow(PolicyChanged);
    expect(() => moderationOf([{ moderation }, { moderation: { ...moderation, threshold: 0.6 } }])).toThrow(
      PolicyChanged,
    );
    expect(moderationOf([{}, {}])).toBeUndefined();
  });
});
