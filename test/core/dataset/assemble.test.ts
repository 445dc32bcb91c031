import fc from 'fast-check';
import type { Exchange } from '../../../layers/core/conversation/exchange.ts';
import { assembleDataset } from '../../../layers/core/dataset/assemble.ts';
import { PartitionMissing, PolicyChanged } from '../../../layers/core/dataset/curated-files.ts';
import { manifestSchema } from '../../../layers/core/dataset/manifest.ts';
import { isHeldOut } from '../../../layers/core/dataset/split.ts';
import { loadTokenizer } from '../../../layers/core/dataset/tokens.ts';
import { checked, makeDataset, shardsOf } from '../../support/dataset.ts';
import { exchange, hex, shard, shardKey, strategy, version } from '../../support/exchanges.ts';
import { MemoryObjectStore } from '../../support/memory-object-store.ts';

const files = ['train', 'validation', 'holdout', 'examples'] as const;

/** The dataset of shards, however they are made up. */
async function datasetOf(shards: readonly (readonly (Exchange | string)[])[], options: Record<string, unknown> = {}) {
  const store = new MemoryObjectStore();
  for (const [i, lines] of shards.entries()) await store.put(shardKey(`shard ${i}`), shard(lines));
  const { dataset } = await makeDataset(store, options);
  const content = Object.fromEntries(files.map((file) => [file, store.text(`${dataset.prefix}${file}.jsonl`)]));
  const manifest = manifestSchema.parse(JSON.parse(store.text(dataset.manifestKey)));
  return { store, dataset, content, manifest };
}

/** Exchanges of some users, kept and not, new and replaced, of the same text and of others. */
const exchanges = fc.array(
  fc
    .record({
      name: fc.integer({ min: 0, max: 40 }),
      version: fc.integer({ min: 1, max: 3 }),
      text: fc.constantFrom('I ran.', 'I slept <|endoftext|>', 'Ich bin müde 😴', ' ', 'I swam\n\nfar', '\ud800'),
      assistant: fc.constantFrom('How did that feel for you?', 'I understand.', 'What made you do that, then?'),
      context: fc.array(
        fc.record({ sender: fc.constantFrom('user' as const, 'ai' as const), text: fc.constantFrom('', 'Hi.') }),
      ),
    })
    .map(({ name, text, assistant, context, ...given }) => {
      const made = exchange(`${name} ${given.version} ${text} ${assistant}`, {
        user: text,
        assistant,
        context,
      });
      return { ...made, id: hex(String(name)), version: version(given.version), pseudonym: hex(`user ${name % 31}`) };
    }),
  { maxLength: 60, size: 'max' },
);

const dealtOut = <T>(items: readonly T[], sizes: readonly number[]): T[][] => {
  const rest = [...items];
  return [...sizes.map((size) => rest.splice(0, size)), rest];
};

const tokenizer = await loadTokenizer();

/** Milliseconds: some hundred datasets, on a machine that may be busy. */
const long = 60_000;

