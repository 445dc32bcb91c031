import { extname } from 'node:path';
import type { Message } from '../../core/conversation/message.ts';
import { mostReplaced, pairAt } from '../../core/conversation/pairing.ts';
import { many } from '../../core/many.ts';
import { csvRows } from './csv.ts';
import { InputError } from './input-error.ts';
import { jsonRows } from './json-rows.ts';
import { isSpread } from './json-values.ts';
import { LineOrder } from './line-order.ts';
import { type InputMessage, messagesOf, standing } from './messages.ts';
import { type BadRow, isBad, placeOf, type Row } from './row.ts';
import { checkFile, textOf } from './text.ts';
import { unwrapped } from './wrapped.ts';

/** What is in a file, and which of its rows are skipped. */
export interface InputSummary {
  readonly messages: number;
  /** AI messages that answer a user's, all with consent: what should reach the shards. */
  readonly exchanges: number;
  /** Answered messages that the person did not agree to train on: they should not reach the shards. */
  readonly withoutConsent: number;
  /** Messages that somebody deleted, though the file still has them. */
  readonly deleted: number;
  readonly skipped: number;
  /** The messages of a conversation stand as they were said, as far as their times tell. */
  readonly isTimely: boolean;
  /** The first of the rows that are skipped. */
  readonly bad: readonly BadRow[];
}

/** How many bad rows are told one by one. */
const told = 20;

async function isCsv(path: string, name: string): Promise<boolean> {
  const extension = extname(path).toLowerCase();
  if (['.csv', '.tsv'].includes(extension)) return true;
  if (['.jsonl', '.ndjson', '.json'].includes(extension)) return false;
  const first = await textOf(path, name).next();
  return first.done !== true && !/^\s*\{/.test(first.value) && !isSpread(first.value);
}

/**
 * The rows of a file, and those that cannot be read as rows.
 *
 * @param name of the file, for the errors: of a copy that of the original
 */
export async function* rowsIn(path: string, name = path): AsyncGenerator<Row | BadRow> {
  yield* (await isCsv(path, name)) ? csvRows(path, name) : unwrapped(jsonRows(path, name));
}

/** Hears of what is passed over. */
interface Hearing {
  readonly onBad?: (row: BadRow) => void;
  readonly onDeleted?: (message: InputMessage) => void;
}

/** The messages of files, oldest first within a conversation: those of a file after those of the one before it. */
export async function* messagesIn(
  paths: string | readonly string[],
  { onBad, onDeleted }: Hearing = {},
): AsyncGenerator<InputMessage> {
  const files = [paths].flat();
  for (const [number, path] of files.entries()) {
    for await (const row of rowsIn(path)) {
      const messages = isBad(row) ? row : messagesOf(row, files.length > 1 ? number + 1 : undefined);
      if (Array.isArray(messages)) {
        for (const message of messages) if (message.isDeleted) onDeleted?.(message);
        yield* standing(messages);
      } else onBad?.(files.length > 1 ? { ...messages, at: `${path} ${placeOf(messages)}` } : messages);
    }
  }
}

/** What it is to pairing that stands in no message of its own. */
const unsaid = { conversationId: '', userId: '', text: '-', createdAt: '' };

/** Counts the exchanges that a collector must find. Of each conversation the last user's turn and replies are kept. */
function exchangeCounter(): (message: InputMessage) => Pick<InputSummary, 'exchanges' | 'withoutConsent' | 'isTimely'> {
  const order = new LineOrder();
  const last = new Map<string, Message[]>();
  const counted = { exchanges: 0, withoutConsent: 0 };
  return ({ conversationId, sender, text, createdAt, isUntimed, consent, id, regenerates }) => {
    const known = last.get(conversationId) ?? [];
    const before = known.at(-1)?.createdAt ?? '';
    const kept = sender === 'user' ? [] : known.slice(-1 - mostReplaced);
    const at = isUntimed ? '' : createdAt;
    const said = { ...unsaid, ...(text === '' && { text }), createdAt: at, sender, consent, id };
    const messages = [...kept, { ...said, ...(regenerates !== undefined && { regenerates }) }];
    const pair = pairAt(messages, messages.length - 1, 0);
    if (pair === 'no_consent') counted.withoutConsent++;
    else if (typeof pair !== 'string') counted.exchanges++;
    last.set(conversationId, messages);
    if (before !== '' && said.createdAt !== '') order.add(before, said.createdAt);
    return { ...counted, isTimely: order.isTimely };
  };
}

/**
 * Reads files once through, before anything is started on their account.
 *
 * @throws InputError whatever makes the file unusable: see csv.ts, json-rows.ts and text.ts;
 *   `InputHasNoConversation` when no row can be used, `InputHasNoExchange` when nothing is answered,
 *   `InputNotInOrder` when messages do not stand as they were said
 */
export async function checkInput(paths: string | readonly string[]): Promise<InputSummary> {
  for (const path of [paths].flat()) await checkFile(path);
  const called = [paths].flat().join(', ');
  const bad: BadRow[] = [];
  let skipped = 0;
  let messages = 0;
  let deleted = 0;
  let counted = { exchanges: 0, withoutConsent: 0, isTimely: true };
  const count = exchangeCounter();
  const onBad = (row: BadRow) => {
    skipped++;
    if (bad.length < told) bad.push(row);
  };
  for await (const message of messagesIn(paths, { onBad, onDeleted: () => deleted++ })) {
    messages++;
    counted = count(message);
  }
  const example =
    bad[0] === undefined ? '' : ` ${placeOf(bad[0]).replace(/^./, (letter) => letter.toUpperCase())} ${bad[0].reason}.`;
  if (messages === 0) {
    throw new InputError(
      'InputHasNoConversation',
      `${called} has no row that can be used.${example} See npm start -- --help for the forms.`,
    );
  }
  const refused = counted.withoutConsent === 0 ? '' : `; ${many(counted.withoutConsent, 'answer')} without it`;
  if (counted.exchanges === 0) {
    throw new InputError(
      'InputHasNoExchange',
      `${called} has ${messages} messages, and no answer directly after a user's message with consent${refused}.${example} See npm start -- --help for the forms.`,
    );
  }
  if (!counted.isTimely) {
    throw new InputError(
      'InputNotInOrder',
      `${called}: the messages of a conversation do not stand as they were said, by their times, and would pair wrongly. Sort the lines by time, or make a dataset with reflectwithin assemble, which does.`,
    );
  }
  return { messages, ...counted, deleted, skipped, bad };
}
