import { randomBytes } from 'node:crypto';
import { rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ApiError, notFound, page, type Route } from './http.ts';
import { readForm } from './multipart.ts';
import { checkTrainingFile } from './training-file.ts';

export const newId = (prefix: string): string => `${prefix}-${randomBytes(12).toString('hex')}`;
export const seconds = (): number => Math.floor(Date.now() / 1000);

interface FileObject {
  readonly id: string;
  readonly object: 'file';
  readonly bytes: number;
  readonly created_at: number;
  readonly filename: string;
  readonly purpose: string;
  readonly status: 'processed' | 'error';
  readonly status_details: string | null;
}

/** The uploaded files: their contents on the disc, in a folder that goes when the server goes. */
export class Files {
  readonly folder: string;
  readonly #files = new Map<string, FileObject>();

  constructor(folder: string) {
    this.folder = folder;
  }

  readonly newPath = (): string => join(this.folder, newId('part'));
  readonly pathOf = (id: string): string => join(this.folder, id);

  get(id: string): FileObject | undefined {
    return this.#files.get(id);
  }

  all(): FileObject[] {
    return [...this.#files.values()].reverse();
  }

  /** Takes a file on the disc, which must lie at `pathOf(id)`, into the list. */
  async add(id: string, filename: string, purpose: string): Promise<FileObject> {
    const refusal = purpose === 'fine-tune' ? await checkTrainingFile(this.pathOf(id)) : undefined;
    const file: FileObject = {
      id,
      object: 'file',
      bytes: (await stat(this.pathOf(id))).size,
      created_at: seconds(),
      filename,
      purpose,
      status: refusal ? 'error' : 'processed',
      status_details: refusal?.message ?? null,
    };
    this.#files.set(id, file);
    return file;
  }

  async write(filename: string, purpose: string, text: string): Promise<FileObject> {
    const id = newId('file');
    await writeFile(this.pathOf(id), text);
    return this.add(id, filename, purpose);
  }

  async delete(id: string): Promise<void> {
    if (!this.#files.delete(id)) throw notFound('File object', id);
    await rm(this.pathOf(id), { force: true });
  }
}

const purposes = ['fine-tune', 'batch', 'assistants', 'user_data', 'vision', 'evals'];

/** @throws ApiError 400 for a purpose or an extension that OpenAI does not take */
export function checkFile(filename: string, purpose: string): void {
  if (!purposes.includes(purpose)) throw new ApiError(400, `'${purpose}' is not one of ${purposes}`, null, 'purpose');
  if (purpose === 'fine-tune' && !filename.endsWith('.jsonl')) {
    throw new ApiError(400, 'Invalid file format for Fine-Tuning API. Must be .jsonl', 'invalid_file_format', 'file');
  }
}

const known = (files: Files, id = ''): FileObject => {
  const file = files.get(id);
  if (file === undefined) throw notFound('File object', id);
  return file;
};

export const fileRoutes = (files: Files): Route[] => [
  {
    method: 'POST',
    pattern: /^\/v1\/files$/,
    answer: async ({ request }) => {
      const id = newId('file');
      const form = await readForm(request, request.headers['content-type'], () => files.pathOf(id));
      const file = form.files.get('file');
      if (file === undefined) throw new ApiError(400, "'file' is a required property", null, 'file');
      const purpose = form.fields.get('purpose') ?? '';
      checkFile(file.filename, purpose);
      return { json: await files.add(id, file.filename, purpose) };
    },
  },
  {
    method: 'GET',
    pattern: /^\/v1\/files$/,
    answer: ({ query }) => {
      const purpose = query.get('purpose');
      return {
        json: page(
          files.all().filter((file) => purpose === null || file.purpose === purpose),
          query,
          10_000,
        ),
      };
    },
  },
  {
    method: 'GET',
    pattern: /^\/v1\/files\/([^/]+)$/,
    answer: ({ caught: [id] }) => ({ json: known(files, id) }),
  },
  {
    method: 'GET',
    pattern: /^\/v1\/files\/([^/]+)\/content$/,
    answer: ({ caught: [id] }) => ({ file: files.pathOf(known(files, id).id), type: 'application/octet-stream' }),
  },
  {
    method: 'DELETE',
    pattern: /^\/v1\/files\/([^/]+)$/,
    answer: async ({ caught: [id = ''] }) => {
      await files.delete(id);
      return { json: { id, object: 'file', deleted: true } };
    },
  },
];
