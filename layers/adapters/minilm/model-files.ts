import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import * as z from 'zod';
import { TerminalError } from '../../core/errors.ts';

/** The model, byte for byte: `onnx/model_quantized.onnx` of the hub's Xenova/all-MiniLM-L6-v2. */
const modelSha256 = 'afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1';

/**
 * The tokenizer by its vocabulary, the entries in the order of their ids: the sources lay the file out
 * differently, and only the vocabulary decides what the model reads.
 */
const vocabularySha256 = '68564f66edb91d6593d0a740d21bfa1fdfcf2db08573f06e17616315c797f572';

const tokenizerSchema = z.object({ model: z.object({ vocab: z.record(z.string(), z.number()) }) });

class WrongModel extends TerminalError {
  override name = 'WrongModel';
}

async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

async function sha256OfVocabulary(path: string): Promise<string> {
  const { model } = tokenizerSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  const entries = Object.entries(model.vocab).sort(([, a], [, b]) => a - b);
  return createHash('sha256').update(JSON.stringify(entries)).digest('hex');
}

/**
 * Checks `model.onnx` and `tokenizer.json` in a folder.
 *
 * @throws {WrongModel} when a file is not the one that the scores were measured with
 */
export async function checkModel(folder: string): Promise<void> {
  const found: [string, string, string][] = [
    ['model.onnx', await sha256OfFile(join(folder, 'model.onnx')), modelSha256],
    ['the vocabulary of tokenizer.json', await sha256OfVocabulary(join(folder, 'tokenizer.json')), vocabularySha256],
  ];
  for (const [what, is, expected] of found) {
    if (is === expected) continue;
    throw new WrongModel(`SHA-256 of ${what} is ${is}, expected ${expected}. Delete it and run "npm run fetch-model".`);
  }
}

/** Whether the files are there at all; `checkModel` says whether they are the right ones. */
export async function hasModel(folder: string): Promise<boolean> {
  try {
    await Promise.all(['model.onnx', 'tokenizer.json'].map((name) => access(join(folder, name))));
    return true;
  } catch {
    return false;
  }
}
