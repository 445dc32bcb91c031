import type * as z from 'zod';
import type { ObjectStore } from '../../layers/core/dataset/object-store.ts';
import { type CountTokens, loadTokenizer } from '../../layers/core/dataset/tokens.ts';
import { validatePart as check } from '../../layers/core/dataset/validate-part.ts';
import { step } from '../../layers/kit/step.ts';
import { lake } from '../lake.ts';
import { reporting } from './reporting.ts';
import { validateInput as input, validateOutput as output } from './state.ts';

export { input, output };

/** Reads the lines of one part of every file as the trainer will, and counts their tokens. */
export async function validatePart(
  { runId, prefix, part }: z.infer<typeof input>,
  store: ObjectStore,
  count: CountTokens,
): Promise<z.infer<typeof output>> {
  const { files, problems } = await check({ store, runId, prefix, part, count });
  const lines = Object.values(files).reduce((sum, file) => sum + file.lines, 0);
  return { part: part.index, lines, problems: problems.lines };
}

export const handler = step({
  input,
  output,
  run: reporting('Validate parts', async (state: z.infer<typeof input>) =>
    validatePart(state, lake(), await loadTokenizer()),
  ),
});
