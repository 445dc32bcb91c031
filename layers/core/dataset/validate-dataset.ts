import { TerminalError } from '../errors.ts';
import { formats } from './formats/format.ts';
import type { ObjectStore } from './object-store.ts';
import type { Problem } from './problem.ts';
import { createSink } from './sink.ts';
import { splits } from './split.ts';
import type { CountTokens } from './tokens.ts';
import { FileValidator } from './validate-file.ts';

/** The files of a dataset are not as the trainer wants them. */
export class InvalidDataset extends TerminalError {
  override name = 'InvalidDataset';

  constructor(problems: number, problemsKey: string, first: readonly Problem[]) {
    const shown = first.map(({ file, line, what, mend }) => `${file} line ${line}: ${what} ${mend}`);
    super(`The dataset has ${problems} problems; all are in ${problemsKey}. ${shown.join(' ')}`);
  }
}

export interface DatasetReport {
  /** Of the training file: the others are not charged. */
  readonly tokens: number;
  readonly problems: number;
  readonly problemsKey: string;
  /** The first few. */
  readonly first: readonly Problem[];
}

/** Checks the preferences, where there are any. @returns how many problems there are */
async function checkPreferences(
  store: ObjectStore,
  prefix: string,
  count: CountTokens,
  tell: (problem: Problem) => Promise<void> | undefined,
): Promise<number> {
  const file = 'preferences.jsonl';
  const object = await store.open(`${prefix}${file}`);
  if (object === undefined) return 0;
  const validator = new FileValidator(count, tell, formats.dpo);
  return (await validator.check(file, object.body, { minimumLines: 0 })).problems;
}

/** Checks the files of a dataset, and writes every problem found to `problems.jsonl` beside them. */
export async function validateDataset(store: ObjectStore, prefix: string, count: CountTokens): Promise<DatasetReport> {
  const problemsKey = `${prefix}problems.jsonl`;
  const sink = createSink(store.writer(problemsKey, 'application/jsonl'));
  const first: Problem[] = [];
  const tell = (problem: Problem) => {
    if (first.length < 5) first.push(problem);
    return sink.add(JSON.stringify(problem));
  };
  const validator = new FileValidator(count, tell);
  let [tokens, problems] = [0, 0];
  try {
    for (const split of splits) {
      const file = `${split}.jsonl`;
      const object = await store.open(`${prefix}${file}`);
      if (object === undefined) throw new TerminalError(`${prefix}${file} is gone. Start a new run.`);
      // How many lines there must be, the next state asks: it knows what the run wants, and why there are so few.
      const report = await validator.check(file, object.body, { minimumLines: 0 });
      problems += report.problems;
      if (split === 'train') tokens = report.tokens;
    }
    problems += await checkPreferences(store, prefix, count, tell);
    await sink.close();
  } catch (error) {
    await sink.abort();
    throw error;
  }
  return { tokens, problems, problemsKey, first };
}
