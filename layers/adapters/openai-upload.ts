import { createHash } from 'node:crypto';
import type OpenAI from 'openai';
import { toStreamingFile } from 'openai';
import * as z from 'zod';
import type { TrainingFile } from '../core/training/trainer.ts';
import { listed } from './openai-lists.ts';

export interface UploadLimits {
  /** The largest file, in bytes, that goes in one request. */
  readonly inOneRequest: number;
  /** Bytes of a part of a larger one; one part at a time is in memory. */
  readonly part: number;
}

/** What is read of an uploaded file. */
export const fileSchema = z.object({
  id: z.string().min(1),
  filename: z.string().nullish(),
  bytes: z.number().nullish(),
  status: z.string().nullish(),
});

/** What a file is for. */
type Purpose = 'fine-tune' | 'batch';

const megabyte = 1024 * 1024;

/** OpenAI takes 512 MB in one request, and parts of 64 MB; half of that is less to send again. */
export const openAiLimits: UploadLimits = { inOneRequest: 512 * megabyte, part: 32 * megabyte };

/** An upload ends or is given up after this many milliseconds. */
const patience = 14 * 60_000;

/**
 * Makes Node's fetch send a stream without keeping it: otherwise it sends one copy of the request and holds the other
 * back, for a redirect, until the whole file is in memory (the Fetch standard, "HTTP-network-or-cache fetch").
 */
const readOnce = { redirect: 'error', window: null } as const;

/** Milliseconds for one part. */
const patienceForPart = 3 * 60_000;

/** Streams the whole file in one request. A stream is read once, so the request is not repeated here. */
async function inOneRequest(client: OpenAI, file: TrainingFile, purpose: Purpose): Promise<string> {
  const body = toStreamingFile(copies(await file.open()), file.name, { type: 'application/jsonl' });
  const options = { maxRetries: 0, timeout: patience, fetchOptions: readOnce };
  return fileSchema.parse(await client.files.create({ file: body, purpose }, options)).id;
}

/** The request takes pieces over plain buffers only; those of a stream may lie in shared memory for all its type says. */
async function* copies(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for await (const piece of pieces) yield new Uint8Array(piece);
}

/** Sends the file part by part; a part may be sent again. */
async function inParts(client: OpenAI, file: TrainingFile, size: number, purpose: Purpose): Promise<string> {
  const upload = await client.uploads.create({
    filename: file.name,
    purpose,
    bytes: file.bytes,
    mime_type: 'text/jsonl',
  });
  try {
    const md5 = createHash('md5');
    const part_ids: string[] = [];
    for (let start = 0; start < file.bytes; start += size) {
      const bytes = new Uint8Array(await file.range(start, Math.min(start + size, file.bytes)));
      md5.update(bytes);
      const data = new File([bytes], `part-${part_ids.length}`);
      const part = await client.uploads.parts.create(upload.id, { data }, { timeout: patienceForPart });
      part_ids.push(part.id);
    }
    // It is put together in this one request, which is not repeated: what has ended can be ended no second time.
    const options = { maxRetries: 0, timeout: patienceForPart };
    const { file: made } = await client.uploads.complete(upload.id, { part_ids, md5: md5.digest('hex') }, options);
    return fileSchema.parse(made).id;
  } catch (error) {
    await client.uploads.cancel(upload.id).catch(() => {});
    throw error;
  }
}

/** The ids of the files that are called so. */
export async function filesNamed(client: OpenAI, purpose: Purpose, names: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for await (const { id, filename } of listed(client, '/files', fileSchema, { purpose, limit: 10_000 })) {
    if (names.includes(filename ?? '')) found.push(id);
  }
  return found;
}

/** Sends a file to the trainer; memory holds a piece, or a part, never the file. @returns its id there */
export const sendFile = (
  client: OpenAI,
  file: TrainingFile,
  limits: UploadLimits,
  purpose: Purpose = 'fine-tune',
): Promise<string> =>
  file.bytes <= limits.inOneRequest ? inOneRequest(client, file, purpose) : inParts(client, file, limits.part, purpose);
