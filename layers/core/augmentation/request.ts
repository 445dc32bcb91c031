import { createHash } from 'node:crypto';
import * as z from 'zod';
import { type Dialogue, turnSchema } from '../conversation/exchange.ts';
import { type CountTokens, tokensOf } from '../dataset/tokens.ts';
import type { VariationKind } from '../quality/augmentation.ts';
import type { Prompts } from './prompts.ts';

/** Kinds that make up the conversation before, too; the others keep it, and answer without it. */
export const rewritesContext = (kind: VariationKind): boolean => kind === 'context' || kind === 'domain';

/** What the model must answer. */
export const answerSchema = z.strictObject({ user: z.string(), assistant: z.string() });
export const answerWithContextSchema = z.strictObject({
  context: z.array(z.strictObject(turnSchema.shape)),
  ...answerSchema.shape,
});

/** The id of a variant, 32 hex digits: of one text of one parent there is one variant of each variation. */
export const variantId = (parent: string, parentText: string, variation: string): string =>
  createHash('sha256').update(`variant\0${parent}\0${parentText}\0${variation}`).digest('hex').slice(0, 32);

const formatOf = (kind: VariationKind) => {
  const { $schema: _, ...schema } = z.toJSONSchema(rewritesContext(kind) ? answerWithContextSchema : answerSchema);
  return { type: 'json_schema', json_schema: { name: 'variant', strict: true, schema } } as const;
};

/** Replies are about as long as the original's; three times as many tokens, and some for JSON, are never needed. */
const outputFactor = 3;
const outputLeast = 200;
/** Turns that lead up to a message, where the model makes them up. */
const outputForContext = 400;

interface VariantRequest {
  /** A line of a batch file, without its line feed. */
  readonly line: string;
  /** Tokens of what is asked, and the most that may be answered: an upper bound of what is charged. */
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/**
 * The request for one variant, as a line of a file for the Batch API.
 *
 * @param id comes back with the answer as `custom_id`
 * @see https://platform.openai.com/docs/api-reference/batch/request-input
 */
export function variantRequest(
  id: string,
  kind: VariationKind,
  { user, assistant, context }: Dialogue,
  { model, prompts, countTokens }: { model: string; prompts: Prompts; countTokens: CountTokens },
): VariantRequest {
  const messages = [
    { role: 'system', content: `${prompts.system}\n\n${prompts.kinds[kind]}` },
    { role: 'user', content: JSON.stringify({ context, user, assistant }) },
  ];
  const format = formatOf(kind);
  const texts = [user, assistant, ...(rewritesContext(kind) ? context.map(({ text }) => text) : [])];
  const written = texts.reduce((sum, text) => sum + countTokens(text), 0);
  const outputTokens = outputLeast + outputFactor * written + (kind === 'context' ? outputForContext : 0);
  const body = { model, messages, response_format: format, max_completion_tokens: outputTokens };
  return {
    line: JSON.stringify({ custom_id: id, method: 'POST', url: '/v1/chat/completions', body }),
    // The format is charged for, too.
    inputTokens: tokensOf(countTokens, messages) + countTokens(JSON.stringify(format)),
    outputTokens,
  };
}
