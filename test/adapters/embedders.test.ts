/** @jest-environment ./test/native-arrays-environment.js */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttp2Server, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { BedrockRefused, createBedrockEmbedder } from '../../layers/adapters/bedrock-embedder.ts';
import { bedrockClient } from '../../layers/adapters/clients.ts';
import { createMinilmEmbedder } from '../../layers/adapters/minilm/embedder.ts';
import { findMinilmEmbedder } from '../../layers/adapters/minilm/find-embedder.ts';
import { OpenAiClient } from '../../layers/adapters/openai-client.ts';
import { createOpenAiEmbedder } from '../../layers/adapters/openai-embedder.ts';
import { TextsRefused } from '../../layers/adapters/openai-texts.ts';
import { RetryableError } from '../../layers/core/errors.ts';
import { cosine } from '../../layers/core/quality/embedder.ts';
import { QuotaExceeded } from '../../layers/core/training/errors.ts';
import { openStandIn } from '../support/stand-in.ts';

/** Twelve words and four numbers a word: a real ONNX model, small enough to keep here. */
const tinyModel = join(import.meta.dirname, 'tiny-model');

const bodyOf = async (request: AsyncIterable<Buffer>): Promise<string> =>
  Buffer.concat(await Array.fromAsync(request)).toString();

