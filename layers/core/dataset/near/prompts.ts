import type { Dialogue } from '../../conversation/exchange.ts';
import { chatMessages } from '../chat-line.ts';

/** A message of fewer words asks too little for being compared without what went before it: "And what else?" */
const wordsOfAQuestion = 8;

const wordCount = (text: string): number => text.match(/\S+/g)?.length ?? 0;

/**
 * What is compared of a prompt, each a text in parts: the user's words with all that went before them, and where they
 * are a question of their own, by themselves too.
 */
export function promptTexts({ user, context }: Pick<Dialogue, 'user' | 'context'>): string[][] {
  const messages = chatMessages('', { user, context, assistant: '' }).slice(1, -1);
  const all = messages.map(({ content }) => content);
  const asked = all.slice(-1);
  return all.length > 1 && asked.some((text) => wordCount(text) >= wordsOfAQuestion) ? [all, asked] : [all];
}
