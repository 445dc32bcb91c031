import type { Dialogue } from '../conversation/exchange.ts';

/** A message of a training line, in the trainer's own words. Keys stand in this order in the file. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
  /** 0: read, but not learned. Assistant messages only. */
  readonly weight?: 0;
}

interface LineSource extends Dialogue {
  /** The stand-in for the user's name, where one is known. */
  readonly name?: string | undefined;
}

/** The system prompt for a user: it promises to use the name, so it must know it. */
const systemMessage = (systemPrompt: string, name: string | undefined): string =>
  name === undefined ? systemPrompt : `${systemPrompt} The user's name is ${name}.`;

/** Consecutive turns of one sender become one message: the chat format wants them to take turns. */
function joined(messages: readonly ChatMessage[]): ChatMessage[] {
  const result: ChatMessage[] = [];
  for (const message of messages) {
    const last = result.at(-1);
    if (last?.role === message.role) {
      result[result.length - 1] = { ...message, content: `${last.content}\n${message.content}` };
    } else result.push(message);
  }
  return result;
}

/**
 * The messages of one training line: system prompt, context, the user's message, the reply.
 * Replies in the context have weight 0: they may be ones that the policy rejects, and those that it
 * keeps are learned from lines of their own.
 */
export function chatMessages(systemPrompt: string, { user, assistant, context, name }: LineSource): ChatMessage[] {
  const before = context
    .filter((turn) => turn.text.trim() !== '')
    .map(
      ({ sender, text }): ChatMessage =>
        sender === 'user' ? { role: 'user', content: text } : { role: 'assistant', content: text, weight: 0 },
    );
  return [
    { role: 'system', content: systemMessage(systemPrompt, name) },
    ...joined([...before, { role: 'user', content: user }]),
    { role: 'assistant', content: assistant },
  ];
}

/** One line of a chat file, without its line feed. */
export const chatLine = (systemPrompt: string, source: LineSource): string =>
  JSON.stringify({ messages: chatMessages(systemPrompt, source) });