/** A service on loopback that answers every request by a function of its path and body; a string goes as it is. */
async function serving(
  answer: (path: string, body: string) => unknown,
  protocol: 'http/1.1' | 'http/2' = 'http/1.1',
): Promise<{ url: string; close: () => void }> {
  const handle = async (
    request: IncomingMessage | Http2ServerRequest,
    response: Pick<ServerResponse | Http2ServerResponse, 'setHeader' | 'end'>,
  ) => {
    response.setHeader('content-type', 'application/json');
    const answered = await answer(request.url ?? '', await bodyOf(request));
    response.end(typeof answered === 'string' ? answered : JSON.stringify(answered));
  };
  const server = protocol === 'http/2' ? createHttp2Server(handle) : createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

const lengthOf = (vector: Float32Array | undefined) => (vector ? Math.sqrt(cosine(vector, vector)) : Number.NaN);

describe('MiniLM', () => {
  it('gives unit vectors, the same for the same text, whatever was asked before', async () => {
    const embedder = await createMinilmEmbedder(tinyModel);
    const [knee, pasta, again] = await embedder.embed(['My knee hurts', 'pasta', 'my KNEE hurts']);
    expect(embedder.dimensions).toBe(4);
    expect(lengthOf(knee)).toBeCloseTo(1);
    expect(again).toEqual(knee);
    expect(pasta).not.toEqual(knee);
  });

  it('answers for texts that no one would write', async () => {
    const embedder = await createMinilmEmbedder(tinyModel);
    const vectors = await embedder.embed(['', '\ud800 knee', 'knee '.repeat(200_000), 'k'.repeat(1_000_000)]);
    expect(vectors.map(({ length }) => length)).toEqual([4, 4, 4, 4]);
    expect(vectors.flatMap((vector) => [...vector]).every(Number.isFinite)).toBe(true);
  });

  it('says in one line that it goes without, where there is no model', async () => {
    const said: string[] = [];
    const folder = join(import.meta.dirname, 'nowhere');
    expect(await findMinilmEmbedder(folder, (line) => said.push(line))).toBeUndefined();
    expect(said).toEqual([expect.stringContaining('"npm run fetch-model" gets it')]);
  });
});

/** A client that asks twice at most, so that a test of failures does not wait. */
const openAiAt = (baseUrl: string, key = 'right-key') =>
  new OpenAiClient({ baseUrl, key: async () => key, retries: 1 });

describe('OpenAI embeddings', () => {
  it('keeps the order of the texts over several requests, and asks for floats of the given length', async () => {
    const asked: { input: string[]; dimensions: number; model: string }[] = [];
    const { url, close } = await serving((_, body) => {
      const request = JSON.parse(body);
      asked.push(request);
      const data = request.input.map((text: string, index: number) => ({ index, embedding: [text.length, 1] }));
      return { data: data.reverse() };
    });
    const texts = Array.from({ length: 300 }, (_, i) => 'x'.repeat(i));
    const vectors = await createOpenAiEmbedder(openAiAt(url), { dimensions: 2 }).embed(texts);
    close();
    expect(asked.map(({ input }) => input.length)).toEqual([256, 44]);
    expect(asked[0]).toMatchObject({ model: 'text-embedding-3-small', dimensions: 2 });
    expect(vectors.map((vector) => (vector[0] ?? 0) / (vector[1] ?? 0)).map(Math.round)).toEqual(
      texts.map(({ length }) => length || 1),
    );
    expect(lengthOf(vectors[7])).toBeCloseTo(1);
  });

  it('sends no request, and no text, with more bytes than the service takes tokens', async () => {
    const asked: string[][] = [];
    const { url, close } = await serving((_, body) => {
      const { input } = JSON.parse(body);
      asked.push(input);
      return { data: input.map((_text: string, index: number) => ({ index, embedding: [1, 0] })) };
    });
    const long = ['a'.repeat(50_000), '語'.repeat(50_000), `${'🏋'.repeat(50_000)}`, '\ud800 lone'];
    const texts = Array.from({ length: 120 }, (_, i) => long[i % long.length] ?? '');
    expect(await createOpenAiEmbedder(openAiAt(url), { dimensions: 2 }).embed(texts)).toHaveLength(120);
    close();
    for (const input of asked) {
      expect(Buffer.byteLength(input.join(''))).toBeLessThanOrEqual(300_000);
      expect(input.every((text) => Buffer.byteLength(text) <= 8_191 && text.isWellFormed())).toBe(true);
    }
    expect(asked.length).toBeGreaterThan(1);
  });

  it('hears the stand-in, which says in its answers that it is one', async () => {
    const { standIn, client } = await openStandIn();
    const [knee, same, other] = await createOpenAiEmbedder(openAiAt(standIn.url)).embed([
      'My knee hurts on stairs',
      'on stairs my knee hurts',
      'We bake bread',
    ]);
    expect(knee).toHaveLength(384);
    expect(knee && same ? cosine(knee, same) : 0).toBeCloseTo(1);
    expect(knee && other ? cosine(knee, other) : 1).toBeLessThan(0.3);
    const told = await client.embeddings.create({ model: 'text-embedding-3-small', input: 'hello' });
    expect(told.model).toBe('stand-in-for-text-embedding-3-small');
    expect(told.data[0]?.embedding).toHaveLength(1536);
  });

  it('asks again by itself when the service is busy for a moment', async () => {
    const { standIn } = await openStandIn();
    standIn.script.addFault({ route: 'POST /v1/embeddings', status: 429, retryAfter: 0.01 });
    expect(await createOpenAiEmbedder(openAiAt(standIn.url)).embed(['hello'])).toHaveLength(1);
    expect(standIn.requests.map((line) => line.slice(-3))).toEqual(['429', '200']);
  });

  const secret = 'my secret thought';
  it.each([
    ['busy for long', { status: 503, retryAfter: 0.01, times: 0 }, RetryableError, 'answered HTTP 503'],
    [
      'an unknown model',
      { status: 404, code: 'model_not_found', message: `no ${secret}` },
      TextsRefused,
      'HTTP 404, model_not_found',
    ],
    [
      'a refusal that quotes',
      { status: 400, code: 'invalid_value', message: `bad '${secret}'` },
      TextsRefused,
      'HTTP 400',
    ],
    [
      'used-up credit',
      { status: 429, code: 'insufficient_quota', times: 0, retryAfter: 0.01 },
      QuotaExceeded,
      'Add credit',
    ],
  ])('says in words, without a word of the text: %s', async (_, fault, kind, words) => {
    const { standIn } = await openStandIn();
    standIn.script.addFault({ route: 'POST /v1/embeddings', ...fault });
    const failed = await createOpenAiEmbedder(openAiAt(standIn.url))
      .embed([secret])
      .catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(kind);
    expect(String(failed)).toContain(words);
    expect(inspect(failed)).not.toContain('secret');
  });

  it('says that the key is refused, and where keys are put', async () => {
    const { standIn } = await openStandIn();
    const embedding = createOpenAiEmbedder(openAiAt(standIn.url, 'wrong-key')).embed(['hello']);
    await expect(embedding).rejects.toThrow(/refuses the API key\. Put a valid one into the secret .* OPENAI_API_KEY/);
  });

  it.each([
    ['too few vectors', { data: [] }, /embed 1 texts, got 0 vectors/],
    ['vectors of another length', { data: [{ index: 0, embedding: [1, 2, 3] }] }, /vectors of 3 numbers where 2 were/],
  ])('takes no answer of %s', async (_, answer, words) => {
    const { url, close } = await serving(() => answer);
    await expect(createOpenAiEmbedder(openAiAt(url), { dimensions: 2 }).embed(['hello'])).rejects.toThrow(words);
    close();
  });
});

/** Answers that a service gives in trouble, or one that speaks another language. */
const noAnswers: readonly (readonly [name: string, answer: unknown])[] = [
  ['nothing', {}],
  ['a page', '<html>my secret thought</html>'],
  ['a cut answer', '{"data": [{"embedding": [1, "my secret thought'],
  ['no vector', { data: [{ index: 0, embedding: null }], embedding: null }],
  ['a word for a number', { data: [{ index: 0, embedding: [1, 'secret'] }], embedding: [1, 'secret'] }],
];

it.each(noAnswers)('OpenAI: %s is no answer, and nothing of it is told', async (_, answer) => {
  const { url, close } = await serving(() => answer);
  const failed = await createOpenAiEmbedder(openAiAt(url), { dimensions: 2 })
    .embed(['my secret thought'])
    .catch((error: unknown) => error);
  close();
  expect(failed).toBeInstanceOf(RetryableError);
  expect(String(failed)).toContain('gave an answer that cannot be read');
  expect(inspect(failed)).not.toContain('secret');
});

describe('Bedrock embeddings', () => {
  const credentials = { accessKeyId: 'none', secretAccessKey: 'none' };
  const clientAt = (endpoint: string) =>
    new BedrockRuntimeClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 2 });

  it('asks Titan once a text, a few at a time, and keeps the order', async () => {
    let [underWay, most] = [0, 0];
    let waiting: (() => void)[] = [];
    const { url, close } = await serving(async (path, body) => {
      most = Math.max(most, ++underWay);
      expect(decodeURIComponent(path)).toBe('/model/amazon.titan-embed-text-v2:0/invoke');
      const { inputText, dimensions, normalize } = JSON.parse(body);
      // Nobody is answered before eight have come.
      const others = new Promise<void>((resolve) => waiting.push(resolve));
      if (waiting.length === 8) {
        for (const answer of waiting) answer();
        waiting = [];
      }
      await others;
      underWay--;
      return {
        embedding: [inputText.length, dimensions, normalize ? 0 : 1, ...Array(253).fill(0)],
        inputTextTokenCount: 1,
      };
    }, 'http/2');
    const client = clientAt(url);
    const texts = Array.from({ length: 40 }, (_, i) => 'x'.repeat(i));
    const vectors = await createBedrockEmbedder(client, 256).embed(texts);
    client.destroy();
    close();
    expect(vectors.map((vector) => Math.round((256 * (vector[0] ?? 0)) / (vector[1] ?? 1)))).toEqual(
      texts.map(({ length }) => length || 1),
    );
    expect(most).toBe(8);
  });

  it.each([
    ['ThrottlingException', 429, RetryableError, 'did not answer (ThrottlingException, HTTP 429)'],
    ['AccessDeniedException', 403, BedrockRefused, 'may this account and role invoke it (bedrock:InvokeModel)?'],
    ['ValidationException', 400, BedrockRefused, 'refuses (ValidationException, HTTP 400)'],
  ])('says in words, without a word of the text: %s', async (name, status, kind, words) => {
    const server = createHttp2Server((_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': name });
      response.end(JSON.stringify({ message: 'bad: my secret thought' }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    const { port } = server.address() as AddressInfo;
    const client = clientAt(`http://127.0.0.1:${port}`);
    const failed = await createBedrockEmbedder(client)
      .embed(['my secret thought'])
      .catch((error: unknown) => error);
    client.destroy();
    server.close();
    expect(failed).toBeInstanceOf(kind);
    expect(String(failed)).toContain(words);
    expect(inspect(failed)).not.toContain('secret');
  });

  it.each(noAnswers)('%s is no answer, and nothing of it is told', async (_, answer) => {
    const { url, close } = await serving(() => answer, 'http/2');
    const client = clientAt(url);
    const failed = await createBedrockEmbedder(client)
      .embed(['my secret thought'])
      .catch((error: unknown) => error);
    client.destroy();
    close();
    expect(failed).toBeInstanceOf(BedrockRefused);
    expect(String(failed)).toContain('did not answer with a vector of 512 numbers');
    expect(inspect(failed)).not.toContain('secret');
  });

  it.each([
    ['CredentialsProviderError', 'Could not load credentials from any providers', 'no credentials of AWS were found'],
    ['Error', 'Region is missing', 'no region is set: set AWS_REGION'],
  ])('says what is missing before anybody is asked: %s, %s', async (name, message, words) => {
    const send = () => Promise.reject(Object.assign(new Error(message), { name }));
    const failed = await createBedrockEmbedder({ send })
      .embed(['hello'])
      .catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(BedrockRefused);
    expect(String(failed)).toContain(words);
  });

  it('does not wait for ever for a service that is silent', async () => {
    const server = createHttp2Server(() => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    const { port } = server.address() as AddressInfo;
    const before = { ...process.env };
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: `http://127.0.0.1:${port}`,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'none',
      AWS_SECRET_ACCESS_KEY: 'none',
    });
    const client = bedrockClient({ patience: 200, attempts: 1 });
    const failed = await createBedrockEmbedder(client)
      .embed(['hello'])
      .catch((error: unknown) => error);
    process.env = before;
    client.destroy();
    server.close();
    expect(failed).toBeInstanceOf(RetryableError);
    expect(String(failed)).toContain('did not answer (TimeoutError)');
  });
});
