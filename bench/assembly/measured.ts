import * as z from 'zod';

/** What some states of a run took: the processor time of each in microseconds, memory in bytes. */
const statesSchema = z.object({
  stages: z.record(z.string(), z.number()),
  peakMemory: z.number(),
  requests: z.object({ reads: z.number(), writes: z.number() }),
});

/** From Plan dataset to Match near-duplicates. */
export const measuredRunSchema = statesSchema.extend({
  /** Of the stand-in for an embedder, which is in no state's time. */
  embedding: z.number().optional(),
  /** Processor time of JSON.parse + JSON.stringify of a line of this lake, in microseconds. */
  floor: z.number(),
  /** Child executions and state transitions of the state machine. */
  children: z.number(),
});
export type MeasuredRun = z.infer<typeof measuredRunSchema>;

/** From Select examples to Write card. */
export const measuredFilesSchema = statesSchema.extend({ seen: z.number(), manifestKey: z.string() });
export type MeasuredFiles = z.infer<typeof measuredFilesSchema>;
