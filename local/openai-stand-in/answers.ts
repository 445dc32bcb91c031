import { z } from 'zod';
import { newId, seconds } from './files.ts';
import { ApiError, jsonBody, type Route } from './http.ts';
import type { Models } from './models.ts';
import { wordsOf } from './nearest-reply.ts';
import { variantOf } from './variants.ts';

const part = z.looseObject({ type: z.string(), text: z.string().default('') });
const chatSchema = z.looseObject({
  model: z.string(),
  messages: z
    .array(
      z.looseObject({
        role: z.enum(['system', 'developer', 'user', 'assistant', 'tool']),
        content: z.union([z.string(), z.array(part).transform((parts) => parts.map(({ text }) => text).join(''))]),
      }),
    )
    .min(1),
  stream: z.boolean().nullish(),
  response_format: z
    .looseObject({
      json_schema: z
        .looseObject({ schema: z.looseObject({ properties: z.record(z.string(), z.unknown()) }) })
        .optional(),
    })
    .nullish(),
});

const moderationSchema = z.looseObject({
  input: z.union([z.string(), z.array(z.string())]),
  model: z.string().optional(),
});

/** A few words for each category: enough to be flagged by on purpose, no judge of real text; the model's name says so. */
const categories: Readonly<Record<string, RegExp>> = {
  'self-harm': /\b(kill (yourself|myself)|suicide|cut (yourself|myself))\b/i,
  violence: /\b(murder|stab|shoot) (him|her|them|you)\b/i,
  hate: /\b(subhuman|vermin)\b/i,
  harassment: /\b(worthless|pathetic) (person|loser|idiot)\b/i,
  sexual: /\b(explicit sex|pornograph)/i,
  illicit: /\b(buy|sell) (cocaine|heroin|meth)\b/i,
};

const moderated = (text: string) => {
  const flags = Object.entries(categories).map(([name, words]) => [name, words.test(text)] as const);
  return {
    flagged: flags.some(([, flagged]) => flagged),
    categories: Object.fromEntries(flags),
    category_scores: Object.fromEntries(flags.map(([name, flagged]) => [name, flagged ? 0.99 : 0.01])),
  };
};

/** Answers the body of a chat request. @throws ApiError as OpenAI would */
function complete(models: Models, { model, messages, stream, response_format }: z.infer<typeof chatSchema>) {
  if (stream) throw new ApiError(400, 'The stand-in does not stream: leave "stream" out.', null, 'stream');
  const asked = messages.findLast(({ role }) => role === 'user')?.content ?? '';
  const said = models.reply(model, asked);
  const wants = Object.keys(response_format?.json_schema?.schema.properties ?? {});
  const content = (wants.length > 0 ? variantOf(asked, wants) : undefined) ?? said;
  // Words, not tokens: a stand-in bills nobody.
  const prompt_tokens = messages.reduce((sum, message) => sum + wordsOf(message.content).length, 0);
  const completion_tokens = wordsOf(content).length;
  return {
    id: newId('chatcmpl'),
    object: 'chat.completion',
    created: seconds(),
    model,
    choices: [
      { index: 0, message: { role: 'assistant', content, refusal: null }, logprobs: null, finish_reason: 'stop' },
    ],
    usage: { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens },
  };
}

/** The same of a line of a batch. @throws ApiError */
export function completeUnread(models: Models, body: unknown) {
  const read = chatSchema.safeParse(body);
  if (!read.success) throw new ApiError(400, 'The body is no chat request.', 'invalid_value');
  return complete(models, read.data);
}

/** Chat completions and moderations. */
export const answerRoutes = (models: Models): Route[] => [
  {
    method: 'POST',
    pattern: /^\/v1\/chat\/completions$/,
    answer: async (call) => ({ json: complete(models, await jsonBody(call, chatSchema)) }),
  },
  {
    method: 'POST',
    pattern: /^\/v1\/moderations$/,
    answer: async (call) => {
      const { input, model = 'omni-moderation-latest' } = await jsonBody(call, moderationSchema);
      return { json: { id: newId('modr'), model: `stand-in-for-${model}`, results: [input].flat().map(moderated) } };
    },
  },
];
