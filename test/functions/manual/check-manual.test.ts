import { checkManual, input } from '../../../functions/manual/check-manual.ts';
import { collecting } from '../../support/collecting.ts';
import { MemoryErasableStore } from '../../support/erasable-store.ts';
import { Inbox } from '../../support/fine-tune-run.ts';

/** What comes of an object of this name, put under manual/ by hand. */
async function checked(name: string, body: string) {
  const [store, inbox] = [new MemoryErasableStore(), new Inbox()];
  const { time, detail } = input.parse({
    time: '2026-03-01T10:00:00Z',
    'detail-type': 'Object Created',
    detail: { object: { key: `manual/${name}` } },
  });
  const { pseudonyms, judge } = collecting().parts;
  const { key } = detail.object;
  await store.put(key, body);
  const redact = <Given>(dialogue: Given) => ({ dialogue });
  const result = await checkManual({ store, pseudonyms, judge, redact, key, at: time }, inbox);
  return { result, mails: inbox.mails, keys: [...store.objects.keys()] };
}

const row = JSON.stringify({ user: 'I am tired', assistant: 'That sounds hard. What would help?' });

describe('Check manual', () => {
  it('takes in rows that are right, and says nothing', async () => {
    const { result, mails } = await checked('spring.jsonl', row);
    expect(result).toEqual({ report: 'manual-reports/spring.json', rows: 1, taken: 1, refused: 0 });
    expect(mails).toEqual([]);
  });

  it('tells people which rows were refused, and why', async () => {
    const { result, mails } = await checked('spring.jsonl', `${row}\n{"user":"x"}`);
    expect(result).toMatchObject({ taken: 1, refused: 1 });
    expect(mails[0]?.message).toMatch(/^manual\/spring\.jsonl: 1 of 2 rows were refused, 1 taken in\.\nrow 2: /);
  });

  it('passes over the folders that the console makes', async () => {
    for (const name of ['', 'spring/']) {
      const { result, mails, keys } = await checked(name, '');
      expect([result.report, mails, keys]).toEqual([null, [], [`manual/${name}`]]);
    }
  });

  it('tells people that a file of another name is not taken in', async () => {
    const { result, mails, keys } = await checked('spring.csv', 'user,assistant');
    expect(result).toEqual({ report: null, rows: 0, taken: 0, refused: 0 });
    expect(mails[0]?.message).toMatch(/^manual\/spring\.csv: Only files that end in \.jsonl are taken in\./);
    expect(keys).toEqual(['manual/spring.csv']);
  });
});
