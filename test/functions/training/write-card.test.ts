import { writeCard } from '../../../functions/training/write-card.ts';
import { manifestSchema } from '../../../layers/core/dataset/manifest.ts';
import type { PlanLimits } from '../../../layers/core/dataset/plan.ts';
import { makeDataset, validateRun } from '../../support/dataset.ts';
import { exchange, shard, shardKey } from '../../support/exchanges.ts';
import { MemoryObjectStore } from '../../support/memory-object-store.ts';

const countTokens = (text: string) => text.length;

/** A run from its plan to its card. */
async function carded(store: MemoryObjectStore, limits: PlanLimits = {}) {
  const state = await validateRun(await makeDataset(store, {}, limits), store, countTokens);
  expect(await writeCard(state, { store, code: '0.1.0' })).toEqual(state);
  const { prefix, manifestKey, id } = state.dataset;
  const manifest = manifestSchema.parse(JSON.parse(store.text(manifestKey)));
  return { id, manifest, card: store.text(`${prefix}card.md`) };
}

describe('Write card', () => {
  it('tells of what was kept, of what fell out, and of the dataset before', async () => {
    const store = new MemoryObjectStore();
    const names = ['to work', 'home', 'uphill', 'slowly', 'far', 'north', 'south'];
    const short = exchange('nowhere', { assistant: 'Keep it up' });
    await store.put(shardKey('one'), shard([...names.map((name) => exchange(name)), short]));
    const first = await carded(store);
    expect(first.manifest).toMatchObject({ code: '0.1.0', parent: null, counts: { kept: 7, dropped: 1 } });
    expect(first.card).toContain('There is no earlier dataset');
    expect(first.card).toContain(`\`${short.id}\`, score 0.90: generic_phrase, no_question, too_short`);
    expect(first.card).toContain('companion: Keep it up');
    // Fewer than ten are kept: the card shows them all.
    for (const name of names) expect(first.card).toContain(exchange(name).id);

    expect(await carded(store)).toEqual(first);

    const rows = store.lines(`tables/examples/dataset=${first.id}/examples.jsonl`);
    expect(rows.length).toBe(7);
    expect(JSON.parse(rows[0] ?? '')).toMatchObject({ day: '2026-03-01', tier: 'accepted', overall: 0.9 });
    expect(store.lines(`tables/fell_out/${first.id}.jsonl`).map((line) => JSON.parse(line))).toContainEqual({
      dataset: first.id,
      reason: 'too_short',
      count: 1,
    });
    // These rows outlive an erasure: they must tell of nobody.
    for (const { id, pseudonym, user } of names.map((name) => exchange(name))) {
      for (const secret of [id, pseudonym, user]) expect(rows.join('')).not.toContain(secret);
    }

    await store.put(shardKey('two'), shard([exchange('across the bridge')]));
    const second = await carded(store);
    expect(second.manifest.parent).toBe(first.id);
    expect(second.card).toContain(`Compared with ${first.id}.`);
    expect(await carded(store)).toEqual(second);
  });

  it('tells the same of the same exchanges, in however many ranges they were written', async () => {
    const papers = async (ranges: number) => {
      const store = new MemoryObjectStore();
      const names = Array.from({ length: 40 }, (_, i) => `down road ${i}`);
      await store.put(shardKey('one'), shard(names.map((name) => exchange(name))));
      const { id } = await carded(store, { ranges });
      const read = (name: string) => store.text(`datasets/${id}/${name}`);
      const rows = store.lines(`tables/examples/dataset=${id}/examples.jsonl`);
      return [read('statistics.json'), read('samples.jsonl'), read('examples.jsonl'), rows];
    };
    const once = await papers(1);
    expect(await papers(7)).toEqual(once);
  });
});
