import * as z from 'zod';
import { sfn } from '../../layers/adapters/clients.ts';
import { createExecutions, type Executions } from '../../layers/adapters/executions.ts';
import type { Pseudonyms } from '../../layers/core/conversation/pseudonym.ts';
import type { ErasableStore } from '../../layers/core/erasure/erasable-store.ts';
import { reportKey } from '../../layers/core/erasure/names.ts';
import { noteFound } from '../../layers/core/erasure/papers.ts';
import { setTombstone } from '../../layers/core/erasure/plan-erasure.ts';
import { environment } from '../../layers/kit/environment.ts';
import { step } from '../../layers/kit/step.ts';
import { identity } from '../identity.ts';
import { lake } from '../lake.ts';

export const input = z.strictObject({
  userId: z.string().min(1),
  /** Conversations of the user, where the app knows them: of one that was never collected nothing else tells. */
  conversationIds: z.array(z.string().min(1)).max(10_000).default([]),
});
export const output = z.object({ pseudonym: z.string(), execution: z.string(), report: z.string() });

interface Tools {
  readonly pseudonyms: Pseudonyms;
  readonly store: ErasableStore;
  readonly executions: Executions;
  readonly at: string;
}

/**
 * Sets the user's tombstone at once, so that nothing new is collected or assembled, and starts the search for
 * everything there is. The id of the user goes no further than this function.
 */
export async function eraseUser(
  { userId, conversationIds }: z.infer<typeof input>,
  tools: Tools,
): Promise<z.infer<typeof output>> {
  const { pseudonyms, store, executions, at } = tools;
  const pseudonym = pseudonyms.user(userId);
  await setTombstone(store, pseudonym, at);
  const conversations = conversationIds.map((id) => pseudonyms.conversation(id)).sort();
  if (conversations.length > 0) await noteFound(store, pseudonym, { ids: [], conversations });
  const execution = await executions.start({ pseudonym });
  return { pseudonym, execution, report: reportKey(pseudonym) };
}

export const handler = step({
  input,
  output,
  run: async (asked) => {
    const { pseudonyms } = await identity();
    const { ERASURE_MACHINE_ARN: arn } = environment({ ERASURE_MACHINE_ARN: z.string().min(1) });
    const tools = { pseudonyms, store: lake(), executions: createExecutions(sfn, arn) };
    return eraseUser(asked, { ...tools, at: new Date().toISOString() });
  },
});
