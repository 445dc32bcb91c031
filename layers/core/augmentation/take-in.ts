import { createHash } from 'node:crypto';
import type { Exchange } from '../conversation/exchange.ts';
import type { LineParts } from '../conversation/to-lines.ts';
import { writeGzipLines } from '../dataset/gzip-lines.ts';
import { linesOf } from '../dataset/lines.ts';
import { exists, type ObjectStore } from '../dataset/object-store.ts';
import { batchPriceOf, type Prices } from '../dataset/prices.ts';
import { Tally } from '../dataset/tally.ts';
import { RetryableError, TerminalError } from '../errors.ts';
import { readExcluded } from '../signals/people.ts';
import { type Row, readAnswer, readRow } from './answer.ts';
import { AugmentationInterrupted, type Batch, type Batches } from './batches.ts';
import {
  type Asked,
  type AugmentationPlan,
  answersKey,
  askedKey,
  askedSchema,
  reportKey,
  variantsPrefix,
} from './parent.ts';
import type { AugmentationReport } from './report.ts';

export interface TakeInVariants extends LineParts {
  readonly store: ObjectStore;
  readonly batches: Pick<Batches, 'open'>;
  readonly runId: string;
  readonly batch: Pick<Batch, 'outputFile' | 'errorFile'>;
  readonly plan: Pick<AugmentationPlan, 'dataset' | 'policy' | 'model' | 'prompts' | 'estimatedUsd'>;
  readonly prices: Prices;
}

const version = '1'.padStart(40, '0');

/** What was asked for, by the variants' ids: some two kilobytes each. @throws AugmentationInterrupted */
async function readAsked({ store, runId }: TakeInVariants): Promise<Map<string, Asked>> {
  const object = await store.open(askedKey(runId));
  if (object === undefined) throw new AugmentationInterrupted();
  const asked = new Map<string, Asked>();
  for await (const lines of linesOf(object.body)) {
    for (const line of lines) {
      const one = askedSchema.parse(JSON.parse(line.toString('utf8')));
      asked.set(one.id, one);
    }
  }
  return asked;
}

/** The files of answers: in the lake where an erasure has copied them there, else at the service. */
async function* answersOf({ store, batches, batch, runId }: TakeInVariants): AsyncGenerator<AsyncIterable<Uint8Array>> {
  const kept = await store.open(answersKey(runId));
  if (kept !== undefined) return yield kept.body;
  for (const file of [batch.outputFile, batch.errorFile]) {
    if (file === null) continue;
    yield await batches.open(file).catch(async (error: unknown) => {
      if (!(error instanceof TerminalError) || !(await exists(store, answersKey(runId)))) throw error;
      throw new RetryableError('An erasure has moved the answers into the lake meanwhile: try again.', {
        cause: error,
      });
    });
  }
}

/** All rows of the answers; what is none is left out, for its request then counts as not answered. */
async function* rowsOf(work: TakeInVariants): AsyncGenerator<Row> {
  for await (const file of answersOf(work)) {
    for await (const lines of linesOf(file)) {
      for (const line of lines) {
        const row = readRow(line.toString('utf8'));
        if (row !== undefined) yield row;
      }
    }
  }
}

/** An answer as an exchange, redacted and judged like any other. @returns why it cannot be one */
function toVariant({ pseudonyms, redact, judge, plan }: TakeInVariants, asked: Asked, said: string): Exchange | string {
  const read = readAnswer(said, asked);
  if (typeof read === 'string') return read;
  // Names that the model made up get stand-ins of the same user; those that stand there already are known as such.
  const { dialogue, name = asked.name } = redact(read, () => pseudonyms.standIns(`variants of ${asked.pseudonym}`));
  const judgement = judge.judge(dialogue);
  if (judgement.safety.length > 0) return 'unsafe';
  return {
    schema: 1,
    id: asked.id,
    version,
    conversation: pseudonyms.conversation(`variant ${asked.id}`),
    // Consent, erasure and the split go by these two: a variant shares the fate of its parent.
    pseudonym: asked.pseudonym,
    createdAt: asked.createdAt,
    ...(name === undefined ? {} : { name }),
    model: plan.model,
    source: 'augmentation',
    parent: asked.parent,
    parentText: asked.parentText,
    variation: asked.variation,
    ...dialogue,
    judgement,
  };
}

/** One text that a rule stumbles over must not hold up all others. */
function variantOrWhyNot(work: TakeInVariants, asked: Asked, row: Exclude<Row, { failed: string }>): Exchange | string {
  if ('refused' in row) return row.refused;
  try {
    return toVariant(work, asked, row.said);
  } catch {
    return 'not_judged';
  }
}

/** Named by what was asked for, so that the same run writes the same object, whatever became of its answers. */
const shardKeyOf = (asked: ReadonlyMap<string, unknown>) => {
  const hash = createHash('sha256')
    .update([...asked.keys()].sort().join('\n'))
    .digest('hex');
  return `${variantsPrefix}${hash.slice(0, 32)}.jsonl.gz`;
};

/**
 * Takes in the answers of a batch: those that can be used become variants in a shard of examples, every other one is
 * counted by what was wrong. Users who were erased or withdrew consent since the batch began get none. Doing it again
 * writes the same.
 *
 * @throws AugmentationInterrupted when the list of what was asked is gone; RetryableError when the store or the
 *   service does not answer
 */
export async function takeInVariants(work: TakeInVariants): Promise<AugmentationReport> {
  const { store, runId, plan, prices } = work;
  const asked = await readAsked(work);
  const { erased, withdrawn } = await readExcluded(store);
  const variants: Exchange[] = [];
  const refusedIds: string[] = [];
  const [refused, failed, kinds] = [new Tally(), new Tally(), new Tally()];
  const tokens = { input: 0, output: 0 };
  const open = new Map(asked);
  let gone = 0;

  for await (const row of rowsOf(work)) {
    const one = open.get(row.id);
    // Of somebody else's request, or a second answer to one.
    if (one === undefined) continue;
    open.delete(row.id);
    tokens.input += row.usage?.input ?? 0;
    tokens.output += row.usage?.output ?? 0;
    if (erased.has(one.pseudonym) || withdrawn.has(one.pseudonym)) gone++;
    else if ('failed' in row) failed.add(row.failed);
    else {
      const variant = variantOrWhyNot(work, one, row);
      if (typeof variant === 'string') {
        refused.add(variant);
        refusedIds.push(one.id);
      } else {
        variants.push(variant);
        kinds.add(one.kind);
      }
    }
  }
  failed.add('not_answered', open.size);
  variants.sort((a, b) => (a.id < b.id ? -1 : 1));
  const shard = variants.length === 0 ? null : shardKeyOf(asked);
  if (shard !== null) await writeGzipLines(store.writer(shard, 'application/gzip'), variants);
  const price = batchPriceOf(prices, plan.model);
  const report: AugmentationReport = {
    schema: 1,
    runId,
    dataset: plan.dataset,
    policy: plan.policy,
    prompts: plan.prompts,
    model: plan.model,
    asked: asked.size,
    made: variants.length,
    withdrawn: gone,
    refused: refused.all(),
    failed: failed.all(),
    kinds: kinds.all(),
    estimatedUsd: plan.estimatedUsd,
    usd: (tokens.input * price.input + tokens.output * price.output) / prices.perTokens,
    tokens,
    shard,
    refusedIds: refusedIds.sort(),
  };
  await store.put(reportKey(runId), JSON.stringify(report, null, 2), 'application/json');
  return report;
}
