import { reportKey } from '../../../layers/core/erasure/names.ts';
import { erasureReportSchema } from '../../../layers/core/erasure/papers.ts';
import { RetryableError } from '../../../layers/core/errors.ts';
import { TrainerRefused, WrongKey } from '../../../layers/core/training/errors.ts';
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
    const { report, inbox } = await erase(ann, { store, failures, trainer });
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

  it('has written down which models have learned where the trainer does not answer, and what it told before', async () => {
    const { store, trainer, told } = await world();
    const findJobs = trainer.findJobs.bind(trainer);
    const down = async () => {
      throw new RetryableError('The trainer does not answer.');
    };
    trainer.findJobs = down;
    await expect(told()).rejects.toThrow('does not answer');
    const report = () => erasureReportSchema.parse(JSON.parse(store.text(reportKey(ann))));
    const open = { why: 'not_asked' };
    const runs = [
      { runId: 'run-1', models: ['ft:one'], open },
      { runId: 'run-2', models: [], open },
    ];
    expect(report()).toMatchObject({ finished: false, lines: 1, datasets: [dataset], models: ['ft:one'], runs });
    trainer.findJobs = findJobs;
    trainer.models.set('run-2', 'ft:two');
    await told();
    expect(report()).toMatchObject({ finished: true, models: ['ft:one', 'ft:two'] });
    trainer.findJobs = down;
    await expect(told()).rejects.toThrow('does not answer');
    expect(report()).toMatchObject({ finished: false, models: ['ft:one', 'ft:two'] });
  });

  describe('at another host', () => {
    const former = 'former.example';
    const elsewhere = async () => {
      const all = await world();
      const { paper } = all;
      for (const runId of ['run-1', 'run-2']) {
        await paper(`${runId}/lineage.json`, { schema: 1, runId, dataset, host: former });
      }
      await paper('run-3/lineage.json', {
        schema: 1,
        runId: 'run-3',
        dataset: 'clean',
        baseModel: 'ft:one',
        host: former,
      });
      return all;
    };

    it('asks nothing about them, deletes nothing, and says where they are', async () => {
      const { trainer, told } = await elsewhere();
      const asked: string[] = [];
      for (const name of ['findJobs', 'filesOf'] as const) {
        trainer[name] = async (runId: string) => {
          asked.push(runId);
          return [];
        };
      }
      const { report, mail } = await told();
      expect(asked).toEqual([]);
      expect([...trainer.files.keys()]).toEqual(['file-1', 'file-2']);
      const open = { why: 'other_service', hosts: [former] };
      expect(report.runs).toMatchObject([
        { runId: 'run-1', models: ['ft:one'], filesDeleted: 0, open },
        { runId: 'run-2', filesDeleted: 0, open },
        { runId: 'run-3', byDescentFrom: 'ft:one', open },
      ]);
      expect(mail).toMatch(/The run run-2, which used what this user said, went to the trainer at former\.example/);
    });

    it('deletes what a later attempt has sent here, and says where the first one went', async () => {
      const { trainer, told, paper } = await world();
      const host = [former, trainer.host];
      await paper('run-1/lineage.json', { schema: 1, runId: 'run-1', dataset, host });
      const { report, mail } = await told();
      const open = { why: 'other_service', hosts: [former] };
      expect(report.runs).toMatchObject([{ runId: 'run-1', filesDeleted: 1, open }, { runId: 'run-2' }]);
      expect(mail).toMatch(/The run run-1, .*went to the trainer at former\.example/);
    });

    it('says so also where the trainer of today refuses', async () => {
      const { trainer, told, paper } = await world();
      const host = [former, trainer.host];
      await paper('run-2/lineage.json', { schema: 1, runId: 'run-2', dataset, host });
      trainer.filesOf = async () => {
        throw new WrongKey('OpenAI');
      };
      const { report, mail } = await told();
      expect(report.runs[1]?.open).toEqual({ why: 'refused', hosts: [former] });
      expect(mail).toMatch(
        /refuses to tell of the run run-2[\s\S]*run run-2, .*went to the trainer at former\.example/,
      );
    });

    it('asks about them again once the deployment has moved back', async () => {
      const { store, told } = await elsewhere();
      await told();
      const trainer = new Uploaded(former);
      trainer.files.set('file-1', 'run-1');
      const { report } = await erase(ann, { store, failures: new MemoryErasableStore(), trainer });
      expect(report.runs.map(({ filesDeleted, open }) => [filesDeleted, open])).toEqual([
        [1, undefined],
        [0, undefined],
        [0, undefined],
      ]);
    });
  });

  it('names checkpoints, which are models too, also of a run that was aborted before it wrote them down', async () => {
    const { store, trainer, told, paper } = await world();
    await paper('run-1/checkpoints.jsonl', { step: 8, model: 'ft:one:step-8', trainLoss: 1 });
    trainer.left.set('run-2', ['ft:two:step-8']);
    await store.put(
      'runs/run-3/lineage.json',
      JSON.stringify({ schema: 1, runId: 'run-3', dataset: 'clean', baseModel: 'ft:two:step-8' }),
    );
    trainer.models.set('run-3', 'ft:three');
    const { report, mail } = await told();
    expect(report.models).toEqual(['ft:one', 'ft:one:step-8', 'ft:three', 'ft:two:step-8']);
    expect(report.runs[2]).toMatchObject({ runId: 'run-3', byDescentFrom: 'ft:two:step-8', models: ['ft:three'] });
    expect(mail).toContain('ft:one:step-8');
  });

  it('asks about many runs at once, and not about too many', async () => {
    const { trainer, told, paper } = await world();
    for (let n = 3; n <= 40; n++) await paper(`run-${n}/lineage.json`, { schema: 1, runId: `run-${n}`, dataset });
    let [now, most] = [0, 0];
    const find = trainer.findJobs.bind(trainer);
    trainer.findJobs = async (runId) => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, 2));
      now--;
      return find(runId);
    };
    const { report } = await told();
    expect(most).toBe(8);
    const runs = report.runs.map(({ runId }) => runId);
    expect(runs).toEqual(Array.from({ length: 40 }, (_, n) => `run-${n + 1}`).sort());
  });

  it('counts the files that were there, and the same when it is asked again', async () => {
    const { trainer, told } = await world();
    trainer.files.delete('file-1');
    for (let times = 0; times < 2; times++) {
      expect((await told()).report.runs).toMatchObject([{ filesDeleted: 0 }, { filesDeleted: 1 }]);
    }
  });

  it('deletes the other files where it is refused one', async () => {
    const { trainer, told } = await world();
    trainer.files.set('file-3', 'run-1');
    const remove = trainer.deleteFile.bind(trainer);
    trainer.deleteFile = async (id) => {
      if (id === 'file-1') throw new TrainerRefused('delete file-1', 403, null, 'No');
      return remove(id);
    };
    const { report } = await told();
    expect(report.runs[0]).toMatchObject({ filesDeleted: 1, open: { why: 'refused' } });
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
