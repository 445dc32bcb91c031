import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { Exchange } from '../../../layers/core/conversation/exchange.ts';
import { textKey } from '../../../layers/core/dataset/curated.ts';
import { readText } from '../../../layers/core/dataset/object-store.ts';
import { partitionSchema } from '../../../layers/core/dataset/plan.ts';
import type { ErasableStore } from '../../../layers/core/erasure/erasable-store.ts';
import { eraseFromDataset } from '../../../layers/core/erasure/erase-dataset.ts';
import { supersededSchema } from '../../../layers/core/erasure/papers.ts';
import { consentKey, tombstoneKey } from '../../../layers/core/signals/people.ts';
import type { Signal } from '../../../layers/core/signals/signal.ts';
import { collecting, pseudonyms } from '../../support/collecting.ts';
import { makeDataset } from '../../support/dataset.ts';
import { MemoryErasableStore } from '../../support/erasable-store.ts';
import { at, erase, erasing, later, Uploaded } from '../../support/erasure.ts';
import { augmentingJudge, exchange, hex, shard, variantOf, version } from '../../support/exchanges.ts';

const users = ['ann', 'ben', 'cem', 'dora'];
const gone = 'ann';
const pseudonym = pseudonyms.user(gone);

/** What somebody wrote: words that occur nowhere else. */
const words = (user: string, n: number) => `zq${hex(`${user} ${n}`).slice(0, 12)}`;
const said = (user: string, n: number): Exchange =>
  exchange(`${user} ${n}`, {
    pseudonym: pseudonyms.user(user),
    conversation: pseudonyms.conversation(`talk of ${user}`),
    user: `I walked ${words(user, n)} miles today and I feel tired, what now?`,
    assistant: `It sounds like ${words(user, n)} miles were hard. What would help you rest tonight?`,
  });
/** A variant keeps some of the words of its parent. */
const variant = (of: Exchange): Exchange => {
  const [own = ''] = /zq[0-9a-f]{12}/.exec(of.user) ?? [];
  // The dataset is made of the edited reply: see `rated`.
  const parentText = textKey({ ...of, assistant: `${of.assistant} Yes?` });
  const said = `That was ${own}, and ${hex(of.id)} is still on my mind this evening.`;
  const assistant = `It stays with you, ${hex(own)}. What would let you put it down for today?`;
  return { ...variantOf(of, own, { user: said, assistant, parentText }), id: hex(`variant of ${of.id}`) };
};
const rated = (of: Exchange): Signal => ({
  schema: 1,
  exchange: of.id,
  pseudonym: of.pseudonym,
  version: version(2),
  at,
  kind: 'edit',
  assistant: `${of.assistant} Yes?`,
});
const packed = (lines: readonly unknown[]) => gzipSync(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));

