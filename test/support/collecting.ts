import { readFileSync } from 'node:fs';
import { createCollector } from '../../layers/core/conversation/collect.ts';
import type { Dialogue } from '../../layers/core/conversation/exchange.ts';
import { messageMappingSchema } from '../../layers/core/conversation/mapping.ts';
import { createPseudonyms } from '../../layers/core/conversation/pseudonym.ts';
import { policySchema } from '../../layers/core/quality/policy.ts';
import { AppTable } from './app-table.ts';
import { judgeBy } from './judge.ts';
import { Lake } from './lake.ts';

const strategy = JSON.parse(readFileSync(new URL('../../layers/policy/strategy/policy.json', import.meta.url), 'utf8'));

export const pseudonyms = createPseudonyms('a key for tests only');

/** A collector whose ends are in memory: the app's table before it, the lake behind it. */
export function collecting({
  contextTurns = 3,
  mapping = {},
  table = new AppTable(),
  erased = new Set<string>(),
} = {}) {
  const lake = new Lake();
  const parts = {
    mapping: messageMappingSchema.parse(mapping),
    pseudonyms,
    redact: (dialogue: Dialogue) => ({ dialogue }),
    judge: judgeBy(policySchema.parse({ ...strategy, contextTurns })),
    table,
    shards: lake.shards,
    signals: lake.signals,
    quarantine: lake.quarantine,
    erased: async () => erased,
  };
  return { table, lake, parts, collect: createCollector(parts) };
}
