import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as z from 'zod';
import { OpenAiClient } from '../../layers/adapters/openai-client.ts';
import { createOpenAiModerator } from '../../layers/adapters/openai-moderator.ts';
import { RetryableError } from '../../layers/core/errors.ts';
import { secondOpinions } from '../../layers/core/quality/safety/moderator.ts';

const requestSchema = z.object({ model: z.string(), input: z.array(z.string()) });

/** A moderation service on loopback: what it was asked, and scores by words in the text. */
async function serving(answersFor: (input: string[]) => string[] = (input) => input) {
  const asked: string[][] = [];
  const server = createServer(async (request, response) => {
    const { model, input } = requestSchema.parse(JSON.parse(Buffer.concat(await Array.fromAsync(request)).toString()));
    asked.push(input);
    const results = answersFor(input).map((text) => ({
      flagged: text.includes('sad'),
      categories: {},
      category_scores: {
        'self-harm/intent': text.includes('sad') ? 0.9 : 0.01,
        violence: text.includes('fight') ? 0.6 : 0,
      },
    }));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ id: 'modr-1', model, results }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port }: AddressInfo = z
    .object({ address: z.string(), family: z.string(), port: z.number() })
    .parse(server.address());
  const client = new OpenAiClient({ baseUrl: `http://127.0.0.1:${port}/v1`, key: async () => 'sk-test', retries: 0 });
  return { asked, moderator: createOpenAiModerator(client), close: () => server.close() };
}

describe('OpenAI moderation', () => {
  it('is asked once about each text, in batches, and answers for each dialogue', async () => {
    const { asked, moderator, close } = await serving();
    const dialogues = Array.from({ length: 40 }, (_, i) => ({
      user: i === 7 ? 'so sad' : `user ${i}`,
      assistant: 'same reply',
      context: [{ sender: 'user' as const, text: i === 9 ? 'a fight' : '' }],
    }));
    const seen = await secondOpinions(moderator, dialogues);
    close();
    expect(asked.map((texts) => texts.length)).toEqual([32, 10]);
    expect(seen[7]).toEqual(['crisis_suicide']);
    expect(seen[9]).toEqual(['violence_threat']);
    expect(seen.flat()).toHaveLength(2);
  });

  it('sends no half surrogates and no endless text', async () => {
    const { asked, moderator, close } = await serving();
    await moderator.moderate([`\ud800${'x'.repeat(100_000)}`]);
    close();
    expect(asked[0]?.[0]?.isWellFormed()).toBe(true);
    expect(asked[0]?.[0]?.length).toBe(16_000);
  });

  it('asks nothing when there is nothing to ask', async () => {
    const { asked, moderator, close } = await serving();
    expect(await secondOpinions(moderator, [])).toEqual([]);
    close();
    expect(asked).toEqual([]);
  });

  it('does not take an answer for too few texts', async () => {
    const { moderator, close } = await serving((input) => input.slice(1));
    await expect(moderator.moderate(['one', 'two'])).rejects.toThrow(RetryableError);
    close();
  });
});
