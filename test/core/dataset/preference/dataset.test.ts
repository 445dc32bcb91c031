import fc from 'fast-check';
import type { Exchange } from '../../../../layers/core/conversation/exchange.ts';
import { writeSplit } from '../../../../layers/core/dataset/formats/convert.ts';
import { manifestSchema } from '../../../../layers/core/dataset/manifest.ts';
import { isHeldOut, splitOf } from '../../../../layers/core/dataset/split.ts';
import { tombstoneKey } from '../../../../layers/core/signals/people.ts';
import type { Signal } from '../../../../layers/core/signals/signal.ts';
import { checked, makeDataset } from '../../../support/dataset.ts';
import { exchange, hex, shard, shardKey, strategy, variantOf } from '../../../support/exchanges.ts';
import { judgeBy } from '../../../support/judge.ts';
import { MemoryObjectStore } from '../../../support/memory-object-store.ts';
import { about } from '../../../support/signals.ts';

const judge = judgeBy(strategy, ({ user }) => (user.includes('dark') ? ['crisis_suicide'] : []));
const signalKey = (name: string) => `signals/v=1/dt=2026-03-02/hh=10/${hex(name)}.jsonl.gz`;

const rating = (of: Exchange, value: number) => about(of, { kind: 'rating', value });
const edit = (of: Exchange, assistant: string) => about(of, { kind: 'edit', assistant });

async function datasetOf(
  shards: readonly (readonly Exchange[])[],
  signals: readonly (readonly Signal[])[],
  prepare: (store: MemoryObjectStore) => Promise<void> = async () => {},
  options: { readonly validationShare?: number } = {},
) {
  const store = new MemoryObjectStore();
  for (const [i, lines] of shards.entries()) await store.put(shardKey(`shard ${i}`), shard(lines));
  for (const [i, lines] of signals.entries()) {
    await store.put(signalKey(`signals ${i}`), shard(lines.map((line) => JSON.stringify(line))));
  }
  await prepare(store);
  const { dataset } = await makeDataset(store, options, { judge, ranges: 3, buckets: 2 });
  const manifest = manifestSchema.parse(JSON.parse(store.text(dataset.manifestKey)));
  const text = (name: string) => store.text(`${dataset.prefix}${name}.jsonl`);
  const parsed = (name: string) => store.lines(`${dataset.prefix}${name}.jsonl`).map((line) => JSON.parse(line));
  return { store, dataset, manifest, text, pairs: parsed('pairs'), lines: parsed('preferences') };
}

/** The prompts of a file, as `--format dpo` writes it. */
async function promptsIn({ store, dataset }: Awaited<ReturnType<typeof datasetOf>>, split: 'train' | 'validation') {
  const lines: string[] = [];
  const sink = {
    add: async (line: string) => void lines.push(line),
    close: async () => ({ lines: 0, bytes: 0 }),
    abort: async () => {},
  };
  await writeSplit({ store, prefix: dataset.prefix, split, format: 'dpo' }, sink);
  return lines.map((line): string => JSON.stringify(JSON.parse(line).input));
}

const user = 'I walked to work today.';
/** A reply to always the same prompt; users `a` and `b` are not held out, user `l` is: see split.test.ts. */
const replied = (name: string, assistant: string, by = 'a', given: Partial<Exchange> = {}) =>
  exchange(name, { user, assistant, pseudonym: hex(`user of ${by}`), ...given });
const one = replied('one', 'Keep it up.');
const two = replied('two', 'What did you see on the way to work?', 'b', { regenerates: hex('one') });

