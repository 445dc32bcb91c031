import { closeSent, openSent, rewritePaper, writeFailure } from '../../../layers/core/augmentation/sent.ts';
import { forgetKeptAnswers } from '../../../layers/core/erasure/kept-answers.ts';
import { pseudonyms } from '../../support/collecting.ts';
import { MemoryErasableStore } from '../../support/erasable-store.ts';
import { Batched, erase } from '../../support/erasure.ts';

const [ann, ben] = [pseudonyms.user('ann'), pseudonyms.user('ben')];
const key = 'runs/aug-1/failure.json';

/** A lake with the failure paper of one augmentation, and one of a training run. */
async function world(left: object) {
  const [store, failures, batches] = [new MemoryErasableStore(), new MemoryErasableStore(), new Batched()];
  await store.put(key, JSON.stringify({ schema: 1, runId: 'aug-1', error: 'RetryableError', remarks: [], ...left }));
  await store.put('runs/run-7/failure.json', JSON.stringify({ schema: 1, runId: 'run-7', remarks: [] }));
  const told = async (who: string) => {
    const { report, inbox } = await erase(who, { store, failures, batches });
    return { augmentations: report.augmentations, mail: inbox.mails.map(({ message }) => message).join() };
  };
  return { store, batches, told, paper: () => JSON.parse(store.text(key)) };
}

