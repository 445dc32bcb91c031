import { gunzipSync } from 'node:zlib';
import { askedKey, reportKey } from '../../../layers/core/augmentation/parent.ts';
import { augmentationReportSchema } from '../../../layers/core/augmentation/report.ts';
import { type Exchange, exchangeSchema } from '../../../layers/core/conversation/exchange.ts';
import { splitOf } from '../../../layers/core/dataset/split.ts';
import { policyId } from '../../../layers/core/quality/policy.ts';
import { consentKey, tombstoneKey } from '../../../layers/core/signals/people.ts';
import { answered, askedOf, datasetFor, goodAnswer, judgeWith, plan, takeIn } from '../../support/augmentation.ts';
import { exchange, hex, shard, shardKey, strategy } from '../../support/exchanges.ts';
import { MemoryObjectStore } from '../../support/memory-object-store.ts';

const trainers = [...Array(60).keys()].map((i) => hex(`user ${i}`)).filter((user) => splitOf(user, 0.1) === 'train');
const context = [
  { sender: 'user' as const, text: 'Hi' },
  { sender: 'ai' as const, text: 'Hello! How did it go?' },
];

/** A lake with one example, and what is asked about it. */
async function oneAsked(kind = 'paraphrase', given: Partial<Exchange> = {}) {
  const store = new MemoryObjectStore();
  const own = exchange('far', { pseudonym: trainers[0] ?? '', context, user: 'I ran 5 miles and feel low.', ...given });
  const rest = [1, 2, 3].map((i) => exchange(`${hex(String(i))} on`, { pseudonym: trainers[i] ?? '' }));
  await store.put(shardKey('all'), shard([own, ...rest]));
  const judge = judgeWith({ kinds: [kind] });
  await datasetFor(store, judge);
  const planned = await plan(store, judge);
  const asked = askedOf(store).find(({ parent }) => parent === own.id);
  if (!asked) throw new Error('nothing was asked');
  return { store, planned, asked, own };
}
const variantsIn = (store: MemoryObjectStore, key: string | null): Exchange[] =>
  gunzipSync(store.objects.get(key ?? '') ?? '')
    .toString()
    .split('\n')
    .slice(0, -1)
    .map((line) => exchangeSchema.parse(JSON.parse(line)));

const good = {
  user: 'After 5 miles on the road I am down.',
  assistant: 'That took strength, and yet you feel low. Where does it come from?',
};