describe('a dataset', () => {
  it(
    'has the same bytes for the same exchanges, in any order, in any shards, delivered as often as you like',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          exchanges.chain((all) =>
            fc.tuple(
              fc.constant(all),
              fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 }),
              fc.array(fc.nat(20), { maxLength: 8 }),
            ),
          ),
          async ([all, again, sizes]) => {
            const once = await datasetOf([all]);
            const dealt = await datasetOf(dealtOut(again, sizes));
            expect(dealt.content).toEqual(once.content);
            expect(dealt.dataset.id).toBe(once.dataset.id);
            const { seen: _, duplicate: __, superseded: ___, conflicting: ____, ...counts } = once.manifest.counts;
            expect(dealt.manifest.counts).toMatchObject(counts);
          },
        ),
        { numRuns: 60 },
      );
    },
    long,
  );

  it(
    'is always what the trainer takes',
    async () => {
      await fc.assert(
        fc.asyncProperty(exchanges, async (all) => {
          const { store, dataset } = await datasetOf([all]);
          const { problems, first } = await checked(store, dataset.id, tokenizer);
          expect(first).toEqual([]);
          expect(problems).toBe(0);
        }),
        { numRuns: 60 },
      );
    },
    long,
  );

  it(
    'accounts for every line',
    async () => {
      await fc.assert(
        fc.asyncProperty(exchanges, async (all) => {
          const { manifest, dataset } = await datasetOf([all, ['{']]);
          const {
            seen,
            unreadable,
            duplicate,
            superseded,
            conflicting,
            exchanges: different,
            kept,
            dropped,
          } = manifest.counts;
          expect(seen).toBe(all.length + 1);
          expect(seen).toBe(unreadable + duplicate + superseded + conflicting + different);
          expect(different).toBe(new Set(all.map(({ id }) => id)).size);
          expect(different).toBe(kept + dropped);
          expect(kept).toBe(dataset.train + dataset.validation + dataset.holdout);
        }),
        { numRuns: 40 },
      );
    },
    long,
  );

  it(
    'never trains on a text that a held-out user wrote, whoever else wrote it',
    async () => {
      await fc.assert(
        fc.asyncProperty(exchanges, fc.constantFrom(0, 0.1, 0.5), async (all, validationShare) => {
          const { content } = await datasetOf([all], { validationShare });
          const heldOut = new Set(all.filter(({ pseudonym }) => isHeldOut(pseudonym)).map(({ id }) => id));
          const examples = (content['examples'] ?? '')
            .split('\n')
            .slice(0, -1)
            .map((line) => JSON.parse(line));
          expect(examples.filter(({ id, split }) => heldOut.has(id) && split !== 'holdout')).toEqual([]);
          const tested = new Set((content['holdout'] ?? '').split('\n').slice(0, -1));
          const learned = `${content['train']}${content['validation']}`.split('\n').slice(0, -1);
          expect(learned.filter((line) => tested.has(line))).toEqual([]);
        }),
        { numRuns: 60 },
      );
    },
    long,
  );

  it(
    'never trains on what an earlier dataset held out, however the lake and the options have changed since',
    async () => {
      const share = fc.constantFrom(0, 0.1, 0.5);
      await fc.assert(
        fc.asyncProperty(exchanges, exchanges, share, share, async (before, added, early, late) => {
          const first = await datasetOf([before], { validationShare: early, since: '2026-01-01' });
          const second = await datasetOf([before, added], { validationShare: late });
          const heldOut = new Set(first.store.lines(`${first.dataset.prefix}holdout.jsonl`));
          const learned = ['train', 'validation'].flatMap((file) =>
            second.store.lines(`${second.dataset.prefix}${file}.jsonl`),
          );
          expect(learned.filter((line) => heldOut.has(line))).toEqual([]);
        }),
        { numRuns: 40 },
      );
    },
    long,
  );

  it('takes the highest version, also when that one is rejected', async () => {
    const [old, edited] = [exchange('a'), exchange('a', { assistant: 'I understand.' })];
    const { manifest } = await datasetOf([[{ ...edited, version: version(2) }], [old]]);
    expect(manifest.counts).toMatchObject({ exchanges: 1, kept: 0, superseded: 1 });
  });

  it('decides the same of two lines that disagree on one version', async () => {
    const [a, b] = [exchange('a'), exchange('a', { user: 'I swam.' })];
    const [ab, ba] = [await datasetOf([[a], [b]]), await datasetOf([[b, a]])];
    expect(ab.content).toEqual(ba.content);
    expect(ab.manifest.counts).toMatchObject({ exchanges: 1, kept: 1, conflicting: 1 });
  });

  it('counts what cannot be read with its place, and a broken shard with its reason', async () => {
    const store = new MemoryObjectStore();
    const many = Array.from({ length: 3000 }, (_, i) => exchange(`number ${i}`));
    const [good, cut, none] = [shardKey('good'), shardKey('cut'), shardKey('none')];
    await store.put(good, shard([exchange('a'), '{"schema":2}', 'half a li', exchange('b')]));
    await store.put(cut, shard(many).subarray(0, 20_000));
    await store.put(none, 'no gzip');
    const { dataset } = await makeDataset(store);
    const manifest = manifestSchema.parse(JSON.parse(store.text(dataset.manifestKey)));
    expect(manifest.unreadableLines).toContainEqual({ key: good, line: 2, reason: 'unknown_schema' });
    expect(manifest.unreadableLines).toContainEqual({ key: good, line: 3, reason: 'invalid_json' });
    const broken = Object.fromEntries(shardsOf(store, dataset).map(({ key, broken: reason }) => [key, reason]));
    expect(broken).toEqual({ [good]: undefined, [cut]: 'cut_off', [none]: 'not_gzip' });
    expect(manifest.shards.notAsPlanned).toEqual({ cut_off: 1, not_gzip: 1 });
    expect(manifest.shards.first.map(({ key }) => key)).toEqual([cut, none].sort());
    expect(dataset.kept).toBeGreaterThan(2);
    expect(dataset.rejected['unreadable']).toBe(manifest.unreadableLines.length);
  });

  it('holds nothing of an empty lake of readable exchanges but papers', async () => {
    const { dataset, content } = await datasetOf([['{']]);
    expect(content).toEqual({ train: '', validation: '', holdout: '', examples: '' });
    expect(dataset).toMatchObject({ train: 0, kept: 0, seen: 1, rejected: { unreadable: 1 } });
  });
});

describe('assembleDataset', () => {
  const work = (store: MemoryObjectStore) => ({
    store,
    policy: strategy,
    runId: 'run-1',
    partitions: 1,
    cut: { ranges: 1, buckets: 1 },
    window: { since: '', until: '' },
    validationShare: 0.1,
  });

  it('refuses to go on without a partition', async () => {
    await expect(assembleDataset(work(new MemoryObjectStore()))).rejects.toThrow(PartitionMissing);
  });

  it('refuses to mix two policies', async () => {
    const { store } = await datasetOf([[exchange('a')]]);
    const policy = { ...strategy, version: '9.9.9' };
    await expect(assembleDataset({ ...work(store), policy })).rejects.toThrow(PolicyChanged);
  });
});
