import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerRoutes, completeUnread } from './answers.ts';
import { batchRoutes } from './batches.ts';
import { embeddingRoutes } from './embeddings.ts';
import { controlRoutes, faultError, Script } from './faults.ts';
import { Files, fileRoutes } from './files.ts';
import { type Answer, ApiError, type Route } from './http.ts';
import { jobRoutes } from './jobs.ts';
import { Models, modelRoutes } from './models.ts';
import { uploadRoutes } from './uploads.ts';

export const notice = 'This is a stand-in for the OpenAI API, for trying and testing. It is not OpenAI.';

export interface StandInOptions {
  /** 0 (the default) takes a free port. */
  readonly port?: number;
  /** The only key that is let in; without it any key is. */
  readonly key?: string;
  /** How long a job keeps each status, in milliseconds; 200 unless told. */
  readonly stepMilliseconds?: number;
  /** Dates that replace the documented ones, by base model: `YYYY-MM-DD`, or null for none. */
  readonly shutdownDates?: Readonly<Record<string, string | null>>;
  /** One line for each request: method, path, status, milliseconds. Never a body. */
  log?(line: string): void;
}

export interface StandIn {
  /** The base URL for OpenAI's SDK, such as `http://127.0.0.1:41234/v1`. */
  readonly url: string;
  /** Told what to do wrong, at any time; the same as `POST /_stand-in/faults` and `/_stand-in/jobs`. */
  readonly script: Script;
  /** `METHOD path status` of every request so far, oldest first. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

const authorised = (request: IncomingMessage, key: string | undefined): boolean => {
  const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  return given !== undefined && (key === undefined || given === key);
};

async function send(response: ServerResponse, answer: Answer): Promise<void> {
  if ('json' in answer) {
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer.json));
    return;
  }
  response.setHeader('content-type', answer.type);
  await pipeline(createReadStream(answer.file), response);
}

/** The beginning of an answer, and nothing more. */
const cutWithin = (response: ServerResponse): void => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"id": "', () => response.destroy());
};

/** Starts an OpenAI stand-in on loopback. What it is told and taught lives until `close`. */
export async function createStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const { port = 0, key, stepMilliseconds = 200, shutdownDates, log } = options;
  const folder = await mkdtemp(join(tmpdir(), 'openai-stand-in-'));
  const script = new Script();
  const files = new Files(folder);
  const models = new Models(shutdownDates);
  const closing = new AbortController();
  const pause = () => sleep(stepMilliseconds, undefined, { ref: false, signal: closing.signal });
  const about: Route = {
    method: 'GET',
    pattern: /^\/$/,
    answer: () => ({ json: { name: 'openai-stand-in', notice } }),
  };
  const open = [about, ...controlRoutes(script)];
  const routes = [
    ...fileRoutes(files),
    ...uploadRoutes(files),
    ...jobRoutes({ files, models, script, pause }),
    ...modelRoutes(models),
    ...answerRoutes(models),
    ...embeddingRoutes,
    ...batchRoutes({ files, script, pause, complete: (body) => completeUnread(models, body) }),
  ];
  const requests: string[] = [];

  async function answer(request: IncomingMessage, path: string, query: URLSearchParams): Promise<Answer> {
    const method = request.method ?? 'GET';
    const route = [...open, ...routes].find((one) => one.method === method && one.pattern.test(path));
    if (!route) throw new ApiError(404, `Unknown request URL: ${method} ${path}.`, 'unknown_url');
    if (!open.includes(route) && !authorised(request, key)) {
      throw new ApiError(401, 'Incorrect API key provided.', 'invalid_api_key');
    }
    const caught = (route.pattern.exec(path) ?? []).slice(1).map(decodeURIComponent);
    return route.answer({ method, path, query, request, caught });
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const began = performance.now();
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://stand-in');
    response.setHeader('server', 'openai-stand-in').setHeader('x-openai-stand-in', notice);
    response.setHeader('x-request-id', randomUUID());
    const fault = pathname.startsWith('/_') ? undefined : script.nextFault(request.method ?? '', pathname);
    try {
      if (fault?.delayMs) await sleep(fault.delayMs, undefined, { ref: false });
      const { drop, cut, says } = fault ?? {};
      const fails = fault !== undefined && (drop || cut || says !== undefined || fault.status !== undefined);
      const done = fails && !fault.after ? undefined : await answer(request, pathname, searchParams);
      if (drop) return void request.socket.destroy();
      if (cut) return cutWithin(response);
      if (says !== undefined) return await send(response, { json: says });
      if (fault?.retryAfter !== undefined) response.setHeader('retry-after', String(fault.retryAfter));
      if (fails) throw faultError(fault);
      if (done) await send(response, done);
    } catch (error) {
      const told = error instanceof ApiError ? error : new ApiError(500, 'The server had an error.', 'server_error');
      response.statusCode = told.status;
      if (!response.headersSent) await send(response, { json: told.body });
      // What is left of the body is read and thrown away, so that the connection can be used again.
      request.resume();
    } finally {
      requests.push(`${request.method} ${pathname} ${response.statusCode}`);
      log?.(`openai-stand-in ${requests.at(-1)} ${Math.round(performance.now() - began)} ms`);
    }
  }

  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', () => resolve());
  });
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : port}/v1`;
  log?.(`openai-stand-in ${url} ${notice}`);
  return {
    url,
    script,
    requests,
    close: async () => {
      closing.abort();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      // A training may be writing its last file.
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 20 });
    },
  };
}
