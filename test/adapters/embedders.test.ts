/** @jest-environment ./test/native-arrays-environment.js */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttp2Server, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import OpenAI from 'openai';
import { createBedrockEmbedder } from '../../layers/adapters/bedrock-embedder.ts';
import { createMinilmEmbedder } from '../../layers/adapters/minilm/embedder.ts';
import { findMinilmEmbedder } from '../../layers/adapters/minilm/find-embedder.ts';
import { createOpenAiEmbedder } from '../../layers/adapters/openai-embedder.ts';
import { cosine } from '../../layers/core/quality/embedder.ts';

/** Twelve words and four numbers a word: a real ONNX model, small enough to keep here. */
const tinyModel = join(import.meta.dirname, 'tiny-model');

const bodyOf = async (request: AsyncIterable<Buffer>): Promise<string> =>
  Buffer.concat(await Array.fromAsync(request)).toString();

/** A service on loopback that answers every request by a function of its path and body. */
async function serving(
  answer: (path: string, body: string) => unknown,
  protocol: 'http/1.1' | 'http/2' = 'http/1.1',
): Promise<{ url: string; close: () => void }> {
  const handle = async (
    request: IncomingMessage | Http2ServerRequest,
    response: Pick<ServerResponse | Http2ServerResponse, 'setHeader' | 'end'>,
  ) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer(request.url ?? '', await bodyOf(request))));
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

  it.each([['no model', join(import.meta.dirname, 'nowhere'), '"npm run fetch-model" gets it']])(
    'says in one line that it goes without: %s',
    async (_, folder, reason) => {
      const said: string[] = [];
      expect(await findMinilmEmbedder(folder, (line) => said.push(line))).toBeUndefined();
      expect(said).toEqual([expect.stringContaining(reason)]);
    },
  );
});

describe('OpenAI embeddings', () => {
  it('keeps the order of the texts over several requests, and asks for floats of the given length', async () => {
    const asked: { input: string[]; dimensions: number; model: string }[] = [];
    const { url, close } = await serving((_, body) => {
      const request = JSON.parse(body);
      asked.push(request);
      const data = request.input.map((text: string, index: number) => ({ index, embedding: [text.length, 1] }));
      return { data: data.reverse() };
    });
    const client = new OpenAI({ apiKey: 'a-key', baseURL: url });
    const texts = Array.from({ length: 300 }, (_, i) => 'x'.repeat(i));
    const vectors = await createOpenAiEmbedder(client, { dimensions: 2 }).embed(texts);
    close();
    expect(asked.map(({ input }) => input.length)).toEqual([256, 44]);
    expect(asked[0]).toMatchObject({ model: 'text-embedding-3-small', dimensions: 2 });
    expect(vectors.map((vector) => (vector[0] ?? 0) / (vector[1] ?? 0)).map(Math.round)).toEqual(
      texts.map(({ length }) => length || 1),
    );
    expect(lengthOf(vectors[7])).toBeCloseTo(1);
  });
});

describe('Bedrock embeddings', () => {
  it('asks Titan once a text and keeps the order', async () => {
    const { url, close } = await serving((path, body) => {
      expect(decodeURIComponent(path)).toBe('/model/amazon.titan-embed-text-v2:0/invoke');
      const { inputText, dimensions } = JSON.parse(body);
      return { embedding: [inputText.length, dimensions] };
    }, 'http/2');
    const credentials = { accessKeyId: 'none', secretAccessKey: 'none' };
    const client = new BedrockRuntimeClient({ endpoint: url, region: 'us-east-1', credentials });
    const vectors = await createBedrockEmbedder(client, 256).embed(['one', 'three', '']);
    client.destroy();
    close();
    expect(vectors.map((vector) => Math.round((256 * (vector[0] ?? 0)) / (vector[1] ?? 1)))).toEqual([3, 5, 1]);
  });
});
