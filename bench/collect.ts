import { gzipSync } from 'node:zlib';
import { policyFolder } from '../cli/policy-folder.ts';
import { toJsonLines } from '../layers/adapters/json-lines.ts';
import { loadJudge } from '../layers/adapters/judge-files.ts';
import { loadRedact } from '../layers/adapters/privacy-files.ts';
import { createCollector } from '../layers/core/conversation/collect.ts';
import { messageMappingSchema } from '../layers/core/conversation/mapping.ts';
import { createPseudonyms } from '../layers/core/conversation/pseudonym.ts';
import { type Figure, inWords, parseAndStringify, rounded, summary, timed } from './figure.ts';
import { streamRecords, tableOf } from './stream-records.ts';

const count = 20_000;
const batchSize = 1000;

/** The collector as it is deployed, but for its ends: table and lake are in this process. */
function collectorOf(policy: string, earlier: ReturnType<typeof streamRecords>['earlier'], lake: Uint8Array[]) {
  return createCollector({
    mapping: messageMappingSchema.parse({}),
    pseudonyms: createPseudonyms('a key for the bench only'),
    redact: loadRedact(policyFolder),
    judge: loadJudge(policyFolder, policy),
    table: tableOf(earlier),
    shards: { write: async (_, exchanges) => lake.push(toJsonLines(exchanges)) > 0 },
    signals: { write: async () => true },
    quarantine: { write: async () => true },
    erased: async () => new Set(),
  });
}

/**
 * The collection path: parse the stream's records, pair, apply consent, redact, score, write JSON lines in UTF-8.
 * The floor runs in the same process, in turn with it. Compression is told apart: zlib's speed is not ours.
 */
export const collect: Figure = {
  name: 'collect',
  async measure(rounds) {
    const { lines, earlier } = streamRecords(count);
    const lake: Uint8Array[] = [];
    const collect = collectorOf('strategy', earlier, lake);
    const collectAll = async () => {
      lake.length = 0;
      for (let from = 0; from < lines.length; from += batchSize) {
        const batch = lines.slice(from, from + batchSize);
        await collect(batch.map((line): unknown => JSON.parse(line)));
      }
    };

    const shares: number[] = [];
    const perSecond: number[] = [];
    const compressed: number[] = [];
    for (let round = -1; round < rounds; round++) {
      const floor = await timed(() => parseAndStringify(lines));
      const whole = await timed(collectAll);
      const zipping = await timed(() => {
        for (const shard of lake) gzipSync(shard);
      });
      // The first round only warms up.
      if (round < 0) continue;
      shares.push((100 * floor) / whole);
      perSecond.push((1000 * lines.length) / whole);
      compressed.push((100 * floor) / (whole + zipping));
    }
    const [share, speed, withGzip] = [summary(shares), summary(perSecond), summary(compressed)];
    return {
      json: {
        percentOfFloor: rounded(share).value,
        spread: rounded(share).spread,
        recordsPerSecond: rounded(speed, 0).value,
        percentOfFloorWithGzip: rounded(withGzip).value,
        records: lines.length,
        rounds,
      },
      rows: [
        ['Stream records to shard, of JSON.parse + JSON.stringify', inWords(share, ' %')],
        ['  the same with gzip', inWords(withGzip, ' %')],
        ['  records per second, one thread', inWords(speed, '', 0)],
      ],
    };
  },
};
