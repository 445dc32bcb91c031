import * as z from 'zod';
import { createOpenAiModerator } from '../../layers/adapters/openai-moderator.ts';
import { type JoinWork, joinRange } from '../../layers/core/dataset/join.ts';
import type { ObjectStore } from '../../layers/core/dataset/object-store.ts';
import { once } from '../../layers/core/once.ts';
import { environment } from '../../layers/kit/environment.ts';
import { step } from '../../layers/kit/step.ts';
import { lake } from '../lake.ts';
import { judgeByWords, judging, openAiForTexts } from './judging.ts';
import { reporting } from './reporting.ts';
import { joinInput as input, joinOutput as output } from './state.ts';

export { input, output };

/** Joins the exchanges of one range of ids with what was said of them, and decides which may become examples. */
export async function join(
  { runId, since, until, validationShare, partitions, ranges, buckets, range }: z.infer<typeof input>,
  store: ObjectStore,
  judges: Pick<JoinWork, 'judge' | 'judging' | 'moderator'>,
): Promise<z.infer<typeof output>> {
  return joinRange({
    store,
    ...judges,
    runId,
    window: { since, until },
    validationShare,
    partitions,
    cut: { ranges, buckets },
    range: range.index,
  });
}

const moderator = once(() => {
  const { MODERATION } = environment({ MODERATION: z.enum(['openai', 'none']) });
  return MODERATION === 'openai' ? createOpenAiModerator(openAiForTexts()) : undefined;
});

export const handler = step({
  input,
  output,
  run: reporting('Join partitions', async (state: z.infer<typeof input>) =>
    // The embedder costs a second of start-up, or a call to a service: a range without edited replies needs none.
    join(state, lake(), {
      judge: judgeByWords(state.policy),
      judging: () => judging(state.policy),
      moderator: moderator(),
    }),
  ),
});
