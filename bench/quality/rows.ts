import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Dialogue } from '../../layers/core/conversation/exchange.ts';
import type { Turn } from '../../layers/core/conversation/message.ts';

const level = z.number().int().min(0).max(2);
const replySchema = z.object({ id: z.string(), post: z.string(), reply: z.string(), er: level, ip: level, ex: level });
const turnSchema = z.object({ role: z.string(), text: z.string() });
const pairSchema = z.object({
  context: z.union([z.string(), z.array(turnSchema)]),
  reply: z.string(),
  matched: z.number(),
  kind: z.string(),
});
const talkSchema = z.object({ id: z.string(), label: z.number(), turns: z.array(turnSchema) });

/** A dialogue that people labelled; `group` is what must stay on one side of a split. */
interface Row {
  readonly dialogue: Dialogue;
  readonly group: string;
}
export interface ReplyRow extends Row {
  readonly er: number;
  readonly ip: number;
  readonly ex: number;
}
export interface PairRow extends Row {
  readonly matched: number;
  readonly kind: string;
}
export interface TalkRow {
  readonly group: string;
  readonly turns: readonly Turn[];
  readonly kept: number;
}

/** The rows of a JSON Lines file. @throws ZodError for a row that is not as it should be */
export const readLines = <Of>(folder: string, name: string, schema: z.ZodType<Of>): Of[] =>
  readFileSync(join(folder, `${name}.jsonl`), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => schema.parse(JSON.parse(line)));

const asTurn = ({ role, text }: z.infer<typeof turnSchema>): Turn => ({
  sender: role === 'seeker' ? 'user' : 'ai',
  text,
});

/** The last turn of the user is answered; all other turns are context, in their order. */
function answered(context: z.infer<typeof pairSchema>['context'], assistant: string): Dialogue {
  if (typeof context === 'string') return { user: context, assistant, context: [] };
  const turns = context.map(asTurn);
  const last = turns.findLastIndex(({ sender }) => sender === 'user');
  return { user: turns[last]?.text ?? '', assistant, context: turns.filter((_, at) => at !== last) };
}

/** What can be measured, and the files that each needs. */
export const parts = {
  scores: ['epitome', 'relevance_epitome', 'relevance_dialog', 'relevance_counselchat', 'conversations'],
  safety: ['safety'],
  personal_data: ['pii'],
} as const;
export type Part = keyof typeof parts;
export const missing = (folder: string, part: Part): string[] =>
  parts[part].filter((name) => !existsSync(join(folder, `${name}.jsonl`)));

/** Replies with their levels of emotional reaction, interpretation and exploration; grouped by the seeker's post. */
export const replies = (folder: string): ReplyRow[] =>
  readLines(folder, 'epitome', replySchema).map(({ post, reply, er, ip, ex }) => ({
    dialogue: { user: post, assistant: reply, context: [] },
    group: post,
    er,
    ip,
    ex,
  }));

/** Replies that belong to their context, and replies from elsewhere by the kind of elsewhere. */
export const pairs = (folder: string, name: string): PairRow[] =>
  readLines(folder, `relevance_${name}`, pairSchema).map(({ context, reply, matched, kind }) => ({
    dialogue: answered(context, reply),
    group: JSON.stringify(context),
    matched,
    kind,
  }));

/** Whole conversations, by their first 16 turns. */
export const talks = (folder: string): TalkRow[] =>
  readLines(folder, 'conversations', talkSchema).map(({ id, label, turns }) => ({
    group: id,
    turns: turns.slice(0, 16).map(asTurn),
    kept: label,
  }));
