import type * as z from 'zod';
import { type Example, exampleSchema } from '../dataset/card/example.ts';
import { lastDataset } from '../dataset/card/lineage.ts';
import { textKey } from '../dataset/curated.ts';
import { linesOf } from '../dataset/lines.ts';
import { datasetPrefix, manifestKey, manifestSchema } from '../dataset/manifest.ts';
import { type ObjectStore, readText } from '../dataset/object-store.ts';
import { batchPriceOf, type Prices } from '../dataset/prices.ts';
import { createSink } from '../dataset/sink.ts';
import { splitOf } from '../dataset/split.ts';
import { Tally } from '../dataset/tally.ts';
import type { CountTokens } from '../dataset/tokens.ts';
import type { VariationKind } from '../quality/augmentation.ts';
import type { Judge } from '../quality/judge.ts';
import { policyId } from '../quality/policy.ts';
import { readExcluded } from '../signals/people.ts';
import { readWithdrawnExchanges } from '../signals/withdrawn-exchanges.ts';
import { AugmentationOff, BudgetTooHigh, NoDataset } from './errors.ts';
import { type Asked, type AugmentationPlan, askedKey, requestsKey } from './parent.ts';
import { type Prompts, variationOf } from './prompts.ts';
import { knownVariants } from './report.ts';
import { variantId, variantRequest } from './request.ts';

export interface PlanWork {
  readonly store: ObjectStore;
  readonly runId: string;
  readonly judge: Judge;
  readonly prompts: Prompts;
  readonly prices: Prices;
  readonly countTokens: CountTokens;
  readonly dataset?: string | undefined;
  readonly budgetUsd?: number | undefined;
  readonly limits?: { readonly requests: number; readonly bytes: number };
}

/** OpenAI takes 50,000 requests and 200 MB; the answers must fit into a function's time, too. */
const batchLimits = { requests: 20_000, bytes: 100_000_000 };

/** What must be known of the dataset, whichever version made it. */
const parentSchema = manifestSchema.pick({ id: true, split: true, files: true, augmentation: true });
type ParentDataset = z.infer<typeof parentSchema>;

async function findDataset(store: ObjectStore, asked: string | undefined): Promise<ParentDataset> {
  const id = asked ?? (await lastDataset(store));
  if (id === null) throw new NoDataset('There is no dataset yet.');
  const text = await readText(store, manifestKey(id));
  if (text === undefined) throw new NoDataset(`There is no dataset ${id}.`);
  return parentSchema.parse(JSON.parse(text));
}

async function* examplesOf(store: ObjectStore, id: string): AsyncGenerator<Example> {
  const object = await store.open(`${datasetPrefix(id)}examples.jsonl`);
  if (object === undefined) throw new NoDataset(`The dataset ${id} was emptied, for a user in it was erased.`);
  for await (const lines of linesOf(object.body)) {
    for (const line of lines) yield exampleSchema.parse(JSON.parse(line.toString('utf8')));
  }
}

/** Kinds take turns from example to example, by the id, so that each makes up about as much of the variants. */
function kindsFor(id: string, kinds: readonly VariationKind[], count: number): VariationKind[] {
  const start = Number.parseInt(id.slice(-8), 16) % kinds.length;
  return Array.from(
    { length: Math.min(count, kinds.length) },
    (_, i) => kinds[(start + i) % kinds.length] ?? [],
  ).flat();
}

/** Who took consent back: users, and users for one exchange, up to a version of it. */
interface TakenBack {
  readonly users: ReadonlySet<string>;
  readonly exchanges: ReadonlyMap<string, string>;
}

/** Where a dataset does not say which version it has, any withdrawal counts: a mistake must not be sent anywhere. */
const isTakenBack = ({ users, exchanges }: TakenBack, { id, pseudonym = '', version }: Example): boolean =>
  users.has(pseudonym) || (exchanges.has(id) && (exchanges.get(id) ?? '') >= (version ?? ''));

/** Why no variant is made of an example. */
function createFilter({ judge }: PlanWork, { split }: ParentDataset, takenBack: TakenBack) {
  return (example: Example): string | undefined => {
    const { source, pseudonym, createdAt, tier, user, assistant, context } = example;
    if (source === 'augmentation') return 'variant';
    if (pseudonym === undefined || createdAt === undefined) return 'unknown_origin';
    // The file says so, and so must the hash: what was held out once must never be trained on.
    if (example.split !== 'train' || splitOf(pseudonym, split.validationShare) !== 'train') return 'outside_train';
    if (tier !== 'gold' && tier !== 'accepted') return `tier_${tier}`;
    if (isTakenBack(takenBack, example)) return 'withdrawn';
    // A person may have cleared it; a machine shall not write more of it.
    return judge.screen({ user, assistant, context }).length > 0 ? 'safety' : undefined;
  };
}

