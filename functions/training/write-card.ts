import * as z from 'zod';
import { parentOf, rememberLast } from '../../layers/core/dataset/card/lineage.ts';
import { findingsOf, writePapers } from '../../layers/core/dataset/card/write-papers.ts';
import type { ObjectStore } from '../../layers/core/dataset/object-store.ts';
import { environment } from '../../layers/kit/environment.ts';
import { step } from '../../layers/kit/step.ts';
import { lake } from '../lake.ts';
import { validated as input, validated as output } from './state.ts';

export { input, output };

interface Writing {
  readonly store: ObjectStore;
  /** The version of this code. */
  readonly code: string;
}

/** Writes the papers of the dataset, compared with the one before, which a run that finds too few examples has too. */
export async function writeCard(
  state: z.infer<typeof input>,
  { store, code }: Writing,
): Promise<z.infer<typeof output>> {
  const { runId, plan, dataset } = state;
  const parent = await parentOf(store, dataset.id);
  const findings = await findingsOf(store, runId, plan.ranges);
  await writePapers(store, dataset.manifestKey, findings, { code, parent, tables: true });
  await rememberLast(store, { id: dataset.id, parent });
  return state;
}

export const handler = step({
  input,
  output,
  async run(state) {
    const { CODE_VERSION: code } = environment({ CODE_VERSION: z.string().min(1) });
    return writeCard(state, { store: lake(), code });
  },
});