/** A lake in use: shards that users share, what was derived of them, a dataset, a run, and what could not be read. */
async function fill(
  store: MemoryErasableStore,
  failures: MemoryErasableStore,
  talks: readonly (readonly [number, number])[],
) {
  const exchanges = talks.map(([user, n]) => said(users[user] ?? '', n));
  const size = Math.max(1, Math.ceil(exchanges.length / 3));
  for (let i = 0; i * size < exchanges.length; i++) {
    const some = exchanges.slice(i * size, (i + 1) * size);
    await store.put(`exchanges/v=1/dt=2026-03-01/hh=10/${hex(String(i))}.jsonl.gz`, shard(some));
    await store.put(`signals/v=1/dt=2026-03-02/hh=10/${hex(String(i))}.jsonl.gz`, packed(some.map(rated)));
    await store.put(`examples/v=1/augmentation/${hex(String(i))}.jsonl.gz`, packed(some.map(variant)));
  }
  const { dataset } = await makeDataset(store, { minimumExamples: 10 }, { judge: augmentingJudge });
  const run = { dataset, files: { training: 'file-1', validation: null }, job: { fineTunedModel: 'ft:one' } };
  await store.put('runs/run-1/report.json', JSON.stringify({ ...run, promotion: { model: 'ft:one' } }));
  await store.put('runs/run-2/lineage.json', JSON.stringify({ schema: 1, runId: 'run-2', dataset: dataset.id }));
  const answers = exchanges.map(({ id, user }) => ({
    prompt: id.slice(0, 16),
    answer: `You said: ${user}`,
    scores: {},
  }));
  const performance = { model: 'ft:one', answers };
  await store.put('runs/run-1/evaluation.json', JSON.stringify({ candidate: performance, champion: null }));
  const pointer = (user: string) => ({ eventId: 'e', keys: { conversationId: { S: `talk of ${user}` } } });
  await store.put(
    'quarantine/dt=2026-03-01/one.jsonl.gz',
    packed(users.map((user) => ({ reason: 'unreadable_text', pointer: pointer(user) }))),
  );
  const record = (user: string) => [
    {
      dynamodb: {
        NewImage: { conversationId: { S: `talk of ${user}` }, userId: { S: user }, text: { S: words(user, 0) } },
      },
    },
    { dynamodb: { NewImage: { conversationId: { S: `talk of ${user}` }, text: { S: `reply to ${words(user, 0)}` } } } },
  ];
  await store.put(consentKey(pseudonym), JSON.stringify({ schema: 1, pseudonym, granted: false, at }));
  await store.put('query-results/one.csv', exchanges.map(({ id, user }) => `"${id}","${user}"\n`).join(''));
  // What the lake's own rules have let go by time is kept as an older version.
  for (const folder of ['work/', 'quarantine/dt=2025-02-01/', 'query-results/']) {
    await store.put(`${folder}expired.jsonl.gz`, shard(exchanges));
    store.hide(`${folder}expired.jsonl.gz`);
  }
  const payload = JSON.stringify({ Records: users.flatMap(record) });
  await failures.put('aws/lambda/mapping/one', JSON.stringify({ version: '1.0', payload }));
  return { exchanges, dataset: dataset.id };
}

/** Every object and every version, unpacked, but for those that must know the pseudonym. */
async function everything(store: ErasableStore): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for await (const { key } of store.list('')) {
    const pieces: Uint8Array[] = [];
    for await (const piece of (await store.open(key))?.body ?? []) pieces.push(piece);
    const bytes = Buffer.concat(pieces);
    found.set(key, (key.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'));
  }
  const versions = store instanceof MemoryErasableStore ? store.replaced : [];
  for (const [i, { key, bytes }] of versions.entries()) {
    found.set(`${key}#${i}`, (key.endsWith('.gz') ? gunzipSync(bytes) : Buffer.from(bytes)).toString('utf8'));
  }
  return found;
}
const papers = /^(tombstones\/|erasures\/|datasets\/[^/]+\/superseded\.json)/;

/** What must be found nowhere any more. */
function tracesOf(exchanges: readonly Exchange[]): string[] {
  const own = exchanges.filter((each) => each.pseudonym === pseudonym);
  const texts = own.flatMap(({ user }) => /zq[0-9a-f]{12}/.exec(user) ?? []);
  return [
    `talk of ${gone}`,
    ...texts,
    ...own.map(({ id }) => id),
    ...own.map((each) => variant(each).id),
    words(gone, 0),
  ];
}

async function expectGone(store: ErasableStore, failures: ErasableStore, exchanges: readonly Exchange[]) {
  for (const lake of [store, failures]) {
    for (const [key, text] of await everything(lake)) {
      for (const trace of tracesOf(exchanges)) if (text.includes(trace)) throw new Error(`${key} has ${trace}`);
      if (!papers.test(key) && text.includes(pseudonym)) throw new Error(`${key} names the user`);
    }
  }
}

/** In milliseconds: many lakes are filled and searched. */
const long = 60_000;

/** The user has one exchange at least: of a conversation that was never collected only the app itself can tell. */
const lakes = fc
  .uniqueArray(fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 9 })), { maxLength: 30, selector: String })
  .map((talks): [number, number][] => [...talks, [0, 0]]);

