import * as z from 'zod';
import { partSchema } from '../../layers/core/dataset/parts.ts';
import { partitionSchema } from '../../layers/core/dataset/plan.ts';
import { requestSchema } from '../../layers/core/dataset/request.ts';

/**
 * The state of a training run, as it grows from state to state: ids, keys and counts, never text.
 * Each state's `input` is the `output` of the one before. The shapes stand here, apart from the code,
 * so that a function which needs the shape of an earlier state does not carry that state's code.
 */

const count = z.int().min(0);

/** What the console's "Start execution" hands over, with what Step Functions knows of the execution. */
export const started = z.object({
  runId: z.string().min(1),
  startedAt: z.iso.datetime({ offset: true }),
  request: z.unknown(),
});

/** After Resolve request: every option has a value, and every value was checked. */
export const resolved = started.extend({
  request: requestSchema,
});

/** How many pieces the work on exchanges and on near-duplicates is cut into: see layers/core/dataset/ranges.ts. */
const cut = { ranges: z.int().min(1), buckets: z.int().min(1) };

/** After Plan dataset. The keys are those of JSON arrays in S3: an item for each child of the map that reads it. */
export const planned = resolved.extend({
  plan: z.object({
    key: z.string(),
    partitions: count,
    ...cut,
    rangesKey: z.string(),
    bucketsKey: z.string(),
    shards: count,
    bytes: count,
    /** Users whose tombstones the run knows. A run that is older than this number knows none: it is ended and begun again. */
    erased: count.default(0),
  }),
});

/** What a child of Curate partitions gets, and what it answers. */
export const curateInput = z.object({
  runId: z.string().min(1),
  policy: z.string(),
  since: z.iso.datetime(),
  until: z.iso.datetime(),
  ...cut,
  partition: partitionSchema,
});
export const curateOutput = z.object({ index: count, read: count, kept: count, unreadable: count });

/** What a child of Join partitions gets, and what it answers. */
export const joinInput = z.object({
  runId: z.string().min(1),
  policy: z.string(),
  since: z.iso.datetime(),
  until: z.iso.datetime(),
  validationShare: z.number(),
  partitions: count,
  ...cut,
  range: z.object({ index: count }),
});
export const joinOutput = z.object({ range: count, exchanges: count, candidates: count });

/**
 * What a child of Match near-duplicates gets, and what it answers: pairs found, texts that were held out, and pairs
 * that may be paraphrases, which Select verifies.
 */
export const matchInput = z.object({
  runId: z.string().min(1),
  partitions: count,
  ranges: cut.ranges,
  bucket: z.object({ index: count }),
});
export const matchOutput = z.object({ bucket: count, pairs: count, heldOut: count, paraphrases: count });

/** After Select examples. `outcomes` counts candidates by what was decided of them. */
export const selected = planned.extend({
  selection: z.object({ candidates: count, outcomes: z.record(z.string(), count) }),
});

/** What a child of Write examples gets, and what it answers: lines of examples, and pairs. */
export const writeInput = z.object({
  runId: z.string().min(1),
  policy: z.string(),
  validationShare: z.number(),
  ranges: cut.ranges,
  range: z.object({ index: count }),
});
export const writeOutput = z.object({ range: count, examples: count, pairs: count });

/** After Assemble dataset. `train`, `validation` and `holdout` count lines; `rejected` counts by reason. */
export const assembled = selected.extend({
  dataset: z.object({
    id: z.string().regex(/^[0-9a-f]{16}$/),
    /** `datasets/<id>/`: the folder of the files. */
    prefix: z.string(),
    manifestKey: z.string(),
    /** The key of a JSON array: an item for each child of Validate parts. */
    partsKey: z.string(),
    train: count,
    validation: count,
    holdout: count,
    seen: count,
    kept: count,
    rejected: z.record(z.string(), count),
  }),
});

/** What a child of Validate parts gets, and what it answers: how many problems single lines have. */
export const validateInput = z.object({ runId: z.string().min(1), prefix: z.string(), part: partSchema });
export const validateOutput = z.object({ part: count, lines: count, problems: count });

/** After Validate dataset. `tokens` counts the training file once, by the trainer's own tokenizer. */
export const validated = assembled.extend({
  dataset: assembled.shape.dataset.extend({ tokens: count, problems: count, problemsKey: z.string() }),
});

/** After Estimate cost. `trainingTokens` = the file's tokens times the epochs. */
export const costed = validated.extend({
  cost: z.object({ epochs: z.int().min(1), trainingTokens: count, usd: z.number().min(0) }),
});
