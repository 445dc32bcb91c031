import { seconds } from './files.ts';
import { ApiError, type Route } from './http.ts';
import { NearestReply } from './nearest-reply.ts';
import type { Example } from './training-file.ts';
import { pick } from './variants.ts';

/** Base models by name, with the day on which OpenAI switches them off (as published on 2026-11-22). */
const documented: Readonly<Record<string, string | null>> = {
  'gpt-4.1-2025-04-14': '2027-01-14',
  'gpt-4.1-mini-2025-04-14': '2027-01-14',
  'gpt-4o-2024-08-06': '2027-01-14',
  'gpt-4o-mini-2024-07-18': '2027-01-14',
  'gpt-3.5-turbo-0613': '2024-09-13',
};

interface Model {
  readonly id: string;
  readonly created: number;
  readonly shutdownDate: string | null;
  /** The base model that stands at the root of all fine-tunes. */
  readonly root: string;
  /** What it was taught, oldest training first; nothing for a base model. */
  readonly taught: readonly NearestReply[];
}

/** Replies of a base model: polite, general, and much the same whatever one says. */
const bland = [
  'Thank you for sharing that. There are many ways to approach this, and what works best is different for everyone.',
  'Small, regular steps usually help more than big changes. Information on the subject is easy to find.',
  'Many people go through something like this. There are some general tips that are often useful.',
  'Being active, sleeping well and eating a balanced diet are a good foundation. Let me know if you need more details.',
] as const;

/** All models there are: base models, and the fine-tunes made while the server runs. */
export class Models {
  readonly #models = new Map<string, Model>();

  /** @param shutdownDates dates that replace the documented ones, by model; null = none announced */
  constructor(shutdownDates: Readonly<Record<string, string | null>> = {}) {
    const today = new Date().toISOString().slice(0, 10);
    for (const [id, date] of Object.entries({ ...documented, ...shutdownDates })) {
      // The demonstration must go on working after OpenAI has switched its models off; only a model that was
      // retired long ago, or that the caller retires, is gone here.
      const passed = date !== null && date <= today && id.startsWith('gpt-4') && !(id in shutdownDates);
      this.#models.set(id, { id, created: 1_700_000_000, shutdownDate: passed ? null : date, root: id, taught: [] });
    }
  }

  find(id: string): Model {
    const model = this.#models.get(id);
    if (model) return model;
    const message = `The model \`${id}\` does not exist or you do not have access to it.`;
    throw new ApiError(404, message, 'model_not_found', 'model');
  }

  /** @throws ApiError 404 for a model that is unknown or was switched off */
  alive(id: string): Model {
    const model = this.find(id);
    const today = new Date().toISOString().slice(0, 10);
    if (model.shutdownDate === null || model.shutdownDate > today) return model;
    throw new ApiError(404, `The model \`${id}\` has been deprecated.`, 'model_not_found', 'model');
  }

  /** Makes a model that knows what its base knows, and these examples. */
  teach(id: string, base: string, examples: readonly Example[]): void {
    const { root, taught, shutdownDate } = this.find(base);
    this.#models.set(id, {
      id,
      created: seconds(),
      shutdownDate,
      root,
      taught: [...taught, new NearestReply(examples)],
    });
  }

  /** A second name for a model, as checkpoints have. */
  alias(id: string, of: string): void {
    this.#models.set(id, { ...this.find(of), id });
  }

  /** The nearest training prompt's reply, of the newest training where two are equally near; bland without one. */
  reply(id: string, prompt: string): string {
    const answers = this.alive(id)
      .taught.toReversed()
      .map((taught) => taught.answer(prompt));
    const best = answers.reduce(
      (found, answer) => ((answer?.nearness ?? 0) > (found?.nearness ?? 0) ? answer : found),
      undefined,
    );
    return best?.reply ?? pick(bland, prompt);
  }

  all() {
    return [...this.#models.values()].map(view);
  }

  delete(id: string): void {
    const { taught } = this.find(id);
    if (taught.length === 0) throw new ApiError(403, 'You can only delete your own models.', null, 'model');
    this.#models.delete(id);
  }
}

const view = ({ id, created, shutdownDate, taught }: Model) => ({
  id,
  object: 'model',
  created,
  owned_by: taught.length > 0 ? 'stand-in' : 'system',
  shutdown_date: shutdownDate,
});

export const modelRoutes = (models: Models): Route[] => [
  { method: 'GET', pattern: /^\/v1\/models$/, answer: () => ({ json: { object: 'list', data: models.all() } }) },
  {
    method: 'GET',
    pattern: /^\/v1\/models\/([^/]+)$/,
    answer: ({ caught: [id = ''] }) => ({ json: view(models.find(id)) }),
  },
  {
    method: 'DELETE',
    pattern: /^\/v1\/models\/([^/]+)$/,
    answer: ({ caught: [id = ''] }) => {
      models.delete(id);
      return { json: { id, object: 'model', deleted: true } };
    },
  },
];
