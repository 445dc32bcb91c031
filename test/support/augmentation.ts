import { Readable } from 'node:stream';
import { loadPrices, loadPrompts } from '../../layers/adapters/policy-files.ts';
import { loadRedact } from '../../layers/adapters/privacy-files.ts';
import type { AugmentationPlan } from '../../layers/core/augmentation/parent.ts';
import { type Asked, askedKey, askedSchema, requestsKey } from '../../layers/core/augmentation/parent.ts';
import { type PlanWork, planAugmentation } from '../../layers/core/augmentation/plan.ts';
import { takeInVariants } from '../../layers/core/augmentation/take-in.ts';
import { createPseudonyms } from '../../layers/core/conversation/pseudonym.ts';
import { rememberLast } from '../../layers/core/dataset/card/lineage.ts';
import type { JudgeParts } from '../../layers/core/quality/judge.ts';
import { policySchema } from '../../layers/core/quality/policy.ts';
import { makeDataset } from './dataset.ts';
import { strategy } from './exchanges.ts';
import { judgeBy } from './judge.ts';
import type { MemoryObjectStore } from './memory-object-store.ts';

export const policyFolder = 'layers/policy';
export const prompts = loadPrompts(policyFolder);
export const prices = loadPrices(policyFolder);
/** Words are tokens here. */
export const countTokens = (text: string): number => text.split(/\W+/).filter(Boolean).length;

/** A judge of the strategy with augmentation as it is given. */
export const judgeWith = (augmentation: Record<string, unknown>, screen?: JudgeParts['screen']) =>
  judgeBy(policySchema.parse({ ...strategy, augmentation: { enabled: true, maxShare: 0.5, ...augmentation } }), screen);

type PlanOptions = Partial<Omit<PlanWork, 'store' | 'judge'>>;

/** A dataset of what is in the lake, which is then the one made last. */
export async function datasetFor(store: MemoryObjectStore, judge = judgeWith({}), validationShare = 0.1) {
  const { dataset } = await makeDataset(store, { validationShare }, { judge });
  await rememberLast(store, { id: dataset.id, parent: null });
  return dataset;
}

export const plan = (store: MemoryObjectStore, judge = judgeWith({}), options: PlanOptions = {}) =>
  planAugmentation({ store, runId: 'aug-1', judge, prompts, prices, countTokens, ...options });

export const askedOf = (store: MemoryObjectStore, runId = 'aug-1'): Asked[] =>
  store.lines(askedKey(runId)).map((line) => askedSchema.parse(JSON.parse(line)));

export const requestsOf = (store: MemoryObjectStore, runId = 'aug-1') =>
  store.lines(requestsKey(runId)).map((line) => JSON.parse(line));

/** A row of a batch's answers. */
export const answered = (
  id: string,
  said: unknown,
  more: Record<string, unknown> = {},
  usage = { prompt_tokens: 100, completion_tokens: 50 },
) => ({
  id: 'batch_req_1',
  custom_id: id,
  response: {
    status_code: 200,
    body: {
      choices: [
        {
          finish_reason: 'stop',
          message: { content: typeof said === 'string' ? said : JSON.stringify(said), refusal: null },
          ...more,
        },
      ],
      usage,
    },
  },
  error: null,
});

/** A good answer to what was asked. */
export const goodAnswer = ({ kind, user, id }: Asked) => {
  const made = {
    user: `It is one of these days again (${[...user.matchAll(/\d+/g)].join(' ')}): ${words(id, 8)}.`,
    assistant: `I hear you, ${words(`${id}!`, 9)}. What would help?`,
  };
  const context = [
    { sender: 'user', text: `Hello, ${words(`${id}?`, 4)}` },
    { sender: 'ai', text: 'Hello! What is on your mind?' },
  ];
  return kind === 'context' || kind === 'domain' ? { context, ...made } : made;
};

const vocabulary =
  'morning evening slow steady heavy light legs breath walk rest kind gentle tired proud calm quiet window river garden music coffee weekend friend promise effort patience rhythm corner'.split(
    ' ',
  );
/** Words by the letters of an id: other ids, other words. */
const words = (id: string, count: number) =>
  Array.from(
    { length: count },
    (_, i) =>
      vocabulary[
        (id.charCodeAt(i % id.length) * 7 + id.charCodeAt((i * 5 + 3) % id.length) * 13 + i) % vocabulary.length
      ],
  ).join(' ');

const redact = loadRedact(policyFolder);
export const pseudonyms = createPseudonyms('a key that is long enough to be one');

/** Takes in rows as the answers of a batch, and as its errors. */
export const takeIn = (
  store: MemoryObjectStore,
  planned: AugmentationPlan,
  output: readonly unknown[],
  {
    errors = [],
    judge = judgeWith({}),
    runId = 'aug-1',
  }: { errors?: readonly unknown[]; judge?: ReturnType<typeof judgeWith>; runId?: string } = {},
) => {
  const text = (rows: readonly unknown[]) =>
    rows.map((row) => `${typeof row === 'string' ? row : JSON.stringify(row)}\n`).join('');
  const files = new Map([
    ['out', text(output)],
    ['err', text(errors)],
  ]);
  return takeInVariants({
    store,
    batches: { open: async (file) => Readable.from([Buffer.from(files.get(file) ?? '')]) },
    runId,
    batch: { outputFile: 'out', errorFile: errors.length > 0 ? 'err' : null },
    plan: planned,
    prices,
    pseudonyms,
    redact,
    judge,
  });
};