describe('taking in variants', () => {
  it('makes an exchange of an answer, which names its parent and shares its user and time', async () => {
    const { store, planned, asked, own } = await oneAsked('paraphrase', { name: 'Tarobek' });
    const { shard: key, made, kinds } = await takeIn(store, planned, [answered(asked.id, good)]);
    expect({ made, kinds }).toEqual({ made: 1, kinds: { paraphrase: 1 } });
    expect(key).toMatch(/^examples\/v=1\/augmentation\/[0-9a-f]{32}\.jsonl\.gz$/);
    const { judgement, ...variant } = variantsIn(store, key)[0] ?? own;
    expect(variant).toMatchObject({
      ...good,
      context,
      id: asked.id,
      pseudonym: own.pseudonym,
      createdAt: own.createdAt,
      name: 'Tarobek',
      source: 'augmentation',
      parent: own.id,
      variation: 'paraphrase@1.0.0',
      model: 'gpt-4.1-mini-2025-04-14',
    });
    expect(judgement.policy).toBe(policyId(strategy));
  });

  it('takes personal data out that the model made up, and keeps stand-ins', async () => {
    const { store, planned, asked } = await oneAsked();
    const made = { ...good, user: 'After 5 miles I am down. Write to me: jordan.belmont@example.com' };
    const { shard: key } = await takeIn(store, planned, [answered(asked.id, made)]);
    expect(variantsIn(store, key)[0]?.user).toMatch(/^After 5 miles I am down\. Write to me: (?!jordan)/);
  });

  it.each<[string, unknown, Record<string, unknown>?]>([
    ['not_json', 'Here you are: {"user"'],
    ['wrong_shape', { user: 'Only half' }],
    ['wrong_shape', { ...good, mood: 'low' }],
    ['empty_text', { ...good, assistant: ' ' }],
    ['too_long', { ...good, assistant: 'x '.repeat(5000) }],
    ['special_token', { ...good, assistant: 'Well <|fim_suffix|> then?' }],
    ['not_varied', { ...good, user: 'I ran 5 miles, and feel low!' }],
    ['facts_changed', { ...good, user: 'After 15 miles on the road I am down.' }],
    ['facts_changed', { ...good, user: 'After some miles on the road I am down.' }],
    ['facts_changed', { ...good, assistant: 'Then take 400 mg. What else?' }],
    ['model_refused', '', { message: { content: null, refusal: 'I cannot do that.' } }],
    ['cut_off', '{"user":"After', { finish_reason: 'length' }],
    ['content_filter', '', { finish_reason: 'content_filter' }],
  ])('refuses %s, and says so by one word', async (reason, said, more = {}) => {
    const { store, planned, asked } = await oneAsked();
    const report = await takeIn(store, planned, [answered(asked.id, said, more)]);
    expect(report).toMatchObject({ made: 0, shard: null, refused: { [reason]: 1 }, refusedIds: [asked.id] });
    expect(store.text(reportKey('aug-1'))).not.toMatch(/miles|mg|strength/);
  });

  it('refuses what the safety screen holds', async () => {
    const { store, planned, asked } = await oneAsked();
    const judge = judgeWith({}, ({ user }) => (user.includes('down') ? ['self_harm'] : []));
    const report = await takeIn(store, planned, [answered(asked.id, good)], { judge });
    expect(report).toMatchObject({ made: 0, refused: { unsafe: 1 } });
  });

  it('counts what was not answered by the word of the service', async () => {
    const { store, planned } = await oneAsked();
    const [one, two, three, four] = askedOf(store).map(({ id }) => id);
    const error = (status_code: number, body: unknown) => ({ response: { status_code, body }, error: null });
    const report = await takeIn(
      store,
      planned,
      [{ custom_id: one, response: null, error: { code: 'batch_expired' } }, 'half a li'],
      {
        errors: [
          { custom_id: two, ...error(429, { error: { code: 'rate_limit_exceeded' } }) },
          { custom_id: three, ...error(500, 'Somebody said "I ran 5 miles"') },
          { custom_id: 'of somebody else', ...error(500, {}) },
        ],
      },
    );
    expect(four).toBeDefined();
    const failed = { batch_expired: 1, http_500: 1, not_answered: 1, rate_limit_exceeded: 1 };
    expect(report).toMatchObject({ asked: 4, made: 0, failed, refused: {}, refusedIds: [] });
  });

  it('makes none of a user who was erased or withdrew consent while the batch ran', async () => {
    for (const put of [tombstoneKey, consentKey]) {
      const { store, planned, asked } = await oneAsked();
      const { pseudonym, createdAt: at } = asked;
      await store.put(put(pseudonym), JSON.stringify({ schema: 1, pseudonym, granted: false, at }));
      const report = await takeIn(store, planned, [answered(asked.id, good)]);
      expect(report).toMatchObject({ made: 0, withdrawn: 1, shard: null, refusedIds: [] });
    }
  });

  it('adds up, and writes the same bytes when it is done again', async () => {
    const { store, planned } = await oneAsked('context');
    const rows = askedOf(store).map((each) => answered(each.id, goodAnswer(each)));
    const first = await takeIn(store, planned, [...rows, ...rows]);
    const before = new Map(store.objects);
    const again = await takeIn(store, planned, rows.toReversed());
    expect(again).toEqual(first);
    expect(new Map(store.objects)).toEqual(before);
    expect(augmentationReportSchema.parse(JSON.parse(store.text(reportKey('aug-1'))))).toEqual(first);
    expect(first).toMatchObject({ asked: 4, made: 4, tokens: { input: 400, output: 200 } });
    expect(first.usd).toBeCloseTo((400 * 0.2 + 200 * 0.8) / 1e6);
  });

  it('says what to do when an erasure has deleted the work files', async () => {
    const { store, planned, asked } = await oneAsked();
    store.objects.delete(askedKey('aug-1'));
    await expect(takeIn(store, planned, [answered(asked.id, good)])).rejects.toMatchObject({
      name: 'AugmentationInterrupted',
      message: expect.stringContaining('Start the augmentation again'),
    });
  });

  it('what was taken in trains in the next dataset, beside its parent', async () => {
    const { store, planned } = await oneAsked('domain');
    await takeIn(
      store,
      planned,
      askedOf(store).map((each) => answered(each.id, goodAnswer(each))),
    );
    const judge = judgeWith({});
    const dataset = await datasetFor(store, judge);
    const examples = store.lines(`${dataset.prefix}examples.jsonl`).map((line) => JSON.parse(line));
    const variants = examples.filter(({ source }) => source === 'augmentation');
    expect(variants).toHaveLength(4);
    for (const { parent } of variants) expect(examples.map(({ id }) => id)).toContain(parent);
    expect((await plan(store, judge, { runId: 'aug-2' })).skipped).toMatchObject({ variant: 4 });
  });
});
