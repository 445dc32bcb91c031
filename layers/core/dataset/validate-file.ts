import { chat, checkLines, type FoundLine, type LineRules } from './check-lines.ts';
import { FirstSeen, halvesOf } from './hash-set.ts';
import { type LineProblem, type Problem, problem } from './problem.ts';
import type { CountTokens } from './tokens.ts';

/** What a file turned out to hold. */
export interface FileReport {
  readonly file: string;
  readonly lines: number;
  readonly bytes: number;
  /** What the trainer charges for one epoch: no line counts for more than it reads of it. */
  readonly tokens: number;
  readonly problems: number;
}

export interface FileRules {
  /** Default 10, as the trainer wants; 0 for files that may be empty. */
  readonly minimumLines?: number;
  /** Default: as many as fit into the bytes. */
  readonly maximumLines?: number;
  /** Default 8 GiB: what the trainer takes when it is uploaded in parts. */
  readonly maximumBytes?: number;
}

/** What is wrong with a file as a whole. */
export function fileProblems(lines: number, bytes: number, rules: FileRules): LineProblem[] {
  const { minimumLines = 10, maximumLines = Number.POSITIVE_INFINITY, maximumBytes = 8 * 1024 ** 3 } = rules;
  const problems: LineProblem[] = [];
  if (lines === 0 && minimumLines > 0) problems.push(problem('empty_file', 'The file is empty.'));
  else if (lines < minimumLines) {
    problems.push(problem('too_few_lines', `The file has ${lines} of at least ${minimumLines} lines.`));
  }
  if (lines > maximumLines) {
    problems.push(problem('too_many_lines', `The file has ${lines} of at most ${maximumLines} lines.`));
  }
  if (bytes > maximumBytes) {
    problems.push(problem('file_too_large', `The file has ${bytes} bytes of ${maximumBytes}.`));
  }
  return problems;
}

/** Finds lines that say the same, in one file or in two of a dataset. Memory: 24 bytes or so for each. */
export class Repetitions {
  readonly #seen = new FirstSeen();
  /** The files so far, and how many lines came before each. */
  readonly #files: { readonly file: string; readonly before: number }[] = [];

  /** From now on the lines are of this file. @param before how many lines of other files came before it */
  open(file: string, before: number): void {
    this.#files.push({ file, before });
  }

  /**
   * @param high the first 32 bits of what stands for what the line says, without sign
   * @param low the next 32 bits
   * @param line from 1, in the file that was opened last
   */
  find(high: number, low: number, line: number): LineProblem | undefined {
    const now = this.#files.at(-1);
    const first = this.#seen.addHalves(high, low, (now?.before ?? 0) + line);
    const where = this.#files.findLast(({ before }) => first !== undefined && before < first);
    if (first === undefined || where === undefined) return undefined;
    const earlier = first - where.before;
    return where.file === now?.file
      ? problem('duplicate', `The line says the same as line ${earlier}.`)
      : problem('leak', `The line says the same as line ${earlier} of ${where.file}.`);
  }
}

/**
 * Checks files as the trainer would, and tells of every problem, not of the first. One validator for all files of
 * a dataset: it also finds lines that stand in two of them. Streams; it keeps 24 bytes or so for each line.
 */
export class FileValidator {
  readonly #count: CountTokens;
  readonly #report: (problem: Problem) => Promise<void> | undefined;
  readonly #rules: LineRules;
  readonly #repetitions = new Repetitions();
  readonly #ids = new Repetitions();
  #lines = 0;

  /**
   * @param report gets each problem as it is found, in the order of the lines
   * @param rules of the format; default: OpenAI's for supervised fine-tuning
   */
  constructor(count: CountTokens, report: (problem: Problem) => Promise<void> | undefined, rules: LineRules = chat) {
    this.#count = count;
    this.#report = report;
    this.#rules = rules;
  }

  /** Of a line with nothing wrong in it: others are to be written anew, and compared then. */
  #repeated({ said, id, line }: FoundLine): readonly LineProblem[] {
    const text = said === undefined ? undefined : this.#repetitions.find(...halvesOf(said), line);
    const name = id === undefined ? undefined : this.#ids.find(...halvesOf(id), line);
    if (text !== undefined) return [text];
    return name === undefined ? [] : [problem('same_id', name.what.replace('says the same as', 'has the id of'))];
  }

  /**
   * Checks a file to its end.
   *
   * @param file what to call it in problems
   */
  async check(file: string, content: AsyncIterable<Uint8Array>, rules: FileRules = {}): Promise<FileReport> {
    for (const seen of [this.#repetitions, this.#ids]) seen.open(file, this.#lines);
    let [tokens, problems] = [0, 0];
    const tell = async (line: number, all: readonly LineProblem[]) => {
      for (const found of all) {
        problems++;
        await this.#report({ file, line, ...found });
      }
    };
    const { lines, bytes } = await checkLines(content, this.#count, this.#rules, 0, (found) => {
      tokens += found.tokens;
      const all = found.problems.length > 0 ? found.problems : this.#repeated(found);
      return all.length === 0 ? undefined : tell(found.line, all);
    });
    this.#lines += lines;
    await tell(0, fileProblems(lines, bytes, rules));
    return { file, lines, bytes, tokens, problems };
  }
}
