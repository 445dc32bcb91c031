import * as z from 'zod';
import type { Dialogue } from '../conversation/exchange.ts';
import { specialTokenIn } from '../dataset/special-token.ts';
import { parsed, parsedAs } from '../json.ts';
import type { Asked } from './parent.ts';
import { answerSchema, answerWithContextSchema, rewritesContext } from './request.ts';

const count = z.int().min(0);
const choice = z.looseObject({
  finish_reason: z.string().nullish(),
  message: z.looseObject({ content: z.string().nullish(), refusal: z.string().nullish() }),
});
const body = z.looseObject({
  choices: z.array(choice).min(1),
  usage: z.looseObject({ prompt_tokens: count, completion_tokens: count }).nullish(),
});

/** A line of the Batch API's files: of the answers, or of the errors. */
const rowSchema = z.looseObject({
  custom_id: z.string(),
  response: z.looseObject({ status_code: z.int(), body: z.unknown() }).nullish(),
  error: z.looseObject({ code: z.string().nullish() }).nullish(),
});
const errorBody = z.looseObject({ error: z.looseObject({ code: z.string().nullish(), type: z.string().nullish() }) });

interface Usage {
  readonly input: number;
  readonly output: number;
}

/** A row: what the model said, or why nothing was answered (the service's word), or why it cannot be used (ours). */
export type Row =
  | { readonly id: string; readonly said: string; readonly usage: Usage }
  | { readonly id: string; readonly failed: string; readonly usage?: Usage }
  | { readonly id: string; readonly refused: string; readonly usage: Usage };

/** Words of the service stand in reports: they must not quote anything. */
const nameOf = (word: string | null | undefined, fallback: string) =>
  word !== null && word !== undefined && /^[a-z0-9_]{1,40}$/.test(word) ? word : fallback;

/** Reads a row of a batch's files. @returns undefined when it is none */
export function readRow(line: string): Row | undefined {
  const row = parsedAs(rowSchema, line);
  if (row === undefined) return undefined;
  const { custom_id: id, response, error } = row;
  if (response === null || response === undefined) return { id, failed: nameOf(error?.code, 'unknown_error') };
  if (response.status_code !== 200) {
    const { code, type } = errorBody.safeParse(response.body).data?.error ?? {};
    return { id, failed: nameOf(code ?? type, `http_${response.status_code}`) };
  }
  const read = body.safeParse(response.body).data;
  const [first] = read?.choices ?? [];
  if (first === undefined) return { id, failed: 'unknown_answer' };
  const usage = { input: read?.usage?.prompt_tokens ?? 0, output: read?.usage?.completion_tokens ?? 0 };
  const { refusal, content } = first.message;
  if (typeof refusal === 'string' && refusal !== '') return { id, refused: 'model_refused', usage };
  if (first.finish_reason === 'length') return { id, refused: 'cut_off', usage };
  if (first.finish_reason === 'content_filter') return { id, refused: 'content_filter', usage };
  return { id, said: content ?? '', usage };
}

const numbersIn = (...texts: readonly string[]): Set<string> =>
  new Set(texts.flatMap((text) => text.match(/\p{N}+/gu) ?? []));

/**
 * Whether a variant that should say the same facts does not: a number that is lost or made up, such as a dose or a
 * weight, is another fact.
 */
function changesFacts(parent: Asked, { user, assistant }: Dialogue): boolean {
  const before = numbersIn(parent.user, parent.assistant, ...parent.context.map(({ text }) => text));
  const [said, asked] = [numbersIn(user, assistant), numbersIn(user)];
  return [...said].some((number) => !before.has(number)) || [...numbersIn(parent.user)].some((n) => !asked.has(n));
}

const plain = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '');

/** The longest text of a variant, in characters: a chat message has a few hundred. */
const longest = 8000;

/** Turns before the message, in the most that a variant may have. */
const mostTurns = 20;

function dialogueOf(json: unknown, { kind, context }: Asked): Dialogue | undefined {
  if (rewritesContext(kind)) return answerWithContextSchema.safeParse(json).data;
  const said = answerSchema.safeParse(json).data;
  return said && { ...said, context };
}

/**
 * The dialogue that a model's answer is, still with whatever personal data may be in it.
 *
 * @returns why it cannot be used, in one word
 */
export function readAnswer(said: string, asked: Asked): Dialogue | string {
  const json = parsed(said);
  if (json === undefined) return 'not_json';
  const dialogue = dialogueOf(json, asked);
  if (dialogue === undefined) return 'wrong_shape';
  const { user, assistant, context } = dialogue;
  const texts = [user, assistant, ...context.map(({ text }) => text)];
  if (texts.some((text) => text.trim() === '')) return 'empty_text';
  if (context.length > mostTurns || texts.some((text) => text.length > longest)) return 'too_long';
  if (texts.some((text) => specialTokenIn(text) !== undefined)) return 'special_token';
  const same = (one: string, other: string) => plain(one) === plain(other);
  if (same(assistant, asked.assistant)) return 'not_varied';
  if (rewritesContext(asked.kind)) return dialogue;
  if (same(user, asked.user)) return 'not_varied';
  return changesFacts(asked, dialogue) ? 'facts_changed' : dialogue;
}
