import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import * as z from 'zod';
import { OpenAiClient } from '../../layers/adapters/openai-client.ts';
import { createOpenAiModerator } from '../../layers/adapters/openai-moderator.ts';
import { TextsRefused } from '../../layers/adapters/openai-texts.ts';
import { RetryableError } from '../../layers/core/errors.ts';
import { secondOpinions } from '../../layers/core/quality/safety/moderator.ts';
import { openStandIn } from '../support/stand-in.ts';

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
    const { models, opinions } = await secondOpinions(moderator, dialogues, 0.5);
    close();
    expect(models).toEqual(['omni-moderation-latest']);
    expect(asked.map((texts) => texts.length)).toEqual([32, 10]);
    expect(opinions[7]?.categories).toEqual(['crisis_suicide']);
    expect(opinions[9]?.categories).toEqual(['violence_threat']);
    expect(opinions.filter(({ categories }) => categories.length > 0)).toHaveLength(2);
  });

  it('reads a long text to its end, in pieces that overlap, without half surrogates', async () => {
    const { asked, moderator, close } = await serving();
    const long = `\ud800${'x'.repeat(15_600)}so sad, and on ${'y'.repeat(40_000)} a fight`;
    const { verdicts } = await moderator.moderate(['short', long]);
    close();
    const pieces = asked.flat().slice(1);
    expect(pieces.every((piece) => piece.isWellFormed() && piece.length <= 16_000)).toBe(true);
    expect(pieces.length).toBeGreaterThan(3);
    expect(verdicts.map((each) => each.map(({ score }) => score))).toEqual([
      [0.01, 0],
      [0.9, 0.6],
    ]);
  });

  it('asks nothing when there is nothing to ask', async () => {
    const { asked, moderator, close } = await serving();
    expect(await secondOpinions(moderator, [], 0.5)).toEqual({ models: [], opinions: [] });
    close();
    expect(asked).toEqual([]);
  });

  it('does not take an answer for too few texts', async () => {
    const { moderator, close } = await serving((input) => input.slice(1));
    await expect(moderator.moderate(['one', 'two'])).rejects.toThrow(RetryableError);
    close();
  });
});

describe('the stand-in for moderation', () => {
  const moderatorAt = (baseUrl: string) =>
    createOpenAiModerator(new OpenAiClient({ baseUrl, key: async () => 'right-key', retries: 1 }));

  it('says that it is one, where a manifest will name it', async () => {
    const { standIn } = await openStandIn();
    const { models, verdicts } = await moderatorAt(standIn.url).moderate(['A walk.', 'You should kill yourself.']);
    expect(models).toEqual(['stand-in-for-omni-moderation-latest']);
    expect(verdicts.map((each) => each.filter(({ flagged }) => flagged))).toEqual([
      [],
      [{ category: 'self-harm', score: 0.99, flagged: true }],
    ]);
  });

  it('is asked again when it is busy for a moment', async () => {
    const { standIn } = await openStandIn();
    standIn.script.addFault({ route: 'POST /v1/moderations', status: 429, retryAfter: 0.01 });
    expect((await moderatorAt(standIn.url).moderate(['A walk.'])).verdicts).toHaveLength(1);
  });

  it.each([
    [
      'busy for long',
      { status: 500, times: 0, retryAfter: 0.01 },
      RetryableError,
      'Could not ask for moderation of 1 texts',
    ],
    ['without the model', { status: 404, code: 'model_not_found' }, TextsRefused, 'HTTP 404, model_not_found'],
  ])('fails in words, without a word of the text: %s', async (_, fault, kind, words) => {
    const { standIn } = await openStandIn();
    standIn.script.addFault({ route: 'POST /v1/moderations', message: 'bad: my secret thought', ...fault });
    const failed = await moderatorAt(standIn.url)
      .moderate(['my secret thought'])
      .catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(kind);
    expect(String(failed)).toContain(words);
    expect(inspect(failed)).not.toContain('secret');
  });
});