/**
 * Chooses which variants are asked for, in the order of the examples' ids, which are hashes: a random sample where
 * the budget does not reach for all. Writes the requests, and beside them what must be known of each parent. What was
 * made before, or refused, is not asked for again; so is no more than the policy's share of the training file.
 *
 * @throws AugmentationOff, NoDataset, BudgetTooHigh, BatchPriceUnknown; RetryableError when the store does not answer
 */
export async function planAugmentation(work: PlanWork): Promise<AugmentationPlan> {
  const { store, runId, judge, prompts, prices, countTokens, limits = batchLimits } = work;
  const { policy } = judge;
  const { enabled, kinds, perParent, model, maxShare, ...rules } = policy.augmentation;
  if (!enabled) throw new AugmentationOff(policyId(policy));
  const budgetUsd = work.budgetUsd ?? rules.budgetUsd;
  if (budgetUsd > rules.budgetUsd) throw new BudgetTooHigh(budgetUsd, rules.budgetUsd);
  const price = batchPriceOf(prices, model);
  const manifest = await findDataset(store, work.dataset);
  const { erased, withdrawn } = await readExcluded(store);
  const exchanges = await readWithdrawnExchanges(store);
  const why = createFilter(work, manifest, { users: new Set([...erased, ...withdrawn]), exchanges });
  const known = await knownVariants(store);

  const originals = manifest.files.train.lines - (manifest.augmentation?.kept ?? 0);
  const most = Math.floor((maxShare * originals) / (1 - maxShare) + 1e-9);
  const requests = createSink(store.writer(requestsKey(runId), 'application/jsonl'));
  const list = createSink(store.writer(askedKey(runId), 'application/jsonl'));
  const skipped = new Tally();
  let [count, bytes, usd, there] = [0, 0, 0, 0];
  let stoppedBy: AugmentationPlan['stoppedBy'] = 'all';

  /** @returns false when there is no room for it, nor for any other */
  const ask = async (example: Example, kind: VariationKind): Promise<boolean> => {
    const { id: parent, pseudonym = '', createdAt = '', name, user, assistant, context } = example;
    const parentText = textKey(example);
    const variation = variationOf(kind, prompts);
    const id = variantId(parent, parentText, variation);
    if (there + count >= most) {
      stoppedBy = 'share';
      return false;
    }
    const before = known.get(id);
    if (before !== undefined) {
      skipped.add(before === 'made' ? 'known' : 'refused_before');
      if (before === 'made') there++;
      return true;
    }
    const request = variantRequest(id, kind, example, { model, prompts, countTokens });
    const cost = (request.inputTokens * price.input + request.outputTokens * price.output) / prices.perTokens;
    const size = Buffer.byteLength(request.line) + 1;
    if (usd + cost > budgetUsd) stoppedBy = 'budget';
    else if (count >= limits.requests || bytes + size > limits.bytes) stoppedBy = 'batch_size';
    else {
      [count, bytes, usd] = [count + 1, bytes + size, usd + cost];
      const asked: Asked = {
        id,
        kind,
        variation,
        parent,
        parentText,
        pseudonym,
        createdAt,
        ...(name === undefined ? {} : { name }),
        user,
        assistant,
        context,
      };
      await requests.add(request.line);
      await list.add(JSON.stringify(asked));
      return true;
    }
    return false;
  };

  try {
    all: for await (const example of examplesOf(store, manifest.id)) {
      const reason = why(example);
      if (reason !== undefined) {
        skipped.add(reason);
        continue;
      }
      for (const kind of kindsFor(example.id, kinds, perParent)) if (!(await ask(example, kind))) break all;
    }
    await requests.close();
    await list.close();
  } catch (error) {
    await Promise.allSettled([requests.abort(), list.abort()]);
    throw error;
  }
  return {
    dataset: manifest.id,
    policy: policyId(policy),
    model,
    prompts: prompts.version,
    requests: count,
    bytes,
    estimatedUsd: usd,
    budgetUsd,
    skipped: skipped.all(),
    stoppedBy,
  };
}
