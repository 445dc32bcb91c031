import { extname } from 'node:path';
import type { Message } from '../../layers/core/conversation/message.ts';
import { LocalError } from '../errors.ts';
import { csvRows } from './csv.ts';
import { jsonRows } from './json-lines.ts';
import { messagesOf } from './messages.ts';
import { type BadRow, isBad } from './row.ts';
import { checkFile, textOf } from './text.ts';

/** What is in a file, and which of its rows are skipped. */
export interface InputSummary {
  readonly messages: number;
  /** AI messages directly after a user's in the same conversation, all with consent: what should reach the shards. */
  readonly exchanges: number;
  readonly skipped: number;
  /** The first of the rows that are skipped. */
  readonly bad: readonly BadRow[];
}

/** How many bad rows are told one by one. */
const told = 20;

async function isCsv(path: string): Promise<boolean> {
  const extension = extname(path).toLowerCase();
  if (['.csv', '.tsv'].includes(extension)) return true;
  if (['.jsonl', '.ndjson', '.json'].includes(extension)) return false;
  const first = await textOf(path).next();
  return first.done !== true && !/^\s*[[{]/.test(first.value);
}

/** The messages of a file, oldest first within a conversation; `onBad` hears of each row that is skipped. */
export async function* messagesIn(path: string, onBad: (row: BadRow) => void = () => {}): AsyncGenerator<Message> {
  for await (const row of (await isCsv(path)) ? csvRows(path) : jsonRows(path)) {
    const messages = isBad(row) ? row : messagesOf(row);
    if (Array.isArray(messages)) yield* messages;
    else onBad(messages);
  }
}

/** Counts the exchanges that a collector must find. Remembers one thing of each conversation: its last message. */
export function exchangeCounter(): (message: Message) => number {
  const last = new Map<string, boolean>();
  let exchanges = 0;
  return ({ conversationId, sender, consent }) => {
    if (sender === 'ai' && consent && last.get(conversationId) === true) exchanges++;
    last.set(conversationId, sender === 'user' && consent);
    return exchanges;
  };
}

/**
 * Reads a file once through, before anything is started on its account.
 *
 * @throws LocalError whatever makes the file unusable: see csv.ts, json-lines.ts and text.ts;
 *   `InputHasNoConversation` when no row can be used, `InputHasNoExchange` when nothing is answered
 */
export async function checkInput(path: string): Promise<InputSummary> {
  await checkFile(path);
  const bad: BadRow[] = [];
  let skipped = 0;
  let messages = 0;
  let exchanges = 0;
  const count = exchangeCounter();
  const onBad = (row: BadRow) => {
    skipped++;
    if (bad.length < told) bad.push(row);
  };
  for await (const message of messagesIn(path, onBad)) {
    messages++;
    exchanges = count(message);
  }
  const example = bad[0] === undefined ? '' : ` Line ${bad[0].line} ${bad[0].reason}.`;
  if (messages === 0) {
    throw new LocalError(
      'InputHasNoConversation',
      `${path} has no row that can be used.${example} See npm start -- --help for the forms.`,
    );
  }
  if (exchanges === 0) {
    throw new LocalError(
      'InputHasNoExchange',
      `${path} has ${messages} messages, and no answer directly after a user's message with consent.${example} See npm start -- --help for the forms.`,
    );
  }
  return { messages, exchanges, skipped, bad };
}
