import type * as z from 'zod';
import type { ObjectStore } from '../../layers/core/dataset/object-store.ts';
import type { Notifier } from '../../layers/core/notifier.ts';
import { retirementWarning } from '../../layers/core/training/base-model.ts';
import { reportOf } from '../../layers/core/training/report.ts';
import { step } from '../../layers/kit/step.ts';
import { lake } from '../lake.ts';
import { people } from '../people.ts';
import { ended as input, notified as output } from './fine-tune-state.ts';

export { input, output };

/**
 * Writes the report of the run into the lake, and tells people.
 *
 * @param today `YYYY-MM-DD`, UTC
 */
export async function notify(
  state: z.infer<typeof input>,
  store: Pick<ObjectStore, 'put'>,
  notifier: Notifier,
  today: string,
): Promise<z.infer<typeof output>> {
  const { id, shutdownDate } = state.baseModel;
  const { outcome, subject, message } = reportOf(state, retirementWarning(id, shutdownDate, today));
  const key = `runs/${state.runId}/report.json`;
  await store.put(key, JSON.stringify({ schema: 1, outcome, message, ...state }, null, 2), 'application/json');
  await notifier.publish(subject, message);
  return { ...state, report: { key, outcome } };
}

export const handler = step({
  input,
  output,
  run: (state) => notify(state, lake(), people(), new Date().toISOString().slice(0, 10)),
});
