import * as z from 'zod';
import { RetryableError } from '../core/errors.ts';
import type { Moderator, Verdict } from '../core/quality/safety/moderator.ts';
import type { OpenAiClient } from './openai-client.ts';
import { askAboutTexts } from './openai-texts.ts';

const answerSchema = z.object({
  model: z.string(),
  results: z.array(
    z.object({
      categories: z.record(z.string(), z.boolean().nullable()),
      category_scores: z.record(z.string(), z.number()),
    }),
  ),
});

const model = 'omni-moderation-latest';

/** Fewer texts keep a retry cheap and a request well under the service's limit. */
const textsPerRequest = 32;

/** A longer text is asked about in pieces that overlap: what is harmful may stand at its end, or across a cut. */
const piece = { characters: 16_000, overlap: 400 };

function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  const { characters, overlap } = piece;
  for (let from = 0; from === 0 || from + overlap < text.length; from += characters - overlap) {
    pieces.push(text.slice(from, from + characters).toWellFormed());
  }
  return pieces;
}

/** Of the pieces of one text, category by category what is worst. */
function worst(pieces: readonly (readonly Verdict[])[]): Verdict[] {
  const found = new Map<string, Verdict>();
  for (const { category, score, flagged } of pieces.flat()) {
    const before = found.get(category) ?? { score: 0, flagged: false };
    found.set(category, {
      category,
      score: Math.max(score, before.score),
      flagged: flagged || before.flagged,
    });
  }
  return [...found.values()];
}

/**
 * OpenAI's moderation, which is free of charge, or that of any service with the same API at the client's base URL.
 *
 * @throws by `moderate`: TextsRefused, QuotaExceeded; RetryableError when the service is down, busy or answers for
 *   fewer texts than it was asked about
 */
export function createOpenAiModerator(client: OpenAiClient): Moderator {
  const ask = async (input: string[]): Promise<{ model: string; verdicts: Verdict[][] }> => {
    const answer = await askAboutTexts(
      client,
      `ask for moderation of ${input.length} texts`,
      `Does the service have ${model}? Else leave moderation out ("moderation" is none).`,
      answerSchema,
      (openai) => openai.moderations.create({ model, input }),
    );
    if (answer.results.length !== input.length) {
      throw new RetryableError(
        `Asked ${client.service} for moderation of ${input.length} texts, it answered for ${answer.results.length}.`,
      );
    }
    const verdicts = answer.results.map(({ categories, category_scores }) => {
      const flags = new Map(Object.entries(categories));
      const scores = new Map(Object.entries(category_scores));
      return [...new Set([...flags.keys(), ...scores.keys()])].map((category) => ({
        category,
        score: scores.get(category) ?? 0,
        flagged: flags.get(category) === true,
      }));
    });
    return { model: answer.model, verdicts };
  };
  return {
    async moderate(texts) {
      const pieces = texts.flatMap((text, of) => piecesOf(text).map((input) => ({ of, input })));
      const models = new Set<string>();
      const found: Verdict[][][] = texts.map(() => []);
      for (let from = 0; from < pieces.length; from += textsPerRequest) {
        const part = pieces.slice(from, from + textsPerRequest);
        const { model: answered, verdicts } = await ask(part.map(({ input }) => input));
        models.add(answered);
        for (const [at, { of }] of part.entries()) found[of]?.push(verdicts[at] ?? []);
      }
      return { models: [...models].sort(), verdicts: found.map(worst) };
    },
  };
}
