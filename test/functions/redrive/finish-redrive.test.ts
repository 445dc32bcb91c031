import type * as z from 'zod';
import { finishRedrive } from '../../../functions/redrive/finish-redrive.ts';
import { redriven } from '../../../functions/redrive/state.ts';
import { Inbox } from '../../support/fine-tune-run.ts';

const sums = { batches: 3, records: 40, exchanges: 12, signals: 4 };

/** What people are told of a redrive that came to this. */
async function told(done: z.input<typeof redriven>): Promise<string> {
  const inbox = new Inbox();
  await finishRedrive(redriven.parse(done), inbox);
  return inbox.mails.map(({ message }) => message).join();
}

it('tells people what a redrive came to', async () => {
  const mail = await told(sums);
  expect(mail).toContain('Batches taken in: 3, with 40 records. They came to 12 exchanges and 4 ratings');
  expect(mail).toContain('In quarantine: 0.\n');
  expect(mail).not.toMatch(/stay|ItemsQuarantined/);
});

it('names the batches that stay', async () => {
  expect(await told({ ...sums, stayed: 1, some: ['aws/lambda/two: it holds no records'] })).toMatch(
    /stay in the failures bucket: 1\..*\naws\/lambda\/two: it holds no records\n$/,
  );
});

it('says where to look for what is in quarantine, for no alarm does', async () => {
  expect(await told({ ...sums, quarantined: 2 })).toMatch(
    /In quarantine: 2\.\n.*ItemsQuarantined does not ring.*quarantine\/ in/,
  );
});

it('answers what it was asked with, and fails when nobody could be told: then it is asked again', async () => {
  const done = redriven.parse(sums);
  expect(await finishRedrive(done, new Inbox())).toEqual(done);
  const nobody = { publish: () => Promise.reject(new Error('not now')) };
  await expect(finishRedrive(done, nobody)).rejects.toThrow('not now');
});