describe('the preferences of a dataset', () => {
  it('are pairs of what people said, in a file of their own with the ids beside it', async () => {
    const { lines, pairs, manifest } = await datasetOf([[one], [two]], [[rating(one, -1)], [rating(two, 1)]]);
    expect(lines).toEqual([
      {
        input: {
          messages: [
            { role: 'system', content: strategy.systemPrompt },
            { role: 'user', content: user },
          ],
        },
        preferred_output: [{ role: 'assistant', content: two.assistant }],
        non_preferred_output: [{ role: 'assistant', content: one.assistant }],
      },
    ]);
    expect(pairs).toEqual([{ id: two.id, other: { id: one.id }, source: 'regenerated', split: 'validation' }]);
    expect(manifest.preferences).toMatchObject({
      pairs: 1,
      sources: { regenerated: 1 },
      lost: {},
      files: { preferences: { key: `datasets/${manifest.id}/preferences.jsonl`, format: 'openai-dpo', lines: 1 } },
    });
  });

  it('have no file where there are none', async () => {
    const { store, manifest } = await datasetOf([[one], [two]], [[rating(one, 1)]]);
    expect(manifest.preferences).toEqual({ pairs: 0, sources: {}, lost: {}, files: null });
    expect([...store.objects.keys()].filter((key) => /^datasets.*(preferences|pairs)/.test(key))).toEqual([]);
  });

  const heldOut = replied('three', 'How was the walk?', 'l');
  const dark = replied('dark', 'Keep it up.', 'a', { user: 'It is dark in me.' });
  const better = 'What made it worth the while?';
  const long = replied('long', 'And? '.repeat(20_000));
  const variant = variantOf(one);

  it.each<[string, Exchange[], Signal[], object]>([
    ['of held-out users', [heldOut], [edit(heldOut, better)], { held_out: 1 }],
    ['of prompts that held-out users wrote', [one, heldOut], [edit(one, better)], { text_held_out: 1 }],
    ['of exchanges held for safety', [dark], [edit(dark, better)], { safety: 1 }],
    [
      'of exchanges without consent',
      [one],
      [edit(one, better), about(one, { kind: 'consent' })],
      { consent_withdrawn: 1 },
    ],
    ['of exchanges that are too long', [long], [edit(long, better), rating(long, 1)], { too_long: 1 }],
    ['of variants by a machine', [one, variant], [edit(variant, better)], { variant: 1 }],
    ['where a rating was taken back', [one], [rating(one, 0)], {}],
    [
      'where opinions contradict',
      [one, replied('same', 'Keep it up.'), two],
      [rating(one, 1), rating(replied('same', ''), -1), rating(two, 1)],
      { contradiction: 1 },
    ],
    ['where two are rated alike', [one, two], [rating(one, 1), rating(two, 1)], { tie: 1 }],
  ])('are not made %s', async (_, exchanges, signals, lost) => {
    const { manifest } = await datasetOf([exchanges], [signals]);
    expect(manifest.preferences).toMatchObject({ pairs: 0 });
    expect(manifest.preferences?.lost).toEqual(lost);
  });

  it('are not made of erased users', async () => {
    const erase = (store: MemoryObjectStore) => store.put(tombstoneKey(one.pseudonym), '{}');
    const { manifest } = await datasetOf([[one, two]], [[rating(one, -1), rating(two, 1)]], erase);
    expect(manifest.preferences?.pairs).toBe(0);
  });

  it('make another dataset', async () => {
    const [without, with_] = [
      await datasetOf([[two]], []),
      await datasetOf([[two, one]], [[rating(one, -1), rating(two, 1)]]),
    ];
    expect(without.text('train')).toBe(with_.text('train'));
    expect(without.dataset.id).not.toBe(with_.dataset.id);
  });

  const learners = Array.from({ length: 40 }, (_, i) => hex(`learner ${i}`)).filter((each) => !isHeldOut(each));
  const asked = (prompt: string, of: number) =>
    exchange(`${prompt} by ${of}`, { user: prompt, assistant: 'Keep it up.', pseudonym: learners[of] ?? '' });
  const half = { validationShare: 0.5 };

  it('of one prompt train or validate all together, whoever said it', async () => {
    const by = [0, 1, 2, 3, 4, 5, 6, 7].map((of) => asked(user, of));
    expect(new Set(by.map(({ pseudonym }) => splitOf(pseudonym, 0.5))).size).toBe(2);
    const signals = by.map((each, i) => edit(each, `What did you see at number ${i}?`));
    const made = await datasetOf([by], [signals], async () => {}, half);
    const files = [await promptsIn(made, 'train'), await promptsIn(made, 'validation')];
    expect(files.map((lines) => lines.length).sort()).toEqual([0, 8]);
  });

  it('stay in their file while data grows, also where a prompt differs in its punctuation', async () => {
    const prompts = Array.from({ length: 30 }, (_, i) => `I walked ${i} miles today`);
    const edited = fc.uniqueArray(fc.tuple(fc.nat(29), fc.nat(7), fc.constantFrom('', '.', '!')), {
      selector: String,
      minLength: 10,
      maxLength: 30,
      size: 'max',
    });
    await fc.assert(
      fc.asyncProperty(edited, edited, async (old, young) => {
        const files = async (some: typeof old) => {
          const exchanges = some.map(([prompt, of, end]) => asked(`${prompts[prompt]}${end}`, of));
          const signals = exchanges.map((each) => edit(each, `And then, ${each.pseudonym.slice(0, 4)}?`));
          const made = await datasetOf([exchanges], [signals], async () => {}, half);
          const [train, validation] = [await promptsIn(made, 'train'), await promptsIn(made, 'validation')];
          const plain = (lines: string[]) => new Set(lines.map((line) => /I walked \d+/.exec(line)?.[0] ?? ''));
          return { train: plain(train), validation: plain(validation) };
        };
        const [first, second] = [await files(old), await files([...old, ...young])];
        expect([...second.train].filter((prompt) => second.validation.has(prompt))).toEqual([]);
        expect([...first.train].filter((prompt) => !second.train.has(prompt))).toEqual([]);
        expect([...first.validation].filter((prompt) => !second.validation.has(prompt))).toEqual([]);
      }),
      { numRuns: 15 },
    );
  }, 60_000);

  const said = fc.constantFrom(
    { kind: 'rating', value: 1 },
    { kind: 'rating', value: -1 },
    { kind: 'edit', assistant: better },
    { kind: 'edit', assistant: 'What did you see on the way to work?' },
    { kind: 'review', decision: 'approved' },
    { kind: 'review', decision: 'rejected' },
  );
  const known = fc
    .record({
      name: fc.nat(30),
      prompt: fc.constantFrom(user, 'I walked home.', 'It is dark in me.'),
      reply: fc.constantFrom('Keep it up.', 'What did you see on the way to work?', 'How far was it?'),
      said,
    })
    .map((given) => {
      const of = replied(`n${given.name}`, given.reply, `${given.name % 23}`, { user: given.prompt });
      return { exchange: of, signal: about(of, given.said) };
    });
  const all = fc.uniqueArray(known, { selector: (each) => each.exchange.id, maxLength: 25, size: 'max' });

  it('are the same bytes for the same signals in any order and shards, and always what the trainer takes', async () => {
    await fc.assert(
      fc.asyncProperty(all, fc.nat(25), async (given, cut) => {
        const [exchanges, signals] = [given.map((each) => each.exchange), given.map((each) => each.signal)];
        const once = await datasetOf([exchanges], [signals]);
        const [back, forth] = [exchanges.toReversed(), signals.toReversed()];
        const again = await datasetOf(
          [back.slice(cut), back.slice(0, cut), back.slice(0, 3)],
          [forth.slice(cut), forth, forth.slice(0, cut)],
        );
        expect(again.text('preferences')).toBe(once.text('preferences'));
        expect(again.text('pairs')).toBe(once.text('pairs'));
        expect(again.manifest.preferences?.lost).toEqual(once.manifest.preferences?.lost);
        const heldOutIds = new Set(exchanges.filter(({ pseudonym }) => isHeldOut(pseudonym)).map(({ id }) => id));
        const heldOutPrompts = new Set(exchanges.filter(({ id }) => heldOutIds.has(id)).map((each) => each.user));
        for (const { id, other } of once.pairs) expect(heldOutIds.has(id) || heldOutIds.has(other.id)).toBe(false);
        for (const { input } of once.lines) expect(heldOutPrompts.has(input.messages[1].content)).toBe(false);
        const count = (words: string) => words.length;
        expect((await checked(once.store, once.dataset.id, count)).first).toEqual([]);
      }),
      { numRuns: 30 },
    );
  }, 60_000);
});
