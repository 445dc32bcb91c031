import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { Exchange } from '../../../layers/core/conversation/exchange.ts';
import { manifestSchema } from '../../../layers/core/dataset/manifest.ts';
import { loadTokenizer } from '../../../layers/core/dataset/tokens.ts';
import { type Signal, signalSchema } from '../../../layers/core/signals/signal.ts';
import { checked, makeDataset } from '../../support/dataset.ts';
import { exchange, hex, shard, shardKey, version } from '../../support/exchanges.ts';
import { MemoryObjectStore } from '../../support/memory-object-store.ts';

const count = await loadTokenizer();

/** Milliseconds: some hundred datasets, on a machine that may be busy. */
const long = 60_000;

const rating = ({ id, pseudonym }: Exchange, value: number): Signal =>
  signalSchema.parse({
    schema: 1,
    exchange: id,
    pseudonym,
    version: version(5),
    at: '2026-03-02T10:00:00.000Z',
    granted: false,
    kind: 'rating',
    value,
  });

async function datasetOf(exchanges: readonly Exchange[], signals: readonly Signal[], cut = { ranges: 1, buckets: 1 }) {
  const store = new MemoryObjectStore();
  await store.put(shardKey('all'), shard(exchanges));
  if (signals.length > 0) {
    await store.put('signals/v=1/dt=2026-03-02/all.jsonl.gz', shard(signals.map((each) => JSON.stringify(each))));
  }
  const { dataset } = await makeDataset(store, { validationShare: 0.3 }, cut);
  const { work: _, ...manifest } = manifestSchema.parse(JSON.parse(store.text(dataset.manifestKey)));
  return { store, dataset, manifest };
}

/** Exchanges of some users, many of them with the same prompt, and some rated. */
const given = fc.uniqueArray(
  fc.record({ name: fc.nat(500), prompt: fc.nat(8), by: fc.nat(40), value: fc.constantFrom(0, 1, -1) }),
  { selector: ({ name }) => name, maxLength: 40, size: 'max' },
);
const exchangesOf = (all: readonly { name: number; prompt: number; by: number; value: number }[]) => {
  const exchanges = all.map(({ name, prompt, by }) =>
    exchange(`${name}`, {
      user: `I walked ${prompt} miles today.`,
      assistant: `What did you see at mile ${name}?`,
      pseudonym: hex(`user of ${by}`),
    }),
  );
  const signals = exchanges.flatMap((of, i) => (all[i]?.value ? [rating(of, all[i].value)] : []));
  return { exchanges, signals };
};

describe('a dataset that is written in parts', () => {
  it(
    'has the bytes, the id and the papers of one that is written at once',
    async () => {
      await fc.assert(
        fc.asyncProperty(given, fc.integer({ min: 2, max: 40 }), async (all, ranges) => {
          const { exchanges, signals } = exchangesOf(all);
          const whole = await datasetOf(exchanges, signals);
          const cut = await datasetOf(exchanges, signals, { ranges, buckets: 3 });
          expect(cut.manifest).toEqual(whole.manifest);
          const files = ({ store }: typeof whole) =>
            [...store.objects.keys()].filter((key) => /^datasets.*jsonl$/.test(key)).sort();
          expect(files(cut)).toEqual(files(whole));
          for (const key of files(whole)) expect(cut.store.text(key)).toBe(whole.store.text(key));
          const [tokens, inParts] = [
            await checked(whole.store, whole.manifest.id, count),
            await checked(cut.store, cut.manifest.id, count),
          ];
          expect(inParts).toEqual(tokens);
        }),
        { numRuns: 60 },
      );
    },
    long,
  );

  it('has a hash that anybody can compute of the lines', async () => {
    const { exchanges } = exchangesOf([1, 2, 3, 4, 5].map((name) => ({ name, prompt: name, by: 1, value: 0 })));
    const { store, manifest } = await datasetOf(exchanges, [], { ranges: 4, buckets: 1 });
    const { key, lineHash } = manifest.files.train;
    const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest();
    expect(store.lines(key)).toHaveLength(5);
    expect(lineHash).toBe(sha256(Buffer.concat(store.lines(key).map(sha256))).toString('hex'));
  });
});

describe('the checks of a dataset that is written in parts', () => {
  /** Forty lines to train on, one of them replaced by another of the file, in whatever part it is. */
  async function repeated(at: number, of: number, name = 'train') {
    const made = exchangesOf([...Array(80).keys()].map((n) => ({ name: n, prompt: n, by: n, value: 0 })));
    const { store, manifest } = await datasetOf(made.exchanges, [], { ranges: 8, buckets: 1 });
    const [file, train] = [`datasets/${manifest.id}/${name}.jsonl`, store.lines(manifest.files.train.key)];
    const lines = store.lines(file);
    const [old = '', first = ''] = [lines[at], train[of]];
    // The names of miles are one or two digits long: a line of the same length says the same with blanks behind it.
    lines[at] = first.length <= old.length ? first.padEnd(old.length) : old;
    await store.put(file, lines.map((line) => `${line}\n`).join(''));
    return { store, manifest, isDone: lines[at] !== old };
  }

  it.each([
    ['as many lines at once as there are', undefined],
    ['few lines at once', 7],
  ])('find a line that says what one in another part says, %s', async (_, linesAtOnce) => {
    const { store, manifest, isDone } = await repeated(30, 3);
    expect(isDone).toBe(true);
    const { first, problems } = await checked(store, manifest.id, count, linesAtOnce);
    expect(problems).toBe(1);
    expect(first).toMatchObject([
      { file: 'train.jsonl', line: 31, code: 'duplicate', what: 'The line says the same as line 4.' },
    ]);
    expect(store.lines(`datasets/${manifest.id}/problems.jsonl`)).toEqual(first.map((each) => JSON.stringify(each)));
  });

  it('find a line that stands in another file too', async () => {
    const { store, manifest, isDone } = await repeated(2, 40, 'holdout');
    expect(isDone).toBe(true);
    expect((await checked(store, manifest.id, count, 5)).first).toMatchObject([
      { file: 'holdout.jsonl', line: 3, code: 'leak', what: 'The line says the same as line 41 of train.jsonl.' },
    ]);
  });
});