describe('an erasure, of what failed augmentations have left at the service', () => {
  describe('where the answers were kept', () => {
    const batch = { id: 'batch-1', status: 'completed', outputFile: 'file-out', errorFile: null };
    const kept = async () => {
      const all = await world({ goOn: { file: 'file-in', batch } });
      all.batches.become('aug-1', batch);
      // Record augmentation failure has deleted the requests already.
      await all.batches.deleteFile('requests of aug-1');
      return all;
    };

    it('deletes them, and says so, once and again', async () => {
      const { batches, told, paper } = await kept();
      const deleted = [{ runId: 'aug-1', filesDeleted: ['file-out'] }];
      const { augmentations, mail } = await told(ann);
      expect([...batches.files.keys()]).toEqual([]);
      expect(augmentations).toEqual(deleted);
      expect(mail).toMatch(/aug-1 had left at the service was deleted \(file-out\)/);
      // Nobody is told to take them in any more; and another user's report has nothing to do with them.
      expect(paper()).not.toHaveProperty('goOn');
      expect((await told(ann)).augmentations).toEqual(deleted);
      expect((await told(ben)).augmentations).toEqual([]);
    });

    it('tells nobody to pay again for what was taken in by hand', async () => {
      const { store, batches, told, paper } = await kept();
      await store.put('augmentations/aug-1.json', '{}');
      expect((await told(ann)).augmentations).toEqual([]);
      expect([...batches.files.keys()]).toEqual([]);
      expect(paper()).not.toHaveProperty('goOn');
    });

    it.each([
      ['in a form that is not known', JSON.stringify({ goOn: { batch: 'batch-1' } })],
      ['in what is no JSON', '{'],
    ])('names a paper that says so %s', async (_, text) => {
      const { store, told } = await world({});
      await store.put(key, text);
      const { augmentations, mail } = await told(ann);
      const open = { why: 'unreadable', batch: null };
      expect(augmentations).toEqual([{ runId: 'aug-1', filesDeleted: [], open }]);
      expect(mail).toContain('runs/aug-1/failure.json cannot be read');
      expect(store.text(key)).toBe(text);
    });
  });

  describe('where a batch was left', () => {
    it('deletes what a cancelled one had answered until then, and its requests', async () => {
      const { batches, told, paper } = await world({ left: { batch: 'batch of aug-1' } });
      batches.become('aug-1', { status: 'cancelled', outputFile: 'file-out', errorFile: 'file-err' });
      const filesDeleted = ['requests of aug-1', 'file-out', 'file-err'];
      expect((await told(ann)).augmentations).toEqual([{ runId: 'aug-1', filesDeleted }]);
      expect([...batches.files.keys()]).toEqual([]);
      expect(paper()).not.toHaveProperty('left');
      expect((await told(ann)).augmentations).toEqual([{ runId: 'aug-1', filesDeleted }]);
    });

    it.each([
      ['is not about the user, and leaves it', 'somebody else', []],
      ['is about them among others, and keeps what is about the others', ann, ['row b']],
    ])('which %s', async (_, pseudonym, copied) => {
      const { store, batches, told } = await world({});
      await store.put('runs/aug-2/sent.json', JSON.stringify({ schema: 1, runId: 'aug-2', left: { batch: null } }));
      const asked = [
        { id: 'a', pseudonym },
        { id: 'b', pseudonym: ben },
      ];
      const rows = asked.map(({ id }) => `${JSON.stringify({ custom_id: id, said: `row ${id}` })}\n`);
      await store.put('work/aug-2/augmentation/asked.jsonl', asked.map((each) => `${JSON.stringify(each)}\n`).join(''));
      await store.put('work/aug-2/augmentation/requests.jsonl', rows.join(''));
      batches.become('aug-2', { status: 'cancelled', outputFile: 'file-out' });
      batches.contents.set('file-out', rows.join(''));
      const isLeft = copied.length === 0;
      const { augmentations, mail } = await told(ann);
      const filesDeleted = ['requests of aug-2', 'file-out'];
      expect(augmentations).toEqual(isLeft ? [] : [{ runId: 'aug-2', filesDeleted, kept: true }]);
      expect(mail.includes('answers about others were copied')).toBe(!isLeft);
      expect(batches.files.size).toBe(isLeft ? 2 : 0);
      const said = (name: string) =>
        store.lines(`work/aug-2/augmentation/${name}.jsonl`).map((line) => JSON.parse(line));
      expect(said('answers').map((row) => row.said)).toEqual(copied);
      expect(said('requests')).toHaveLength(isLeft ? 2 : 1);
      expect(said('asked')).toHaveLength(isLeft ? 2 : 1);
      // The next erasure takes its user out of the copy.
      if (isLeft) return;
      await told(ben);
      expect([...store.objects.keys()].filter((each) => each.startsWith('work/'))).toEqual([]);
    });

    it('stops one that goes on, tells of it, and deletes its answers when asked again', async () => {
      const { batches, told } = await world({ left: { batch: null } });
      batches.become('aug-1', {});
      const { augmentations, mail } = await told(ann);
      const open = { why: 'going', batch: 'batch of aug-1' };
      expect(augmentations).toEqual([{ runId: 'aug-1', filesDeleted: ['requests of aug-1'], open }]);
      expect(mail).toContain('The batch batch of aug-1 has not ended yet');
      expect(batches.batches.get('aug-1')?.status).toBe('cancelling');
      batches.become('aug-1', { status: 'cancelled', outputFile: 'file-out' });
      const both = [{ runId: 'aug-1', filesDeleted: ['requests of aug-1', 'file-out'] }];
      expect((await told(ann)).augmentations).toEqual(both);
      expect([...batches.files.keys()]).toEqual([]);
      expect((await told(ann)).augmentations).toEqual(both);
    });

    it('searches again where the batch ends meanwhile, and then its answers are gone', async () => {
      const { batches, told } = await world({ left: { batch: null } });
      batches.become('aug-1', {});
      const cancel = batches.cancel.bind(batches);
      batches.cancel = async (id) => {
        await cancel(id);
        const look = batches.batch.bind(batches);
        batches.batch = async (each) => {
          batches.become('aug-1', { status: 'cancelled', outputFile: 'file-out' });
          return look(each);
        };
      };
      const { augmentations, mail } = await told(ann);
      expect(augmentations).toEqual([{ runId: 'aug-1', filesDeleted: ['requests of aug-1', 'file-out'] }]);
      expect(mail).not.toContain('has not ended yet');
      expect([...batches.files.keys()]).toEqual([]);
    });

    it('tells each user what was deleted in their own erasure', async () => {
      const { batches, told } = await world({ left: { batch: null } });
      batches.become('aug-1', {});
      await told(ann);
      batches.become('aug-1', { status: 'cancelled', outputFile: 'file-out' });
      expect((await told(ben)).augmentations).toEqual([{ runId: 'aug-1', filesDeleted: ['file-out'] }]);
      expect((await told(ann)).augmentations).toEqual([{ runId: 'aug-1', filesDeleted: ['requests of aug-1'] }]);
    });

    it('tells all that was deleted, although it broke off between two files', async () => {
      const { batches, told } = await world({ left: { batch: null } });
      batches.become('aug-1', { status: 'completed', outputFile: 'file-out' });
      batches.failingOn = 'file-out';
      await expect(told(ann)).rejects.toThrow('does not answer');
      expect([...batches.files.keys()]).toEqual(['file-out']);
      const filesDeleted = ['requests of aug-1', 'file-out'];
      expect((await told(ann)).augmentations).toEqual([{ runId: 'aug-1', filesDeleted }]);
    });

    it('knows a paper in which an erasure of old named its one user', async () => {
      const { told } = await world({ forgotten: { pseudonym: ann, filesDeleted: ['file-out'] } });
      expect((await told(ann)).augmentations).toEqual([{ runId: 'aug-1', filesDeleted: ['file-out'] }]);
      expect((await told(ben)).augmentations).toEqual([]);
    });

    it('is finished and names it when the service refuses to tell of it', async () => {
      const { told, paper } = await world({ left: { batch: 'batch-0' } });
      const { augmentations, mail } = await told(ann);
      const open = { why: 'refused', batch: 'batch-0' };
      expect(augmentations).toEqual([{ runId: 'aug-1', filesDeleted: [], open }]);
      expect(mail).toContain('refuses to tell of the batch batch-0');
      expect(paper().left).toEqual({ batch: 'batch-0' });
    });

    it('says nothing to people where nothing was there', async () => {
      const { told } = await world({ left: { batch: null } });
      const { augmentations, mail } = await told(ann);
      expect(augmentations).toEqual([{ runId: 'aug-1', filesDeleted: [] }]);
      expect(mail).not.toContain('aug-1');
    });
  });

  it.each(['sent.json', 'failure.json'] as const)(
    'says of what went to another host, by %s, where it is, and keeps the paper',
    async (name) => {
      const { store, batches, told } = await world({});
      const host = 'former.example';
      const left = { left: { batch: name === 'sent.json' ? null : 'batch-1' } };
      const papers = { 'sent.json': { host, ...(name === 'sent.json' && left) }, 'failure.json': left };
      for (const paper of new Set(['sent.json', name] as const)) {
        await store.put(`runs/aug-2/${paper}`, JSON.stringify({ schema: 1, runId: 'aug-2', ...papers[paper] }));
      }
      batches.files.set('requests of aug-2', 'aug-2-variants.jsonl');
      const { augmentations, mail } = await told(ann);
      const open = { why: 'other_service', batch: left.left.batch, hosts: [host] };
      expect(augmentations).toEqual([{ runId: 'aug-2', filesDeleted: [], open }]);
      expect(mail).toContain('aug-2 went to the service at former.example');
      expect(JSON.parse(store.text(`runs/aug-2/${name}`))).toMatchObject(left);
      expect(batches.files.size).toBe(1);
    },
  );

  it.each(['completed', 'cancelling'])(
    'deletes what is here of a run that began elsewhere, and says where that is (%s)',
    async (status) => {
      const { store, batches, told } = await world({});
      for (const host of ['former.example', batches.host]) await openSent(store, 'aug-2', host);
      batches.become('aug-2', { status });
      const open = { why: status === 'completed' ? 'other_service' : 'going', hosts: ['former.example'] };
      const deleted = { runId: 'aug-2', filesDeleted: ['requests of aug-2'], open };
      for (const _ of ['once', 'again']) {
        const { augmentations, mail } = await told(ann);
        expect(augmentations).toMatchObject([deleted]);
        expect(mail).toMatch(/aug-2 went to the service at former\.example,.*look there for the batch of run aug-2/);
      }
      expect(batches.files.size).toBe(0);
    },
  );

  it('says where a run began elsewhere also when its answers about others were kept, or it has ended here', async () => {
    const { store, batches, told } = await world({});
    for (const host of ['former.example', batches.host]) await openSent(store, 'aug-2', host);
    const open = { why: 'other_service', batch: null, hosts: ['former.example'] };
    await closeSent(store, 'aug-2', batches.host);
    expect((await told(ann)).augmentations).toEqual([{ runId: 'aug-2', filesDeleted: [], open }]);
    const forgotten = [{ pseudonym: ann, filesDeleted: ['f'] }];
    await rewritePaper(store, 'runs/aug-2/sent.json', (now) => ({ ...now, left: undefined, kept: true, forgotten }));
    expect((await told(ann)).augmentations).toEqual([{ runId: 'aug-2', filesDeleted: ['f'], kept: true, open }]);
  });

  describe('of a run that has written that it sends something', () => {
    const sent = 'runs/aug-2/sent.json';
    const sending = async () => {
      const all = await world({});
      await all.store.put(sent, JSON.stringify({ schema: 1, runId: 'aug-2', left: { batch: null } }));
      return { ...all, note: () => JSON.parse(all.store.text(sent)) };
    };
    const requests = 'requests of aug-2';

    it('asks again where it came before the batch, and then finds the answers', async () => {
      const { batches, told, note } = await sending();
      expect((await told(ann)).augmentations).toEqual([]);
      expect(note().left).toEqual({ batch: null });
      batches.become('aug-2', { status: 'completed', outputFile: 'file-out' });
      const deleted = [{ runId: 'aug-2', filesDeleted: [requests, 'file-out'] }];
      const { augmentations, mail } = await told(ann);
      expect(augmentations).toEqual(deleted);
      expect(mail).toContain('It failed, was aborted or is under way');
      expect([...batches.files.keys()]).toEqual([]);
      expect(note()).not.toHaveProperty('left');
      expect((await told(ann)).augmentations).toEqual(deleted);
      expect((await told(ben)).augmentations).toEqual([]);
    });

    it('deletes requests that no batch has taken yet, and tells nobody else of them', async () => {
      const { batches, told, note } = await sending();
      batches.files.set(requests, 'aug-2-variants.jsonl');
      const deleted = [{ runId: 'aug-2', filesDeleted: [requests] }];
      expect((await told(ann)).augmentations).toEqual(deleted);
      expect((await told(ben)).augmentations).toEqual([]);
      expect((await told(ann)).augmentations).toEqual(deleted);
      expect(note().left).toEqual({ batch: null });
      batches.become('aug-2', { status: 'completed', outputFile: 'file-out' });
      const all = [{ runId: 'aug-2', filesDeleted: [requests, 'file-out'] }];
      expect((await told(ann)).augmentations).toEqual(all);
      expect([...batches.files.keys()]).toEqual([]);
    });

    it('leaves it closed when the run closes it meanwhile, and still says for whom it deleted', async () => {
      const { store, batches, told, note } = await sending();
      batches.become('aug-2', { status: 'in_progress' });
      store.meanwhile = () => closeSent(store, 'aug-2', batches.host);
      const { augmentations } = await told(ann);
      expect(augmentations).toMatchObject([{ runId: 'aug-2', filesDeleted: [requests] }]);
      expect(note()).toEqual({
        schema: 1,
        runId: 'aug-2',
        forgotten: [{ pseudonym: ann, filesDeleted: [requests] }],
      });
    });

    it('finds the answers that the run keeps when it fails while the papers are read', async () => {
      const { store, batches } = await sending();
      const batch = { id: 'batch of aug-2', status: 'completed', outputFile: 'file-out', errorFile: null };
      batches.become('aug-2', batch);
      const list = store.list.bind(store);
      store.list = async function* (prefix) {
        for await (const object of list(prefix)) {
          if (object.key === sent && !store.objects.has('runs/aug-2/failure.json')) {
            await writeFailure(store, 'aug-2', { schema: 1, runId: 'aug-2', goOn: { file: 'file-in', batch } });
            await closeSent(store, 'aug-2', batches.host);
          }
          yield object;
        }
      };
      const told = await forgetKeptAnswers(store, ann, () => batches);
      expect(told).toEqual([{ runId: 'aug-2', filesDeleted: [requests, 'file-out'] }]);
      expect([...batches.files.keys()]).toEqual([]);
    });

    it('asks the service only after the run can send no more', async () => {
      const { store, batches, told } = await sending();
      await store.put('work/aug-2/augmentation/requests.jsonl', '{}');
      const seen: boolean[] = [];
      const find = batches.find.bind(batches);
      batches.find = (runId) => {
        seen.push([...store.objects.keys()].some((each) => each.startsWith('work/')));
        return find(runId);
      };
      await told(ann);
      expect([...new Set(seen)]).toEqual([false]);
    });
  });
});
