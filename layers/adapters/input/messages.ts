import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Message } from '../../core/conversation/message.ts';
import { formOf } from './forms.ts';
import { type BadRow, badRow, type Row } from './row.ts';
import { type InputTurn, isUnseen } from './turn.ts';
import { whatItHas } from './wrapped.ts';

/** A message of the input, with its place: places sort as the file has them. */
export interface InputMessage extends Message {
  readonly place: string;
  readonly isDeleted?: true;
  /** Its time is none that the file tells. */
  readonly isUntimed?: true;
}

/**
 * What is left of a message that somebody deleted: of a reply nothing, and of what a user said the place, so that what
 * answered it answers nothing that was said before. An app leaves the same of it in its table.
 */
export function standing<One extends Message & { readonly isDeleted?: true | undefined }>(
  messages: readonly One[],
): One[] {
  return messages.flatMap((message) => {
    if (!message.isDeleted) return [message];
    return message.sender === 'ai' ? [] : [{ ...message, text: '', consent: false }];
  });
}

/** Where a message without a time is put: the same file always gives the same times, long past. */
const timeOf = (line: number, turn: number): string =>
  new Date(Date.UTC(2020, 0, 1) + line * 10_000 + turn * 1000).toISOString();

export const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** Fields as the documentation writes them: rows are read with names in small letters. */
const ownNames = ['conversationId', 'userId', 'messageId', 'createdAt', 'editedText'];
const ownName = (part: PropertyKey): string =>
  ownNames.find((name) => name.toLowerCase() === String(part)) ?? String(part);

export function reasonOf(error: z.ZodError): string {
  const [issue] = error.issues;
  const field = issue?.path.map(ownName).join('.') ?? '';
  if (issue?.code === 'invalid_type' && issue.message.endsWith('received undefined'))
    return `has a field "${field}" that is missing`;
  // Messages of this project end the sentence; those of zod start one of their own.
  const what = issue?.message.replace(/^Invalid input: |^[A-Z]/, (start) =>
    start.length > 1 ? 'is wrong: ' : `is wrong: ${start.toLowerCase()}`,
  );
  return `has a field${field === '' ? '' : ` "${field}"`} that ${what ?? 'is wrong'}`;
}

/** What people said of a reply. */
export const saidOf = ({ rating, editedtext, regenerates }: Partial<InputTurn>) => ({
  ...(rating !== undefined && { rating }),
  ...(editedtext !== undefined && { editedText: editedtext }),
  ...(regenerates !== undefined && { regenerates }),
});

/** Why a row is none that can be read. */
export const noForm = ({ fields }: Row): string =>
  `has none of the fields "messages", "turns", "question" and "answer", "user" and "assistant", or "conversationId", "sender" and "text": ${whatItHas(fields)}`;

/**
 * The messages of a row, as the app would have written them.
 *
 * Names that the row does not give derive from its line, so that a file is always read the same. A person
 * is known by `userId`, else by the conversation. Turns of a system are left out.
 *
 * @param file its number where there are several, so that their lines are told apart
 */
export function messagesOf(row: Row, file?: number): InputMessage[] | BadRow {
  try {
    const form = formOf(row);
    if (form === undefined) {
      return badRow(row, noForm(row));
    }
    const of = file === undefined ? '' : `file-${file}-`;
    const conversationId = form.conversationId ?? `${of}line-${row.line}`;
    const before = file === undefined ? '' : `${String(file).padStart(6, '0')}-`;
    const userId = `user-${digest(form.userId ?? conversationId)}`;
    return form.turns.flatMap(({ sender, text, messageid, createdat, consent, isDeleted, ...said }, turn) => {
      if (isUnseen(sender)) return [];
      return {
        conversationId,
        place: `${before}${String(row.line).padStart(10, '0')}-${String(turn).padStart(6, '0')}`,
        id: messageid ?? `${of}${row.line}-${turn}`,
        userId,
        sender,
        text,
        createdAt: createdat ?? timeOf(row.line, turn),
        ...(createdat === undefined && { isUntimed: true as const }),
        consent: consent ?? form.consent ?? true,
        ...(isDeleted && { isDeleted }),
        // Whoever writes it into the table could only write another value that means nothing.
        ...saidOf(said.rating === 'unreadable' ? { ...said, rating: undefined } : said),
      };
    });
  } catch (error) {
    if (error instanceof z.ZodError) return badRow(row, reasonOf(error));
    throw error;
  }
}
