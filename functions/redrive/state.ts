import * as z from 'zod';

const count = z.int().min(0).default(0);

/** What the console's "Start execution" hands over, nothing or its placeholder; or what a function before came to. */
export const redriven = z.strictObject({
  Comment: z.string().optional(),
  batches: count,
  records: count,
  exchanges: count,
  signals: count,
  quarantined: count,
  stayed: count,
  some: z.array(z.string()).max(20).default([]),
  after: z.string().optional(),
});
