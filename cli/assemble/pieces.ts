import { createHash } from 'node:crypto';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { formOf } from '../../layers/adapters/input/forms.ts';
import { digest, reasonOf, saidOf } from '../../layers/adapters/input/messages.ts';
import type { BadRow, Row } from '../../layers/adapters/input/row.ts';
import { turnSchema } from '../../layers/core/conversation/exchange.ts';

/** A message of a file with what it is sorted by, on its way to the other messages of its conversation. */
const pieceSchema = turnSchema.extend({
  conversation: z.string(),
  userId: z.string(),
  /** Absent: derived from the text. */
  id: z.string().optional(),
  createdAt: z.string().optional(),
  consent: z.boolean(),
  rating: z.union([z.number(), z.literal('unreadable')]).optional(),
  editedText: z.string().optional(),
  regenerates: z.string().optional(),
  /** When the row begins, its line where it does not say when, and the place in the row. */
  place: z.tuple([z.string(), z.int(), z.int()]),
  /** Tells the rows of all files apart, and nothing else: it depends on the order in which they are read. */
  row: z.int(),
});
export type Piece = z.infer<typeof pieceSchema>;

/**
 * The messages of a row. A conversation without an id is known by what is said in it, and one without a user by
 * itself, so that the order of the rows is nothing. Only messages that come one by one, without times, are ordered
 * by their lines.
 *
 * @param number of the row, another for each of all files
 */
export function piecesOf(row: Row, number: number): Piece[] | BadRow {
  try {
    const form = formOf(row);
    if (form === undefined) return { line: row.line, reason: 'has none of the forms that --help lists' };
    const turns = form.turns.flatMap((turn) =>
      turn.sender === undefined || turn.sender === 'system' ? [] : [{ ...turn, sender: turn.sender }],
    );
    const said = JSON.stringify(turns.map(({ sender, text }) => [sender, text]));
    const conversation = form.conversationId ?? `text-${digest(said)}`;
    const userId = `user-${digest(form.userId ?? conversation)}`;
    const begins = turns[0]?.createdat ?? '';
    const line = begins === '' && form.conversationId !== undefined ? row.line : 0;
    return turns.map(({ sender, text, messageid, createdat, consent, ...more }, place) => ({
      conversation,
      userId,
      sender,
      text,
      ...(messageid !== undefined && { id: messageid }),
      ...(createdat !== undefined && { createdAt: createdat }),
      consent: consent ?? form.consent ?? true,
      ...saidOf(more),
      place: [begins, line, place],
      row: number,
    }));
  } catch (error) {
    if (error instanceof z.ZodError) return { line: row.line, reason: reasonOf(error) };
    throw error;
  }
}

/** The messages of this share of the conversations are in memory at once. */
const buckets = 256;
/** Characters held before they are written to their buckets. */
const held = 16 * 1024 * 1024;

/** Brings the messages of each conversation together, however far apart they stand, by way of files. */
export class PieceBuckets {
  readonly #folder: string;
  #lines = new Map<number, string[]>();
  #length = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  #file(bucket: number): string {
    return join(this.#folder, `${String(bucket).padStart(3, '0')}.jsonl`);
  }

  async add(piece: Piece): Promise<void> {
    const bucket = createHash('sha256').update(piece.conversation).digest()[0] ?? 0;
    const line = `${JSON.stringify(piece)}\n`;
    const lines = this.#lines.get(bucket) ?? [];
    lines.push(line);
    this.#lines.set(bucket, lines);
    this.#length += line.length;
    if (this.#length >= held) await this.#write();
  }

  async #write(): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    for (const [bucket, lines] of this.#lines) await appendFile(this.#file(bucket), lines.join(''));
    this.#lines = new Map();
    this.#length = 0;
  }

  /** Whole conversations, some at a time; always the same ones together. */
  async *all(): AsyncGenerator<readonly (readonly Piece[])[]> {
    await this.#write();
    for (let bucket = 0; bucket < buckets; bucket++) {
      const text = await readFile(this.#file(bucket), 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return '';
        throw error;
      });
      const conversations = new Map<string, Piece[]>();
      for (const line of text.split('\n')) {
        if (line === '') continue;
        const piece = pieceSchema.parse(JSON.parse(line));
        const known = conversations.get(piece.conversation);
        if (known === undefined) conversations.set(piece.conversation, [piece]);
        else known.push(piece);
      }
      if (conversations.size > 0) yield [...conversations.values()];
    }
  }
}
