import { gzipSync } from 'node:zlib';
import { backfillShare } from '../../functions/backfill/backfill-segment.ts';
import { countWithdrawals } from '../../functions/backfill/count-withdrawals.ts';
import { withdrawConsent } from '../../functions/backfill/withdraw-consent.ts';
import { noteShards } from '../../layers/core/backfill/lists.ts';
import { isWithdrawn, latestSignals } from '../../layers/core/signals/signal.ts';
import type { collecting } from './collecting.ts';
import { MemoryErasableStore } from './erasable-store.ts';
import { Inbox } from './fine-tune-run.ts';

/** The states of a backfill of what a collector has collected, in memory. */
export function backfilling({ table, parts, lake }: ReturnType<typeof collecting>, segments = 1) {
  const store = new MemoryErasableStore();
  const notifier = new Inbox();
  /** What was written to the lake is in the store, where the states read it. */
  const keep = async () => {
    for (const prefix of [lake.shards, lake.signals]) {
      for (const [key, lines] of prefix.objects) {
        await store.put(key, gzipSync(lines.map((line) => `${JSON.stringify(line)}\n`).join('')));
      }
    }
  };
  /** After all segments. */
  const read = async (more: { runId?: string; withdraw?: 'all' } = {}) => {
    const of = { runId: 'fill-1', startedAt: '2026-05-02T10:00:00.000Z', ...more };
    await noteShards(store, of.runId);
    const results = [];
    for (let segment = 0; segment < segments; segment++) {
      const share = { runId: of.runId, share: { segment, segments } };
      results.push(await backfillShare(share, { ...parts, table, erased: new Set() }, store));
    }
    await keep();
    return { ...of, results };
  };
  type All = Parameters<typeof countWithdrawals>[0];
  const count = (state: All, hasTime = () => true) => countWithdrawals(state, { store, notifier, hasTime });
  const withdraw = async (state: All, hasTime = () => true) => {
    const done = await withdrawConsent(state, { store, signals: lake.signals, hasTime });
    await keep();
    return done;
  };
  /** @returns how many exchanges were withdrawn */
  const backfill = async (more: Parameters<typeof read>[0] = {}) => {
    const { consent } = await withdraw(await count(await read(more)));
    return consent.withdrawn;
  };
  /** Of all versions that lie in the lake those that may train. */
  const trains = () =>
    lake.shards.lines.filter(({ id, version }) => {
      const signals = latestSignals(lake.signals.lines.filter(({ exchange }) => exchange === id));
      return !isWithdrawn(version, signals);
    });
  return { store, notifier, keep, read, count, withdraw, backfill, trains };
}
