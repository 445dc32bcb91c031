import { chat, checkLines } from './check-lines.ts';
import { formats } from './formats/format.ts';
import { halvesOf } from './hash-set.ts';
import { lazy } from './lazy-writer.ts';
import { piecesOf } from './merge.ts';
import type { ObjectStore } from './object-store.ts';
import type { CheckedName, DatasetPart } from './parts.ts';
import type { Problem } from './problem.ts';
import { createSink } from './sink.ts';
import type { CountTokens } from './tokens.ts';
import { shownProblems, type ValidatedFile, type ValidatedPart, validatedKey, validatedPrefix } from './validated.ts';
import { Words, writeWords } from './words.ts';

interface PartWork {
  readonly store: ObjectStore;
  readonly runId: string;
  /** The folder of the dataset, with a slash at its end. */
  readonly prefix: string;
  readonly part: DatasetPart;
  readonly count: CountTokens;
}

/** Bytes that are read at once. */
const pieceBytes = 1024 * 1024;

const rulesOf = (name: CheckedName) => (name === 'preferences' ? formats.dpo : chat);

/**
 * Checks one part of every file of a dataset, line by line, in the files that will be uploaded: what is wrong with a
 * line by itself, its tokens, and what it says, for Validate dataset to compare with all others.
 * Memory: 8 bytes a line.
 *
 * @throws TerminalError when a file is gone; RetryableError when the store does not answer
 */
export async function validatePart({ store, runId, prefix, part, count }: PartWork): Promise<ValidatedPart> {
  const problemsKey = `${validatedPrefix(runId)}${part.index}.problems.jsonl`;
  const sink = createSink(lazy(() => store.writer(problemsKey, 'application/jsonl')));
  const first: Problem[] = [];
  const tell = async (problem: Problem) => {
    if (first.length < shownProblems) first.push(problem);
    await sink.add(JSON.stringify(problem));
  };
  const check = async (name: CheckedName): Promise<ValidatedFile> => {
    const [file, { start, end, before }] = [`${name}.jsonl`, part.files[name]];
    const said = new Words();
    let tokens = 0;
    const content = piecesOf(store, { key: `${prefix}${file}`, start, end }, pieceBytes);
    const { lines, bytes } = await checkLines(content, count, rulesOf(name), before, (found) => {
      tokens += found.tokens;
      for (const half of found.said === undefined ? [0, 0] : halvesOf(found.said)) said.add(half);
      if (found.problems.length === 0) return undefined;
      const { line } = found;
      return (async () => {
        for (const problem of found.problems) await tell({ file, line, ...problem });
      })();
    });
    const key = `${validatedPrefix(runId)}${part.index}.${name}.said`;
    return { lines, bytes, tokens, said: await writeWords(store, key, [said.all]) };
  };
  try {
    const [train, validation] = [await check('train'), await check('validation')];
    const files = { train, validation, holdout: await check('holdout'), preferences: await check('preferences') };
    const { lines, bytes } = await sink.close();
    const validated = { part: part.index, files, problems: { key: problemsKey, lines, bytes }, first };
    await store.put(validatedKey(runId, part.index), JSON.stringify(validated), 'application/json');
    return validated;
  } catch (error) {
    await sink.abort();
    throw error;
  }
}