describe('an erasure', () => {
  it(
    'leaves nothing of the user in any object or version, and everything of the others',
    async () => {
      await fc.assert(
        fc.asyncProperty(lakes, async (talks) => {
          const [store, failures] = [new MemoryErasableStore(), new MemoryErasableStore()];
          const { exchanges } = await fill(store, failures, talks);
          await erase(pseudonym, { store, failures });
          await expectGone(store, failures, exchanges);
          const left = [...(await everything(store))].filter(([key]) => /^(exchanges|signals|examples)/.test(key));
          for (const other of exchanges.filter((each) => each.pseudonym !== pseudonym)) {
            for (const [folder, line] of [
              ['exchanges/', other],
              ['signals/', rated(other)],
              ['examples/', variant(other)],
            ] as const) {
              const found = left.some(
                ([key, text]) => key.startsWith(folder) && text.includes(`${JSON.stringify(line)}\n`),
              );
              expect(found).toBe(true);
            }
          }
        }),
        { numRuns: 30 },
      );
    },
    long,
  );

  it(
    'may break off anywhere, and is whole when it is begun again',
    async () => {
      await fc.assert(
        fc.asyncProperty(lakes, fc.array(fc.nat(25), { maxLength: 4 }), async (talks, breaks) => {
          const [store, failures, trainer] = [new MemoryErasableStore(), new MemoryErasableStore(), new Uploaded()];
          const { exchanges, dataset } = await fill(store, failures, talks);
          const held = store.text(`datasets/${dataset}/examples.jsonl`);
          for (const after of breaks) {
            store.failingIn = after;
            await erase(pseudonym, { store, failures, trainer }).catch(() => {});
          }
          store.failingIn = Number.POSITIVE_INFINITY;
          const { report } = await erase(pseudonym, { store, failures, trainer });
          await expectGone(store, failures, exchanges);
          const own = exchanges.filter((each) => each.pseudonym === pseudonym);
          const tainted = own.some(({ id }) => held.includes(id));
          expect(report.runs.map(({ runId }) => runId)).toEqual(tainted ? ['run-2', 'run-1'].sort() : []);
        }),
        { numRuns: 30 },
      );
    },
    long,
  );
});

