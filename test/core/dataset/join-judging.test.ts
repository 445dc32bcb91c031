import { PolicyChanged } from '../../../layers/core/dataset/curated-files.ts';
import { signalSchema } from '../../../layers/core/signals/signal.ts';
import { makeDataset } from '../../support/dataset.ts';
import { exchange, hex, shard, shardKey, strategy, version } from '../../support/exchanges.ts';
import { judgeBy } from '../../support/judge.ts';
import { MemoryObjectStore } from '../../support/memory-object-store.ts';

const edit = signalSchema.parse({
  schema: 1,
  kind: 'edit',
  exchange: hex('a'),
  pseudonym: hex('user of a'),
  version: version(5),
  at: '2026-03-02T10:00:00.000Z',
  assistant: 'You kept going for miles. What helped you to stay with it?',
});

async function joined(edited: boolean, embedder?: string) {
  const store = new MemoryObjectStore();
  await store.put(shardKey('one'), shard([exchange('a'), exchange('b')]));
  if (edited) await store.put(`signals/v=1/dt=2026-03-02/hh=10/${hex('s')}.jsonl.gz`, shard([JSON.stringify(edit)]));
  let asked = 0;
  const judge = judgeBy(strategy);
  const embed = async () => [];
  const judging = async () => {
    asked++;
    return { judge, ...(embedder !== undefined && { embedder: { name: embedder, dimensions: 1, embed } }) };
  };
  await makeDataset(store, { validationShare: 0 }, { judge, judging, ranges: 1, buckets: 1 });
  return asked;
}

describe('who judges in Join', () => {
  it('is asked for only where a person wrote another reply: most ranges need no embedder', async () => {
    expect(await joined(false)).toBe(0);
    expect(await joined(true)).toBe(1);
  });

  it('must compare meanings by what Curate compared them by', async () => {
    await expect(joined(true, 'another model')).rejects.toThrow(PolicyChanged);
    await expect(joined(true, 'another model')).rejects.toThrow(
      /worked by words alone, and this one works by another model/,
    );
  });
});
