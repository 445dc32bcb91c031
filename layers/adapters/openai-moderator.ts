import { RetryableError } from '../core/errors.ts';
import type { Moderator } from '../core/quality/safety/moderator.ts';
import type { OpenAiClient } from './openai-client.ts';

/** Fewer texts keep a retry cheap and a request well under the service's limit. */
const textsPerRequest = 32;

/** What a person writes in one turn is shorter; the rest of a longer text adds cost, not insight. */
const maximumCharacters = 16_000;

/**
 * OpenAI's moderation, which is free of charge, or that of any service with the same API at the client's base URL.
 *
 * @throws RetryableError when the service is down, busy or answers for fewer texts than it was asked about
 */
export const createOpenAiModerator = (client: OpenAiClient, model = 'omni-moderation-latest'): Moderator => ({
  name: `${client.service}/${model}`,
  async moderate(texts) {
    const scores: Record<string, number>[] = [];
    for (let from = 0; from < texts.length; from += textsPerRequest) {
      const input = texts
        .slice(from, from + textsPerRequest)
        .map((text) => text.slice(0, maximumCharacters).toWellFormed());
      const { results } = await client.call('ask for moderation', (openai) =>
        openai.moderations.create({ model, input }),
      );
      if (results.length !== input.length) {
        throw new RetryableError(
          `Asked about ${input.length} texts, ${client.service} answered for ${results.length}.`,
        );
      }
      scores.push(...results.map(({ category_scores }) => ({ ...category_scores })));
    }
    return scores;
  },
});
