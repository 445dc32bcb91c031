import OpenAI from 'openai';
import { BrokenAnswer, RetryableError, TerminalError } from '../core/errors.ts';
import { QuotaExceeded, quotable, TrainerRefused, TrainingNotAvailable, WrongKey } from '../core/training/errors.ts';

export interface OpenAiSettings {
  /** Such as `https://api.openai.com/v1`: any service with the same API. */
  readonly baseUrl: string;
  /** Reads the API key anew at each call. */
  readonly key: () => Promise<string>;
  /** How often the SDK asks again by itself, from half a second to eight apart; 3 unless told. */
  readonly retries?: number;
  /** Milliseconds a request may take; half a minute unless told. Uploads and answers may take longer. */
  readonly patience?: number;
}

/** The service behind the base URL, as a sentence begins with it. */
const serviceAt = (baseUrl: string): string => {
  const { host } = new URL(baseUrl);
  return host === 'api.openai.com' ? 'OpenAI' : `The service at ${host}`;
};

/** For what need not be there any more: null, for an answer without a body is undefined. A project that may not use a model is told so by 403, with the code of 404. */
export const gone = (error: unknown): null => {
  if (error instanceof OpenAI.NotFoundError) return null;
  if (error instanceof OpenAI.PermissionDeniedError && error.code === 'model_not_found') return null;
  throw error;
};

/** What has ended cannot be cancelled: 400 or 409, from service to service. */
export const over = (error: unknown): null => {
  if (error instanceof OpenAI.BadRequestError || error instanceof OpenAI.ConflictError) return null;
  return gone(error);
};

const usedUp = ['insufficient_quota', 'exceeded_quota', 'billing_hard_limit_reached', 'billing_not_active'];

const mayPass = (status: number | undefined): boolean =>
  status === undefined || status === 408 || status === 409 || status === 429 || status >= 500;

/** What is no such code may be a sentence, which may quote. */
const codes = /^[\w.-]{1,40}$/;

const later =
  "Nothing is lost and nothing was promoted. Look at the service's status page and start the run again later.";

interface Asked {
  readonly service: string;
  readonly doing: string;
  /** Whether the request held what people said: then nothing is passed on that may quote it. */
  readonly aboutTexts: boolean;
}

function refusal({ status, code = null, message }: InstanceType<typeof OpenAI.APIError>, { doing, aboutTexts }: Asked) {
  if (!aboutTexts) return new TrainerRefused(doing, status, code, quotable(message));
  const fit = code !== null && codes.test(code) ? code : null;
  const said = 'what it says of it is left out here, for it may quote what people wrote.';
  return new TrainerRefused(doing, status, fit, said, "Look for the reason in the trainer's console.");
}

/**
 * What an error means for us. What is neither the SDK's nor ours comes from reading the answer, which broke off or is
 * none: the SDK reads it after its own retries.
 */
function translated(error: unknown, asked: Asked): Error {
  const { service, doing, aboutTexts } = asked;
  if (error instanceof RetryableError || error instanceof TerminalError) return error;
  if (!(error instanceof OpenAI.APIError)) {
    // Without its cause: what cannot be read as JSON is quoted by whoever tried.
    return new BrokenAnswer(
      `Could not ${doing}: ${service} gave an answer that cannot be read, or broke it off. ${later}`,
    );
  }
  const { status, code = null, message } = error;
  if (status === 401) return new WrongKey(service);
  if (status === 403 && `${code} ${message}`.includes('training_not_available'))
    return new TrainingNotAvailable(service);
  if (status === 429 && usedUp.includes(code ?? '')) return new QuotaExceeded(service);
  if (!mayPass(status)) return refusal(error, asked);
  const answered = status === undefined ? 'did not answer' : `answered HTTP ${status}`;
  return new RetryableError(
    `Could not ${doing}: ${service} ${answered}, however often it was asked. ${later}`,
    aboutTexts ? {} : { cause: error },
  );
}

/**
 * The SDK's client with the house's errors. It is made at the first call. When the service refuses the key, it is read
 * anew, and the call made once more where somebody has put another: a key that is put before the old one ends costs
 * no run and no erasure.
 */
export class OpenAiClient {
  readonly service: string;
  readonly host: string;
  readonly #settings: OpenAiSettings;
  #client: Promise<OpenAI> | undefined;

  constructor(settings: OpenAiSettings) {
    this.#settings = settings;
    this.service = serviceAt(settings.baseUrl);
    this.host = new URL(settings.baseUrl).host;
  }

  async #make(): Promise<OpenAI> {
    const { baseUrl, key, retries = 3, patience = 30_000 } = this.#settings;
    return new OpenAI({ apiKey: await key(), baseURL: baseUrl, maxRetries: retries, timeout: patience });
  }

  /** What keeps the client from being made, such as a secret that nobody has set, is thrown as it is. */
  #connected(): Promise<OpenAI> {
    this.#client ??= this.#make().catch((error: unknown) => {
      this.#client = undefined;
      throw error;
    });
    return this.#client;
  }

  /** Whether there is another key than the refused one by now: it is read anew, unless another call has done so. */
  async #renewed(refused: OpenAI): Promise<boolean> {
    if ((await this.#connected()).apiKey !== refused.apiKey) return true;
    this.#client = undefined;
    return (await this.#connected()).apiKey !== refused.apiKey;
  }

  async #ask<T>(asked: Asked, work: (client: OpenAI) => Promise<T>, again = true): Promise<T> {
    const client = await this.#connected();
    try {
      return await work(client);
    } catch (error) {
      const told = translated(error, asked);
      if (!(told instanceof WrongKey)) throw told;
      if (again && (await this.#renewed(client))) return this.#ask(asked, work, false);
      this.#client = undefined;
      throw told;
    }
  }

  /**
   * @param doing as in "Could not …": ids may stand in it, text of people may not
   * @param work asks, and reads the answer: what it throws by itself says that the answer is none. It may be called a
   *   second time, with another key, so it opens by itself what it sends
   * @throws RetryableError when the service is down, slow, busy or in error after the SDK's own retries; BrokenAnswer
   *   for an answer that breaks off or cannot be read
   * @throws WrongKey, TrainingNotAvailable, QuotaExceeded, TrainerRefused
   */
  call<T>(doing: string, work: (client: OpenAI) => Promise<T>): Promise<T> {
    return this.#ask({ service: this.service, doing, aboutTexts: false }, work);
  }

  /** As `call`, for a request with what people said: of an error only status and code are passed on. */
  callAboutTexts<T>(doing: string, work: (client: OpenAI) => Promise<T>): Promise<T> {
    return this.#ask({ service: this.service, doing, aboutTexts: true }, work);
  }
}
