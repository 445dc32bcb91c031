import OpenAI from 'openai';
import { RetryableError, TerminalError } from '../core/errors.ts';
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

/** For what need not be there any more. */
export const gone = (error: unknown): undefined => {
  if (error instanceof OpenAI.NotFoundError) return undefined;
  throw error;
};

/** What has ended cannot be cancelled: 400 or 409, from service to service. */
export const over = (error: unknown): undefined => {
  if (error instanceof OpenAI.BadRequestError || error instanceof OpenAI.ConflictError) return undefined;
  return gone(error);
};

const usedUp = ['insufficient_quota', 'exceeded_quota', 'billing_hard_limit_reached', 'billing_not_active'];

const mayPass = (status: number | undefined): boolean =>
  status === undefined || status === 408 || status === 409 || status === 429 || status >= 500;

/** What an error of the SDK means for us. Errors that are none of the SDK's stay what they are. */
function translated(error: unknown, service: string, doing: string): unknown {
  if (error instanceof RetryableError || error instanceof TerminalError) return error;
  if (!(error instanceof OpenAI.APIError)) return error;
  const { status, code = null, message } = error;
  if (status === 401) return new WrongKey(service);
  if (status === 403 && `${code} ${message}`.includes('training_not_available'))
    return new TrainingNotAvailable(service);
  if (status === 429 && usedUp.includes(code ?? '')) return new QuotaExceeded(service);
  if (!mayPass(status)) return new TrainerRefused(doing, status, code, quotable(message));
  const answered = status === undefined ? 'did not answer' : `answered HTTP ${status}`;
  return new RetryableError(
    `Could not ${doing}: ${service} ${answered}, however often it was asked. Nothing is lost and nothing was ` +
      "promoted. Look at the service's status page and start the run again later.",
    { cause: error },
  );
}

/**
 * The SDK's client with the house's errors. It is made at the first call, and made anew, with the key read anew,
 * after the service has refused the key: an operator who mends the secret need not wait for the function to be renewed.
 */
export class OpenAiClient {
  readonly service: string;
  readonly #settings: OpenAiSettings;
  #client: Promise<OpenAI> | undefined;

  constructor(settings: OpenAiSettings) {
    this.#settings = settings;
    this.service = serviceAt(settings.baseUrl);
  }

  async #make(): Promise<OpenAI> {
    const { baseUrl, key, retries = 3, patience = 30_000 } = this.#settings;
    return new OpenAI({ apiKey: await key(), baseURL: baseUrl, maxRetries: retries, timeout: patience });
  }

  /**
   * @param doing as in "Could not …": ids may stand in it, text of people may not
   * @throws RetryableError when the service is down, slow, busy or in error after the SDK's own retries
   * @throws WrongKey, TrainingNotAvailable, QuotaExceeded, TrainerRefused
   */
  async call<T>(doing: string, work: (client: OpenAI) => Promise<T>): Promise<T> {
    try {
      this.#client ??= this.#make();
      return await work(await this.#client);
    } catch (error) {
      const told = translated(error, this.service, doing);
      if (told instanceof WrongKey || !(error instanceof OpenAI.APIError)) this.#client = undefined;
      throw told;
    }
  }
}
