import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Dialogue } from '../conversation/exchange.ts';
import { linesOf } from '../dataset/lines.ts';
import type { ChatTurn } from './trainer.ts';

/** A prompt of the hold-out file: what the models are asked, and the dialogue to judge their answers in. */
export interface HoldoutPrompt {
  /** Hash of the line, 16 hex digits. */
  readonly id: string;
  readonly conversation: readonly ChatTurn[];
  readonly dialogue: Omit<Dialogue, 'assistant'>;
}

const lineSchema = z.object({
  messages: z.array(z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string() })).min(2),
});

const hashOf = (line: Uint8Array): string => createHash('sha256').update(line).digest('hex').slice(0, 16);

/** The prompt in a line of a chat file; what the assistant answered there is left out. */
function promptIn(id: string, line: Buffer): HoldoutPrompt {
  const { messages } = lineSchema.parse(JSON.parse(line.toString('utf8')));
  const conversation = messages.slice(0, -1);
  const turns = conversation.filter(({ role }) => role !== 'system');
  return {
    id,
    conversation,
    dialogue: {
      user: turns.at(-1)?.content ?? '',
      context: turns
        .slice(0, -1)
        .map(({ role, content }) => ({ sender: role === 'user' ? 'user' : 'ai', text: content })),
    },
  };
}

/**
 * A sample of the hold-out file: the lines with the smallest hashes. So the same file gives the same sample, and a
 * file that grew keeps most of the old one, which makes runs comparable. Holds `size` lines, whatever the file's length.
 *
 * @param size how many prompts at most (1 or more)
 * @returns by hash, without repeated lines
 */
export async function sampleHoldout(pieces: AsyncIterable<Uint8Array>, size: number): Promise<HoldoutPrompt[]> {
  let chosen = new Map<string, Buffer>();
  let limit = 'g';
  const cut = () => {
    const smallest = [...chosen].sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, size);
    if (smallest.length === size) limit = smallest.at(-1)?.[0] ?? limit;
    chosen = new Map(smallest);
  };
  for await (const lines of linesOf(pieces)) {
    for (const line of lines) {
      if (line.length === 0) continue;
      const id = hashOf(line);
      // A copy, for the line is a view of the whole piece, which it would keep in memory.
      if (id < limit) chosen.set(id, Buffer.from(line));
    }
    if (chosen.size > 4 * size) cut();
  }
  cut();
  return [...chosen].map(([id, line]) => promptIn(id, line));
}
