import { finishBackfill } from '../../../functions/backfill/finish-backfill.ts';
import { planSegments } from '../../../functions/backfill/plan-backfill.ts';
import { asked as backfillAsked } from '../../../functions/backfill/state.ts';
import { finishReconciliation } from '../../../functions/reconcile/finish-reconciliation.ts';
import { planReconciliation } from '../../../functions/reconcile/plan-reconciliation.ts';
import { reconcileShare } from '../../../functions/reconcile/reconcile-segment.ts';
import { asked } from '../../../functions/reconcile/state.ts';
import { AppTable } from '../../support/app-table.ts';
import { collecting } from '../../support/collecting.ts';
import { Inbox } from '../../support/fine-tune-run.ts';
import { MemoryObjectStore } from '../../support/memory-object-store.ts';

const table = { roughCount: async () => 900_000 };
const execution = { runId: 'r', startedAt: '2026-05-02T10:00:00.000Z' };

describe('planning', () => {
  it('shares the table out by its size, or as told', async () => {
    expect((await planSegments({}, table)).segments).toHaveLength(5);
    expect((await planSegments({ segments: 2 }, table)).segments).toEqual([
      { segment: 0, segments: 2 },
      { segment: 1, segments: 2 },
    ]);
  });

  it.each([[{}], [{ Comment: 'Insert your JSON here' }]])(
    '%j looks at the day that ended an hour ago',
    async (request) => {
      expect(backfillAsked.safeParse({ ...execution, request: { ...request, withdraw: 'all' } }).success).toBe(true);
      const planned = await planReconciliation(asked.parse({ ...execution, request }), table);
      expect(planned).toMatchObject({ since: '2026-05-01T08:00:00.000Z', until: '2026-05-02T09:00:00.000Z' });
      expect(planned.shares).toHaveLength(5);
    },
  );

  it('looks at as many days as its schedule lets pass, and an hour more', async () => {
    const planned = await planReconciliation(asked.parse({ ...execution, request: { days: 7 } }), table);
    expect(planned).toMatchObject({ since: '2026-04-25T08:00:00.000Z', until: '2026-05-02T09:00:00.000Z' });
  });

  it('looks at other days when told', async () => {
    const request = { since: '2026-01-01T00:00:00Z', until: '2026-02-01T00:00:00Z' };
    expect(await planReconciliation(asked.parse({ ...execution, request }), table)).toMatchObject({
      since: '2026-01-01T00:00:00.000Z',
      until: '2026-02-01T00:00:00.000Z',
    });
  });

  it.each([{ segments: 0 }, { days: 0 }, { segment: 1 }, { since: 'yesterday' }])('%j is refused', (request) => {
    expect(asked.safeParse({ ...execution, request }).success).toBe(false);
  });
});

/** What fits into the state of an execution, in bytes. */
const roomOfState = 256 * 1024;
/** Counts of a table larger than any that a thousand segments were made for. */
const large = 9_999_999;

describe('the most segments', () => {
  const request = { segments: 1000 };

  it('of a reconciliation fit into the state, however much is missing, and each names one of its exchanges', async () => {
    const app = new AppTable();
    for (let place = 0; place < 20; place++) {
      app.write({
        conversationId: 'c',
        place,
        sender: place % 2 === 0 ? 'user' : 'ai',
        text: `${place}`,
        consent: true,
      });
    }
    // Every segment finds the same exchanges, none of which was collected.
    const whole = { segment: 0, segments: 1 };
    const everywhere = {
      pages: () => app.pages(whole),
      conversation: app.conversation.bind(app),
      roughCount: table.roughCount,
    };
    const parts = {
      ...collecting({ table: app }).parts,
      table: everywhere,
      store: new MemoryObjectStore(),
      erased: new Set<string>(),
    };
    const asking = asked.parse({ ...execution, request: { ...request, since: '2026-01-01T00:00:00.000Z' } });
    const planned = await planReconciliation(asking, table);
    const { since, until } = planned;
    const results = [];
    for (const share of planned.shares) {
      const answer = await reconcileShare({ since, until, share }, parts);
      expect(answer).toMatchObject({ eligible: 10, missing: 10 });
      expect(answer.missingIds.length).toBeGreaterThan(0);
      results.push({ ...answer, conversations: large, eligible: large, found: large, missing: large, broken: large });
    }
    const state = { ...planned, results };
    expect(Buffer.byteLength(JSON.stringify(state))).toBeLessThan(roomOfState);
    const [store, notifier] = [new MemoryObjectStore(), new Inbox()];
    const { report } = await finishReconciliation(state, { store, notifier });
    expect(JSON.parse(store.text(report)).some).toHaveLength(1000);
  });

  it('of a backfill fit into the state', async () => {
    const counts = { conversations: large, exchanges: large, withoutConsent: large, signals: large };
    const results = Array.from({ length: request.segments }, () => ({ ...counts, quarantined: large, shards: large }));
    const state = { ...execution, ...(await planSegments(request, table)), results };
    expect(Buffer.byteLength(JSON.stringify(state))).toBeLessThan(roomOfState);
  });
});

describe('the end', () => {
  const span = { runId: 'r', since: 'a', until: 'b' };
  const result = { conversations: 2, eligible: 5, found: 5, missing: 0, missingIds: [], broken: 1 };

  it('of a reconciliation is a proof, and mail only when something is missing', async () => {
    const [store, notifier] = [new MemoryObjectStore(), new Inbox()];
    const whole = await finishReconciliation({ ...span, results: [result, result] }, { store, notifier });
    expect(whole).toMatchObject({ eligible: 10, found: 10, missing: 0, broken: 1 });
    expect(JSON.parse(store.text(whole.report))).toMatchObject({ eligible: 10, missing: 0, some: [] });
    expect(notifier.mails).toEqual([]);

    const lost = { ...result, found: 4, missing: 1, missingIds: ['0123'] };
    await finishReconciliation({ ...span, results: [result, lost] }, { store, notifier });
    expect(notifier.mails[0]?.message).toMatch(/^1 of 10 exchanges .* start the Backfill/);
    expect(JSON.parse(store.text(whole.report))).toMatchObject({ missing: 1, some: ['0123'] });
  });

  it('of a backfill is told with its counts', async () => {
    const notifier = new Inbox();
    const one = { conversations: 1, exchanges: 2, withoutConsent: 3, signals: 4, quarantined: 5, shards: 6 };
    expect(
      await finishBackfill(
        {
          ...execution,
          results: [one, one],
          toWithdraw: { found: 7, goes: 7, stays: 9, doubted: 0 },
          consent: { withdrawn: 7 },
        },
        notifier,
      ),
    ).toMatchObject({ exchanges: 4, shards: 12 });
    expect(notifier.mails[0]?.message).toMatch(/4 exchanges of 2 conversations.*withdrawn now, .*: 7\./);
  });
});
