import { erasureReportSchema } from '../../../layers/core/erasure/papers.ts';
import { RetryableError } from '../../../layers/core/errors.ts';
import { WrongKey } from '../../../layers/core/training/errors.ts';
import { pseudonyms } from '../../support/collecting.ts';
import { MemoryErasableStore } from '../../support/erasable-store.ts';
import { erase, Uploaded } from '../../support/erasure.ts';
import { exchange, hex, shard } from '../../support/exchanges.ts';

const ann = pseudonyms.user('ann');
const dataset = '0123456789abcdef';
const hers = 'zqher own wordszq';

/** A lake with a dataset that holds the user, and two runs that used it: one that ended, and one that broke off. */
async function world() {
  const [store, failures, trainer] = [new MemoryErasableStore(), new MemoryErasableStore(), new Uploaded()];
  const own = exchange('hers', { pseudonym: ann, user: hers });
  await store.put(`exchanges/v=1/dt=2026-03-01/hh=10/${hex('1')}.jsonl.gz`, shard([own]));
  await store.put(`datasets/${dataset}/examples.jsonl`, `${JSON.stringify({ id: own.id, pseudonym: ann })}\n`);
  const paper = (key: string, value: unknown) => store.put(`runs/${key}`, JSON.stringify(value));
  const files = { training: 'file-1', validation: null };
  await paper('run-1/report.json', { dataset: { id: dataset }, files, job: { fineTunedModel: 'ft:one' } });
  const answers = [{ prompt: 'p', answer: `You said: ${hers}`, scores: {} }];
  await paper('run-1/evaluation.json', { candidate: { answers }, champion: null });
  await paper('run-2/lineage.json', { schema: 1, runId: 'run-2', dataset });
  for (const key of ['work/run-2/curated.jsonl', 'query-results/one.csv']) await store.put(key, hers);
  trainer.files.set('file-1', 'run-1').set('file-2', 'run-2');
  const told = async () => {
    const { ended, inbox } = await erase(ann, { store, failures, trainer });
    const report = erasureReportSchema.parse(JSON.parse(store.text(ended.report)));
    return { report, mail: inbox.mails.map(({ message }) => message).join() };
  };
  const left = () => [
    ...[...store.objects.keys()].filter((key) => store.text(key).includes(hers)),
    ...store.replaced.filter(({ bytes }) => Buffer.from(bytes).includes(hers)).map(({ key }) => `${key}, before`),
  ];
  return { store, trainer, told, left, paper };
}

describe('an erasure, of what runs have at the trainer', () => {
  it('takes the user out of the lake although the key is refused, and says of which runs nothing is known', async () => {
    const { trainer, told, left } = await world();
    for (const name of ['findJobs', 'filesOf', 'deleteFile'] as const) {
      trainer[name] = async () => {
        throw new WrongKey('OpenAI');
      };
    }
    const { report, mail } = await told();
    expect(left()).toEqual([]);
    const open = { why: 'refused' };
    expect(report).toMatchObject({
      finished: true,
      models: ['ft:one'],
      runs: [
        { runId: 'run-1', filesDeleted: 0, open },
        { runId: 'run-2', filesDeleted: 0, open },
      ],
    });
    expect(mail).toMatch(/ft:one[\s\S]*refuses to tell of the run run-1[\s\S]*of the run run-2/);
  });

  it('does not say that no model has learned where the trainer refuses to tell', async () => {
    const { store, trainer, told } = await world();
    await store.removeAll('runs/run-1/');
    trainer.findJobs = async () => {
      throw new WrongKey('OpenAI');
    };
    const { report, mail } = await told();
    expect(report).toMatchObject({ models: [], runs: [{ runId: 'run-2', open: { why: 'refused' } }] });
    expect(mail).not.toContain('No model has learned');
    // What it does not refuse is done.
    expect([...trainer.files.keys()]).toEqual(['file-1']);
  });

  it('has taken the user out of the lake before it waits for a trainer that does not answer', async () => {
    const { trainer, told, left } = await world();
    trainer.findJobs = async () => {
      throw new RetryableError('The trainer does not answer.');
    };
    await expect(told()).rejects.toThrow('does not answer');
    expect(left()).toEqual([]);
  });
});
