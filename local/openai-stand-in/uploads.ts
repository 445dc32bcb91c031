import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { appendFile, rm, stat } from 'node:fs/promises';
import { z } from 'zod';
import { checkFile, type Files, newId, seconds } from './files.ts';
import { ApiError, jsonBody, notFound, type Route } from './http.ts';
import { readForm } from './multipart.ts';

const largestPart = 64 * 1024 * 1024;
const largestUpload = 8 * 1024 ** 3;

const creation = z.object({
  filename: z.string().min(1),
  purpose: z.string(),
  bytes: z.int().min(1).max(largestUpload),
  mime_type: z.string(),
});
const completion = z.object({ part_ids: z.array(z.string()).min(1), md5: z.string().optional() });

interface Upload extends z.infer<typeof creation> {
  readonly id: string;
  readonly object: 'upload';
  readonly created_at: number;
  readonly expires_at: number;
  readonly status: 'pending' | 'completed' | 'cancelled';
}

async function append(target: string, part: string): Promise<void> {
  for await (const piece of createReadStream(part)) await appendFile(target, piece);
}

async function md5Of(path: string): Promise<string> {
  const hash = createHash('md5');
  for await (const piece of createReadStream(path)) hash.update(piece);
  return hash.digest('hex');
}

/** Files in parts: create, add parts of 64 MB at most, complete within an hour. */
export function uploadRoutes(files: Files): Route[] {
  const uploads = new Map<string, Upload>();
  const pending = (id = ''): Upload => {
    const upload = uploads.get(id);
    if (upload === undefined) throw notFound('Upload object', id);
    if (upload.status !== 'pending') throw new ApiError(400, `Upload ${id} is ${upload.status}.`);
    if (upload.expires_at < seconds()) throw new ApiError(400, `Upload ${id} has expired.`);
    return upload;
  };
  return [
    {
      method: 'POST',
      pattern: /^\/v1\/uploads$/,
      answer: async (call) => {
        const asked = await jsonBody(call, creation);
        checkFile(asked.filename, asked.purpose);
        const now = seconds();
        const id = newId('upload');
        uploads.set(id, { id, object: 'upload', ...asked, created_at: now, expires_at: now + 3600, status: 'pending' });
        return { json: uploads.get(id) };
      },
    },
    {
      method: 'POST',
      pattern: /^\/v1\/uploads\/([^/]+)\/parts$/,
      answer: async ({ request, caught: [upload] }) => {
        const { id: upload_id } = pending(upload);
        const id = newId('part');
        const form = await readForm(request, request.headers['content-type'], () => files.pathOf(id));
        if (!form.files.has('data')) throw new ApiError(400, "'data' is a required property", null, 'data');
        if ((await stat(files.pathOf(id))).size > largestPart) {
          throw new ApiError(400, 'A part can be at most 64 MB.', null, 'data');
        }
        return { json: { id, object: 'upload.part', created_at: seconds(), upload_id } };
      },
    },
    {
      method: 'POST',
      pattern: /^\/v1\/uploads\/([^/]+)\/complete$/,
      answer: async (call) => {
        const upload = pending(call.caught[0]);
        const { part_ids, md5 } = await jsonBody(call, completion);
        const id = newId('file');
        for (const part of part_ids) {
          await append(files.pathOf(id), files.pathOf(part)).catch(() => {
            throw notFound('Upload part', part);
          });
        }
        const { size } = await stat(files.pathOf(id));
        if (size !== upload.bytes) throw new ApiError(400, `Expected ${upload.bytes} bytes, got ${size}.`);
        if (md5 !== undefined && md5 !== (await md5Of(files.pathOf(id)))) {
          throw new ApiError(400, 'The MD5 checksum does not match.', null, 'md5');
        }
        for (const part of part_ids) await rm(files.pathOf(part), { force: true });
        const file = await files.add(id, upload.filename, upload.purpose);
        uploads.set(upload.id, { ...upload, status: 'completed' });
        return { json: { ...upload, status: 'completed', file } };
      },
    },
    {
      method: 'POST',
      pattern: /^\/v1\/uploads\/([^/]+)\/cancel$/,
      answer: ({ caught }) => {
        const upload = pending(caught[0]);
        uploads.set(upload.id, { ...upload, status: 'cancelled' });
        return { json: uploads.get(upload.id) };
      },
    },
  ];
}
