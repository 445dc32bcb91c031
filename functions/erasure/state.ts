import * as z from 'zod';
import { exchangeSchema } from '../../layers/core/conversation/exchange.ts';
import { partitionSchema } from '../../layers/core/dataset/plan.ts';
import { shardsErasedSchema } from '../../layers/core/erasure/papers.ts';

/** The state of an erasure, from state to state: a pseudonym, keys and counts; never the user's id. */

const { pseudonym } = exchangeSchema.shape;
const count = z.int().min(0);

/** The execution's name: executions of one user that overlap do not share their papers. */
const erasure = z.string().regex(/^[\w-]{1,80}$/);

/** What Plan erasure gets: what starts the state machine, or comes round after a round that has found something. */
export const started = z.object({
  erasure,
  asked: z.object({
    pseudonym,
    round: count.default(0),
    /** True where the round before had ended it: then a day has passed, in which batches may have failed. */
    finished: z.boolean().default(false),
    settled: z.boolean().default(false),
  }),
});

/** After Plan erasure. `key`: JSON arrays in S3, of partitions of shards, and of datasets. */
export const planned = z.object({
  pseudonym,
  erasure,
  round: z.int().min(1),
  /** Whether the search began when nothing was under way any more that did not know of the tombstone. */
  quiet: z.boolean().default(false),
  /** Whether every batch from before the tombstone was collected, or had failed for good, when the search began. */
  settled: z.boolean().default(false),
  /** Whether people were told of the end, and nothing was found since. */
  told: z.boolean().default(false),
  plan: z.object({ key: z.string(), partitions: count, objects: count }),
  datasets: z.object({ key: z.string(), count }),
});

/** What a child of Erase from shards gets, and what it answers. */
export const shardsInput = z.object({ pseudonym, erasure, round: count, partition: partitionSchema });
export const shardsOutput = shardsErasedSchema;

/** What a child of Erase from datasets gets, and what it answers. */
export const datasetInput = z.object({ pseudonym, erasure, round: count, dataset: z.object({ dataset: z.string() }) });
export const datasetOutput = z.object({ dataset: z.string(), held: z.boolean() });

/** After Finish erasure. Counts only: the report has the rest, and a state may have 256 KB. */
export const finished = planned.extend({
  finished: z.boolean(),
  report: z.string(),
  lines: count,
  datasetsEmptied: count,
  /** Runs that used one of the user's datasets, or trained on from a model of such a run. */
  runs: count,
});