describe('what an erasure tells and does elsewhere', () => {
  const all = users.flatMap((_, user) => Array.from({ length: 6 }, (__, n): [number, number] => [user, n]));
  async function world() {
    const [store, failures, trainer] = [new MemoryErasableStore(), new MemoryErasableStore(), new Uploaded()];
    trainer.files.set('file-1', 'run-1').set('file-2', 'run-2').set('file-9', 'run-9');
    trainer.models.set('run-1', 'ft:one');
    return { store, failures, trainer, ...(await fill(store, failures, all)) };
  }

  it('names runs, models and jobs, deletes uploads, and marks the dataset', async () => {
    const { store, failures, trainer, dataset } = await world();
    const { report, inbox } = await erase(pseudonym, { store, failures, trainer });
    expect(report).toMatchObject({
      pseudonym,
      at,
      rounds: 3,
      finished: true,
      settled: true,
      objects: 3,
      lines: 18,
      datasets: [dataset],
      models: ['ft:one'],
      runs: [
        { runId: 'run-1', models: ['ft:one'], promoted: true, going: [], filesDeleted: 1 },
        { runId: 'run-2', models: [], promoted: false, going: ['job of run-2'], filesDeleted: 1 },
      ],
    });
    expect([...trainer.files.keys()]).toEqual(['file-9']);
    const mark = supersededSchema.parse(JSON.parse(store.text(`datasets/${dataset}/superseded.json`)));
    expect(mark).toMatchObject({ dataset, pseudonyms: [pseudonym] });
    const left = [...store.objects.keys()].filter((key) => key.startsWith('datasets/'));
    expect(left.map((key) => key.split('/')[2]).sort()).toEqual([
      'manifest.json',
      'members.txt',
      'shards.jsonl',
      'superseded.json',
    ]);
    expect([...store.objects.keys()].filter((key) => key.startsWith('work/'))).toEqual([]);
    expect(inbox.mails).toHaveLength(1);
    expect(inbox.mails[0]?.message).toMatch(/ft:one[\s\S]*job of run-2 still trains/);
    expect(inbox.mails[0]?.message).not.toMatch(/\bann\b/);
  });

  it('lets a run go on that began without the user, and no other', async () => {
    const { store, failures, trainer } = await world();
    const lists = { after: [pseudonym], 'other-user': ['f'.repeat(32)] };
    for (const [run, erased] of Object.entries(lists)) {
      const list = { erased, consent_withdrawn: run === 'after' ? [] : [pseudonym] };
      await store.put(`work/${run}/withdrawn.json`, JSON.stringify(list));
      await store.put(`work/${run}/some-text.jsonl`, 'text');
    }
    await store.put('work/unreadable/withdrawn.json', '{"erased":');
    // A backfill's, and of a training run with the same name.
    await store.put('work/filling/backfill/0.json', '[]');
    await store.put('work/filling/curated/0.jsonl', 'text');
    await erase(pseudonym, { store, failures, trainer });
    expect([...store.objects.keys()].filter((key) => key.startsWith('work/')).sort()).toEqual([
      'work/after/some-text.jsonl',
      'work/after/withdrawn.json',
      'work/filling/backfill/0.json',
    ]);
  });

  it('follows models to those that were trained on from them, by descent, however far', async () => {
    const { store, failures, trainer } = await world();
    await store.put('datasets/clean/examples.jsonl', `{"id":"${hex('somebody')}"}\n`);
    const child = (model: string, baseModel: string) => ({
      dataset: { id: 'clean' },
      baseModel: { id: baseModel },
      job: { fineTunedModel: model },
    });
    const lineage = (runId: string, baseModel: string) => ({ schema: 1, runId, dataset: 'clean', baseModel });
    const paper = (key: string, value: unknown) => store.put(`runs/${key}`, JSON.stringify(value));
    // The grandchild is met before the child.
    await paper('run-3/report.json', child('ft:three', 'ft:two'));
    await paper('run-4/report.json', child('ft:two', 'ft:one'));
    await paper('run-5/report.json', child('ft:other', 'gpt-4o-mini-2024-07-18'));
    await paper('run-6/lineage.json', lineage('run-6', 'ft:one:ckpt-step-8'));
    await paper('run-1/checkpoints.jsonl', { step: 8, model: 'ft:one:ckpt-step-8', trainLoss: 1 });
    trainer.files.set('file-3', 'run-3');
    trainer.models.set('run-3', 'ft:three').set('run-4', 'ft:two').set('run-6', 'ft:six');
    const { report, inbox } = await erase(pseudonym, { store, failures, trainer });
    expect(report.models).toEqual(['ft:one', 'ft:one:ckpt-step-8', 'ft:six', 'ft:three', 'ft:two']);
    expect(report.runs.map(({ runId, byDescentFrom }) => [runId, byDescentFrom])).toEqual([
      ['run-1', undefined],
      ['run-2', undefined],
      ['run-3', 'ft:two'],
      ['run-4', 'ft:one'],
      ['run-6', 'ft:one:ckpt-step-8'],
    ]);
    expect(report.datasets).not.toContain('clean');
    expect(trainer.files.has('file-3')).toBe(true);
    expect(inbox.mails[0]?.message).toMatch(/by descent, for the run run-3 trained on from ft:two: ft:three/);
  });

  it('takes variants of what the user said along, wherever they are', async () => {
    const { store, failures, exchanges, dataset } = await world();
    const own = exchanges.filter((each) => each.pseudonym === pseudonym).map((each) => variant(each).id);
    const held = own.filter((id) => store.text(`datasets/${dataset}/examples.jsonl`).includes(id));
    expect(held.length).toBeGreaterThan(0);
    await erase(pseudonym, { store, failures });
    await expectGone(store, failures, exchanges);
    const { dataset: next } = await makeDataset(store, { minimumExamples: 10 }, { judge: augmentingJudge });
    const left = store.lines(`${next.prefix}examples.jsonl`).map((line) => JSON.parse(line));
    expect(left.some(({ source }) => source === 'augmentation')).toBe(true);
    for (const { id, parent } of left) for (const each of [id, parent]) expect(own).not.toContain(each);
  });

  it('knows which models learned from a user although the dataset was emptied for another before', async () => {
    const { store, failures, trainer, dataset } = await world();
    await erase(pseudonym, { store, failures, trainer });
    const { report } = await erase(pseudonyms.user('ben'), { store, failures, trainer });
    expect(report.runs.map(({ runId }) => runId)).toEqual(['run-1', 'run-2']);
    const mark = supersededSchema.parse(JSON.parse(store.text(`datasets/${dataset}/superseded.json`)));
    expect(mark.pseudonyms).toEqual([pseudonym, pseudonyms.user('ben')].sort());
  });

  it.each([
    ['held', pseudonym, true],
    ['did not hold', pseudonyms.user('nobody'), false],
  ])('reads of a dataset that %s the user only what names people, and that once', async (_, who, isHeld) => {
    const { store, dataset } = await world();
    const [opened, open] = [new Map<string, number>(), store.open.bind(store)];
    store.open = async (key) => {
      const name = key.replace(`datasets/${dataset}/`, '');
      opened.set(name, (opened.get(name) ?? 0) + 1);
      return open(key);
    };
    expect(await eraseFromDataset({ store, pseudonym: who, erasure: 'one', dataset, round: 1, at })).toBe(isHeld);
    expect(opened.get('examples.jsonl')).toBe(1);
    for (const file of ['train', 'validation', 'holdout']) expect(opened.has(`${file}.jsonl`)).toBe(false);
  });

  it('a dataset that only shows the user in its papers loses these, and stays', async () => {
    const { store, failures } = await world();
    const [mine] = [said(gone, 0)];
    await store.put('datasets/other/examples.jsonl', `{"id":"${hex('somebody')}"}\n`);
    await store.put('datasets/other/train.jsonl', '{"messages":[]}\n');
    await store.put('datasets/other/samples.jsonl', `${JSON.stringify({ id: mine?.id, user: mine?.user })}\n`);
    await store.put('datasets/other/moderated.jsonl', `${JSON.stringify({ id: mine?.id, evidence: [] })}\n`);
    await store.put('datasets/other/card.html', `<p>${mine?.user}</p>`);
    const { report } = await erase(pseudonym, { store, failures });
    expect(report.datasets).not.toContain('other');
    const left = [...store.objects.keys()].filter((key) => key.startsWith('datasets/other/'));
    expect(left.sort()).toEqual(['datasets/other/examples.jsonl', 'datasets/other/train.jsonl']);
  });

  it('a dataset that does not say who is in it counts as if the user were', async () => {
    const { store, failures } = await world();
    await store.put('datasets/silent/train.jsonl', '{"messages":[]}\n');
    const { report } = await erase(pseudonym, { store, failures });
    expect(report.datasets).toContain('silent');
  });

  it('done twice says the same of runs and models', async () => {
    const { store, failures, trainer } = await world();
    const first = await erase(pseudonym, { store, failures, trainer });
    const second = await erase(pseudonym, { store, failures, trainer, now: later });
    expect(second.report.runs).toEqual(first.report.runs);
    expect(second.ended).toMatchObject({ round: 2, lines: 0 });
    expect(JSON.parse(store.text(tombstoneKey(pseudonym)))).toEqual({ schema: 1, pseudonym, at });
  });

  it('searches again for what was under way when the tombstone was set, although it had found nothing', async () => {
    const [store, failures] = [new MemoryErasableStore(), new MemoryErasableStore()];
    const key = 'exchanges/v=1/dt=2026-05-01/hh=00/late.jsonl.gz';
    const remove = store.forgetReplaced.bind(store);
    let isWritten = false;
    // The collector had the user's message in its hands, and an older list of the erased.
    store.forgetReplaced = async (prefix) => {
      if (!isWritten) await store.put(key, shard([said(gone, 0), said('ben', 0)]));
      isWritten = true;
      return remove(prefix);
    };
    const { ended } = await erase(pseudonym, { store, failures });
    expect(ended).toMatchObject({ round: 4, lines: 1 });
    await expectGone(store, failures, [said(gone, 0)]);
  });

  it('counts what it found itself, though another erasure of the same user begins meanwhile', async () => {
    const { store, failures, trainer, exchanges } = await world();
    const [first, second] = [1, 2].map(() => erasing(pseudonym, { store, failures, trainer, now: later }));
    await first?.plan();
    await first?.shards();
    await second?.plan();
    await first?.datasets();
    expect(await first?.finish()).toMatchObject({ finished: false, lines: 18, datasetsEmptied: 1 });
    expect(await second?.restOfRound()).toMatchObject({ lines: 0, datasetsEmptied: 1 });
    await first?.plan();
    expect(await first?.restOfRound()).toMatchObject({ finished: true, lines: 18 });
    await first?.toTheEnd();
    await expectGone(store, failures, exchanges);
  });

  it('leaves to another erasure of the same user what that one has found, and is not finished with it', async () => {
    const { store, failures, exchanges } = await world();
    await erase(pseudonym, { store, failures });
    const [first, second] = [1, 2].map(() => erasing(pseudonym, { store, failures, now: later }));
    await first?.plan();
    await first?.shards();
    await first?.datasets();
    await store.put('exchanges/v=1/dt=2026-05-02/hh=00/late.jsonl.gz', shard([said(gone, 0), said('ben', 0)]));
    await second?.plan();
    await second?.shards();
    expect(await first?.finish()).toMatchObject({ finished: false });
    const left = [...store.objects.keys()].filter((key) => key.includes('/found/'));
    expect(left).toHaveLength(1);
    await second?.datasets();
    expect(await second?.finish()).toMatchObject({ finished: false, lines: 1 });
    await first?.plan();
    expect(await first?.restOfRound()).toMatchObject({ finished: true });
    await first?.toTheEnd();
    await expectGone(store, failures, exchanges);
  });

  it('searches the quarantine in the maps of the shards, many objects at once and not too many', async () => {
    const { store, failures } = await world();
    const pointer = packed([{ reason: 'unreadable_text', pointer: { keys: { conversationId: { S: 'another' } } } }]);
    for (let n = 0; n < 200; n++) await store.put(`quarantine/dt=2026-03-01/${n}.jsonl.gz`, pointer);
    const execution = erasing(pseudonym, { store, failures });
    let [now, most] = [0, 0];
    const open = store.open.bind(store);
    store.open = async (key) => {
      if (!key.startsWith('quarantine/')) return open(key);
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, 2));
      now--;
      return open(key);
    };
    await execution.plan();
    await execution.shards();
    expect(most).toBe(32);
    most = 0;
    await execution.datasets();
    await execution.finish();
    expect(most).toBe(0);
  });

  it('finds a pointer by a conversation that another child of the map finds later in the same round', async () => {
    const { store, failures, exchanges } = await world();
    const first = erasing(pseudonym, { store, failures, now: later });
    await first.plan();
    const [key = ''] = [...store.objects.keys()].filter(
      (each) => each.endsWith('/plan.json') && /executions/.test(each),
    );
    const [all] = partitionSchema.array().parse(JSON.parse(store.text(key)));
    const isPointer = (object: { readonly key: string }) => object.key.startsWith('quarantine/');
    const halves = [all?.shards.filter(isPointer), all?.shards.filter((each) => !isPointer(each))];
    await store.put(key, JSON.stringify(halves.map((shards, index) => ({ index, shards }))));
    const ends: boolean[] = [];
    for (; !ends.at(-1); await first.plan()) ends.push((await first.restOfRound()).finished);
    expect(ends).toEqual([false, false, true]);
    await first.restOfRound();
    await expectGone(store, failures, exchanges);
  });

  it('is not finished while a run has made a dataset that the round had not listed', async () => {
    const { store, failures, exchanges } = await world();
    await erase(pseudonym, { store, failures });
    const again = erasing(pseudonym, { store, failures, now: later });
    await again.plan();
    await store.put('datasets/late/examples.jsonl', `${JSON.stringify({ id: exchanges[0]?.id, pseudonym })}\n`);
    expect(await again.restOfRound()).toMatchObject({ finished: false });
    await again.plan();
    expect(await again.restOfRound()).toMatchObject({ finished: false, datasetsEmptied: 2 });
    await again.plan();
    expect(await again.restOfRound()).toMatchObject({ finished: true });
    await expectGone(store, failures, exchanges);
  });

  it('leaves the work of others alone when somebody rewrites the same shard', async () => {
    const { store, failures, exchanges } = await world();
    const [key = ''] = [...store.objects.keys()].filter((each) => each.startsWith('exchanges/'));
    store.meanwhile = async () => {
      await store.put(key, shard(exchanges.filter((each) => each.pseudonym !== pseudonyms.user('ben'))));
    };
    await erase(pseudonym, { store, failures });
    const text = gunzipSync(store.objects.get(key) ?? '').toString();
    expect(text).not.toContain(pseudonym);
    expect(text).not.toContain(pseudonyms.user('ben'));
    expect(text).toContain(pseudonyms.user('cem'));
  });

  it('rewrites a shard that is cut off as far as anybody can read it, and says so', async () => {
    const { store, failures } = await world();
    const key = `exchanges/v=1/dt=2026-03-09/hh=10/${hex('cut')}.jsonl.gz`;
    const whole = shard(Array.from({ length: 300 }, (_, n) => said(users[n % 4] ?? '', 100 + n)));
    await store.put(key, whole.subarray(0, whole.length - 2000));
    const { report } = await erase(pseudonym, { store, failures });
    expect(report).toMatchObject({ broken: [key] });
    const text = gunzipSync(store.objects.get(key) ?? '').toString();
    expect(text).not.toContain(pseudonym);
    expect(text.split('\n').length).toBeGreaterThan(100);
  });

  it('a user of whom there is nothing gets a tombstone, and nothing else changes', async () => {
    const { store, failures } = await world();
    const before = new Map([...store.objects].filter(([key]) => !/^(work|query-results)\//.test(key)));
    const nobody = pseudonyms.user('nobody');
    const { ended } = await erase(nobody, { store, failures });
    expect(ended).toMatchObject({ round: 3, lines: 0, datasetsEmptied: 0, runs: 0 });
    for (const [key, bytes] of before) expect(store.objects.get(key)).toBe(bytes);
    expect(await readText(store, tombstoneKey(nobody))).toContain(nobody);
  });
});

test('the collector makes the same lines that an erasure looks for', async () => {
  const { table, lake, collect } = collecting();
  table.write(
    { conversationId: 'talk of ann', userId: gone, place: 0, sender: 'user', text: 'asked' },
    { conversationId: 'talk of ann', userId: gone, place: 1, sender: 'ai', text: 'told', rating: 'up' },
  );
  await collect(table.stream);
  expect([...lake.shards.lines, ...lake.signals.lines].map((line) => line.pseudonym)).toEqual([pseudonym, pseudonym]);
});
