import { extname } from 'node:path';
import type { Message } from '../../core/conversation/message.ts';
import { csvRows } from './csv.ts';
import { InputError } from './input-error.ts';
import { jsonRows } from './json-lines.ts';
import { type InputMessage, messagesOf } from './messages.ts';
import { type BadRow, isBad, type Row } from './row.ts';
import { checkFile, textOf } from './text.ts';

/** What is in a file, and which of its rows are skipped. */
export interface InputSummary {
  readonly messages: number;
  /** AI messages directly after a user's in the same conversation, all with consent: what should reach the shards. */
  readonly exchanges: number;
  /** Answered messages that the person did not agree to train on: they should not reach the shards. */
  readonly withoutConsent: number;
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

/**
 * The rows of a file, and those that cannot be read as rows.
 *
 * @param name of the file, for the errors: of a copy that of the original
 */
export async function* rowsIn(path: string, name = path): AsyncGenerator<Row | BadRow> {
  yield* (await isCsv(path)) ? csvRows(path, name) : jsonRows(path, name);
}

/** The messages of a file, oldest first within a conversation; `onBad` hears of each row that is skipped. */
export async function* messagesIn(path: string, onBad: (row: BadRow) => void = () => {}): AsyncGenerator<InputMessage> {
  for await (const row of rowsIn(path)) {
    const messages = isBad(row) ? row : messagesOf(row);
    if (Array.isArray(messages)) yield* messages;
    else onBad(messages);
  }
}

/** Counts the exchanges that a collector must find. Remembers one thing of each conversation: its last message. */
function exchangeCounter(): (message: Message) => { exchanges: number; withoutConsent: number } {
  const last = new Map<string, Pick<Message, 'sender' | 'consent'>>();
  const counted = { exchanges: 0, withoutConsent: 0 };
  return ({ conversationId, sender, consent }) => {
    const before = last.get(conversationId);
    if (sender === 'ai' && before?.sender === 'user') {
      counted[consent && before.consent ? 'exchanges' : 'withoutConsent']++;
    }
    last.set(conversationId, { sender, consent });
    return counted;
  };
}

/**
 * Reads a file once through, before anything is started on its account.
 *
 * @throws InputError whatever makes the file unusable: see csv.ts, json-lines.ts and text.ts;
 *   `InputHasNoConversation` when no row can be used, `InputHasNoExchange` when nothing is answered
 */
export async function checkInput(path: string): Promise<InputSummary> {
  await checkFile(path);
  const bad: BadRow[] = [];
  let skipped = 0;
  let messages = 0;
  let counted = { exchanges: 0, withoutConsent: 0 };
  const count = exchangeCounter();
  const onBad = (row: BadRow) => {
    skipped++;
    if (bad.length < told) bad.push(row);
  };
  for await (const message of messagesIn(path, onBad)) {
    messages++;
    counted = count(message);
  }
  const example = bad[0] === undefined ? '' : ` Line ${bad[0].line} ${bad[0].reason}.`;
  if (messages === 0) {
    throw new InputError(
      'InputHasNoConversation',
      `${path} has no row that can be used.${example} See npm start -- --help for the forms.`,
    );
  }
  if (counted.exchanges === 0) {
    throw new InputError(
      'InputHasNoExchange',
      `${path} has ${messages} messages, and no answer directly after a user's message with consent.${example} See npm start -- --help for the forms.`,
    );
  }
  return { messages, ...counted, skipped, bad };
}
