import { createHash } from 'node:crypto';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { formOf } from '../../layers/adapters/input/forms.ts';
import { digest, noForm, reasonOf, saidOf } from '../../layers/adapters/input/messages.ts';
import { type BadRow, badRow, type Row } from '../../layers/adapters/input/row.ts';
import { isUnseen } from '../../layers/adapters/input/turn.ts';
import { turnSchema } from '../../layers/core/conversation/exchange.ts';

/** A message of a file with what it is sorted by, on its way to the other messages of its conversation. */
const pieceSchema = turnSchema.extend({
  conversation: z.string(),
  /** The row does not name its conversation: others that begin alike may be other ones. */
  isUnnamed: z.boolean(),
  userId: z.string(),
  /** Absent: derived from the text. */
  id: z.string().optional(),
  createdAt: z.string().optional(),
  consent: z.boolean(),
  rating: z.union([z.number(), z.literal('unreadable')]).optional(),
  editedText: z.string().optional(),
  regenerates: z.string().optional(),
  isDeleted: z.literal(true).optional(),
  /** When the row begins, its line where it does not say when or is one message, and the place in the row. */
  place: z.tuple([z.string(), z.int(), z.int()]),
  /** Tells the tellings of a conversation apart, and nothing else: it depends on the order in which they are read. */
  row: z.int(),
  /** Of a message that comes by itself: which file it is in. Tells files apart, and nothing else. */
  file: z.int().optional(),
});
export type Piece = z.infer<typeof pieceSchema>;

/** Of all that is read, which row it is, and of which file. */
interface RowPlace {
  readonly file: number;
  readonly row: number;
}

/** What a conversation begins with: up to the first answer to a user. */
function openingOf<Turn extends { readonly sender: string }>(turns: readonly Turn[]): readonly Turn[] {
  const asked = turns.findIndex(({ sender }) => sender === 'user');
  const answered = turns.findIndex(({ sender }, at) => sender === 'ai' && asked >= 0 && at > asked);
  return answered < 0 ? turns : turns.slice(0, answered + 1);
}

/**
 * The messages of a row. A conversation without an id is known by how it begins, and one without a user by itself: so
 * the order of the rows is nothing, and who is held out stays so when the conversation goes on. Only messages that come
 * one by one, without times or at the same time, are ordered by their lines.
 *
 * @param place differs for every row of all files
 */
export function piecesOf(row: Row, { file, row: number }: RowPlace): Piece[] | BadRow {
  try {
    const form = formOf(row);
    if (form === undefined) return badRow(row, noForm(row));
    const turns = form.turns.flatMap((turn) => (isUnseen(turn.sender) ? [] : [{ ...turn, sender: turn.sender }]));
    const opening = openingOf(turns).map(({ sender, text }) => [sender, text]);
    const isUnnamed = form.conversationId === undefined;
    const conversation = form.conversationId ?? `text-${digest(JSON.stringify([form.userId, opening]))}`;
    const userId = `user-${digest(form.userId ?? conversation)}`;
    const begins = turns[0]?.createdat ?? '';
    const isByItself = turns.length === 1 && !isUnnamed;
    const isByLine = isByItself || (begins === '' && !isUnnamed);
    return turns.map(({ sender, text, messageid, createdat, consent, isDeleted, ...more }, place) => ({
      conversation,
      isUnnamed,
      userId,
      sender,
      text,
      ...(messageid !== undefined && { id: messageid }),
      ...(createdat !== undefined && { createdAt: createdat }),
      consent: consent ?? form.consent ?? true,
      ...saidOf(more),
      ...(isDeleted && { isDeleted }),
      place: [begins, isByLine ? row.line : 0, place],
      row: number,
      ...(isByItself && { file }),
    }));
  } catch (error) {
    if (error instanceof z.ZodError) return badRow(row, reasonOf(error));
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
  #hasTimes = false;

  constructor(folder: string) {
    this.#folder = folder;
  }

  #file(bucket: number): string {
    return join(this.#folder, `${String(bucket).padStart(3, '0')}.jsonl`);
  }

  /** Whether messages that come one by one have times. */
  get hasTimes(): boolean {
    return this.#hasTimes;
  }

  async add(piece: Piece): Promise<void> {
    if (piece.file !== undefined && piece.place[0] !== '') this.#hasTimes = true;
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
