import { TerminalError } from '../errors.ts';
import { putTogether } from './file-part.ts';
import { lazy } from './lazy-writer.ts';
import { datasetPrefix, type Manifest, manifestKey, manifestSchema } from './manifest.ts';
import { type ObjectStore, readText } from './object-store.ts';
import { type CheckedName, checkedNames } from './parts.ts';
import { type LineProblem, type Problem, problem } from './problem.ts';
import { partOf } from './ranges.ts';
import { createSink } from './sink.ts';
import { fileProblems, Repetitions } from './validate-file.ts';
import { readValidated, shownProblems, type ValidatedPart, validatedPrefix } from './validated.ts';
import { readWords } from './words.ts';

/** The files of a dataset are not as the trainer wants them. */
export class InvalidDataset extends TerminalError {
  override name = 'InvalidDataset';

  constructor(problems: number, problemsKey: string, first: readonly Problem[]) {
    const shown = first.map(({ file, line, what, mend }) => `${file} line ${line}: ${what} ${mend}`);
    super(`The dataset has ${problems} problems; all are in ${problemsKey}. ${shown.join(' ')}`);
  }
}

interface DatasetReport {
  /** Of the training file: the others are not charged. */
  readonly tokens: number;
  readonly problems: number;
  readonly problemsKey: string;
  /** The first few. */
  readonly first: readonly Problem[];
}

interface ValidateWork {
  readonly store: ObjectStore;
  readonly runId: string;
  readonly dataset: string;
  /** How many parts were checked. */
  readonly parts: number;
  /** How many lines are compared with one another at once, some 36 bytes each. */
  readonly linesAtOnce?: number;
}

type Tell = (file: CheckedName, line: number, problem: LineProblem) => Promise<void>;

/** Files whose lines must not repeat each other. */
const groups: readonly (readonly CheckedName[])[] = [['train', 'validation', 'holdout'], ['preferences']];

const defaultLinesAtOnce = 4_000_000;

/**
 * Finds lines that say what an earlier one says, in whatever part. Where there are more lines than may be compared at
 * once, those whose hashes begin alike are, one such share after the other.
 */
async function findRepetitions(work: ValidateWork, parts: readonly ValidatedPart[], tell: Tell): Promise<void> {
  const { store, linesAtOnce = defaultLinesAtOnce } = work;
  const linesOf = (name: CheckedName) => parts.reduce((sum, { files }) => sum + files[name].lines, 0);
  for (const group of groups) {
    const shares = Math.ceil(group.reduce((sum, name) => sum + linesOf(name), 0) / linesAtOnce);
    for (let share = 0; share < shares; share++) {
      const repetitions = new Repetitions();
      let before = 0;
      for (const name of group) {
        repetitions.open(`${name}.jsonl`, before);
        let line = 0;
        for (const { files } of parts) {
          const words = await readWords(store, [files[name].said]);
          for (let i = 0; i < words.length; i += 2) {
            const [high = 0, low = 0] = [words[i], words[i + 1]];
            line++;
            const isNothing = high === 0 && low === 0;
            if (isNothing || partOf(high, shares) !== share) continue;
            const found = repetitions.find(high, low, line);
            if (found !== undefined) await tell(name, line, found);
          }
        }
        before += line;
      }
    }
  }
}

/** What is wrong with the files as a whole: too large, or not as they were written. */
async function checkFiles(
  { store }: ValidateWork,
  { files, preferences }: Pick<Manifest, 'files' | 'preferences'>,
  parts: readonly ValidatedPart[],
  tell: Tell,
): Promise<void> {
  for (const name of checkedNames) {
    const written = name === 'preferences' ? preferences?.files?.preferences : files[name];
    if (written === undefined) continue;
    const size = await store.sizeOf(written.key);
    const lines = parts.reduce((sum, part) => sum + part.files[name].lines, 0);
    if (size === undefined) throw new TerminalError(`${written.key} is gone. Start a new run.`);
    if (size !== written.bytes || lines !== written.lines) {
      const is = `The file has ${size} bytes and ${lines} lines checked`;
      await tell(
        name,
        0,
        problem('not_as_written', `${is}, and was written with ${written.bytes} and ${written.lines}.`),
      );
    }
    // How many lines there must be, a later state asks: it knows what the run wants, and why there are so few.
    for (const found of fileProblems(lines, size, { minimumLines: 0 })) await tell(name, 0, found);
  }
}

/**
 * Sums up what the checks of all parts have found, and checks what no part can see: the files as a whole, and lines
 * that repeat each other. Every problem stands in `problems.jsonl` beside the files, those of single lines first.
 * Memory: some 36 bytes a line, for at most four million lines at once.
 *
 * @throws WorkMissing; TerminalError when a file is gone; RetryableError when the store does not answer
 */
export async function validateDataset(work: ValidateWork): Promise<DatasetReport> {
  const { store, runId, dataset } = work;
  const text = await readText(store, manifestKey(dataset));
  if (text === undefined) throw new TerminalError(`${manifestKey(dataset)} is gone. Start a new run.`);
  const manifest = manifestSchema.pick({ files: true, preferences: true }).parse(JSON.parse(text));
  const parts = await readValidated(store, runId, work.parts);
  const first = parts.flatMap((part) => part.first);

  const ownKey = `${validatedPrefix(runId)}problems.jsonl`;
  const sink = createSink(lazy(() => store.writer(ownKey, 'application/jsonl')));
  const tell: Tell = async (name, line, found) => {
    const whole = { file: `${name}.jsonl`, line, ...found };
    if (first.length < shownProblems) first.push(whole);
    await sink.add(JSON.stringify(whole));
  };
  let own: { readonly lines: number; readonly bytes: number };
  try {
    await checkFiles(work, manifest, parts, tell);
    await findRepetitions(work, parts, tell);
    own = await sink.close();
  } catch (error) {
    await sink.abort();
    throw error;
  }
  const all = [...parts.map(({ problems }) => problems), { key: ownKey, ...own }];
  const problemsKey = `${datasetPrefix(dataset)}problems.jsonl`;
  await putTogether(store, all, problemsKey);
  return {
    tokens: parts.reduce((sum, { files }) => sum + files.train.tokens, 0),
    problems: all.reduce((sum, { lines }) => sum + lines, 0),
    problemsKey,
    first: first.slice(0, shownProblems),
  };
}
