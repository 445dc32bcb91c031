import { createHash } from 'node:crypto';
import { FirstSeen } from './hash-set.ts';
import { linesOf } from './lines.ts';
import { type LineProblem, type Problem, problem } from './problem.ts';
import { type CountTokens, longestExample, tokensOf } from './tokens.ts';
import { type CheckedLine, checkLine } from './validate-line.ts';

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

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const byteOrderMark = '\ufeff';

type Decoded = { readonly text: string } | { readonly problem: LineProblem };

function decode(bytes: Uint8Array): Decoded {
  try {
    return { text: decoder.decode(bytes) };
  } catch {
    return { problem: problem('not_utf8', 'The line is not UTF-8.') };
  }
}

/** Where a text stops being JSON, if the parser tells. Its own message quotes the text, and text must not get out. */
function jsonProblem(error: unknown): LineProblem {
  const position = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined;
  const where = position === undefined ? 'is no JSON' : `stops being JSON at character ${Number(position) + 1}`;
  return problem('invalid_json', `The line ${where}.`);
}

/** Checks a parsed line by the rules of its format. */
export type CheckLine = (value: unknown) => CheckedLine;

function check(text: string, checkLine: CheckLine): CheckedLine {
  if (text.trim() === '') return { messages: [], problems: [problem('empty_line', 'The line is empty.')] };
  try {
    return checkLine(JSON.parse(text));
  } catch (error) {
    return { messages: [], problems: [jsonProblem(error)] };
  }
}

/** What a format asks of its lines. */
export interface LineRules {
  readonly checkLine: CheckLine;
  /** Tokens that the trainer reads of a line. */
  readonly longest: number;
}

/** OpenAI's format for supervised fine-tuning. */
const chat: LineRules = { checkLine, longest: longestExample };

/**
 * Checks files as the trainer would, and tells of every problem, not of the first. One validator for all files of
 * a dataset: it also finds lines that stand in two of them. Streams; it keeps 24 bytes or so for each line.
 */
export class FileValidator {
  readonly #count: CountTokens;
  readonly #report: (problem: Problem) => Promise<void> | undefined;
  readonly #rules: LineRules;
  readonly #seen = new FirstSeen();
  /** The files so far, and how many lines came before each. */
  readonly #files: { readonly file: string; readonly before: number }[] = [];
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

  #repeated({ messages, also }: CheckedLine, file: string): LineProblem[] {
    const said = [...messages.map((m) => [m.role, m.name, m.content]), ...(also === undefined ? [] : [also])];
    const key = createHash('sha256').update(JSON.stringify(said));
    const first = this.#seen.add(key.digest('hex'), this.#lines);
    const where = this.#files.findLast(({ before }) => first !== undefined && before < first);
    if (first === undefined || where === undefined) return [];
    const line = first - where.before;
    return where.file === file
      ? [problem('duplicate', `The line says the same as line ${line}.`)]
      : [problem('leak', `The line says the same as line ${line} of ${where.file}.`)];
  }

  /** Checks one line. @returns its problems and its tokens */
  #line(bytes: Uint8Array, file: string, isFirst: boolean): { problems: LineProblem[]; tokens: number } {
    const decoded = decode(bytes);
    if ('problem' in decoded) return { problems: [decoded.problem], tokens: 0 };
    const marked = isFirst && decoded.text.startsWith(byteOrderMark);
    const checked = check(marked ? decoded.text.slice(1) : decoded.text, this.#rules.checkLine);
    const problems = [
      ...(marked ? [problem('byte_order_mark', 'The file starts with a byte order mark.')] : []),
      ...(isFirst && decoded.text.endsWith('\r')
        ? [problem('carriage_return', 'Lines end with a carriage return.')]
        : []),
      ...checked.problems,
    ];
    if (checked.messages.length === 0) return { problems, tokens: 0 };
    const tokens = tokensOf(this.#count, checked.messages);
    const { longest } = this.#rules;
    if (tokens > longest) {
      problems.push(problem('too_many_tokens', `The line has ${tokens} tokens, ${longest} are read.`));
    }
    return { problems: [...problems, ...this.#repeated(checked, file)], tokens: Math.min(tokens, longest) };
  }

  /**
   * Checks a file to its end.
   *
   * @param file what to call it in problems
   */
  async check(file: string, content: AsyncIterable<Uint8Array>, rules: FileRules = {}): Promise<FileReport> {
    const { minimumLines = 10, maximumLines, maximumBytes = 8 * 1024 ** 3 } = rules;
    this.#files.push({ file, before: this.#lines });
    let [lines, bytes, tokens, problems, endsWithLineFeed] = [0, 0, 0, 0, true];
    const tell = async (line: number, found: LineProblem) => {
      problems++;
      await this.#report({ file, line, ...found });
    };
    const counted = async function* () {
      for await (const piece of content) {
        bytes += piece.byteLength;
        if (piece.byteLength > 0) endsWithLineFeed = piece.at(-1) === 0x0a;
        yield piece;
      }
    };
    let unfinished: { line: number; found: LineProblem } | undefined;
    for await (const batch of linesOf(counted())) {
      for (const line of batch) {
        if (unfinished !== undefined) await tell(unfinished.line, unfinished.found);
        unfinished = undefined;
        this.#lines++;
        const checked = this.#line(line, file, ++lines === 1);
        tokens += checked.tokens;
        for (const found of checked.problems) {
          // Only the end of the file tells whether this is bad JSON or half a line.
          if (found.code === 'invalid_json') unfinished = { line: lines, found };
          else await tell(lines, found);
        }
      }
    }
    if (unfinished !== undefined) {
      const cut = problem('half_line', 'The file ends in the middle of the line.');
      await tell(unfinished.line, endsWithLineFeed ? unfinished.found : cut);
    }
    if (lines === 0 && minimumLines > 0) await tell(0, problem('empty_file', 'The file is empty.'));
    else if (lines < minimumLines) {
      await tell(0, problem('too_few_lines', `The file has ${lines} of at least ${minimumLines} lines.`));
    }
    if (maximumLines !== undefined && lines > maximumLines) {
      await tell(0, problem('too_many_lines', `The file has ${lines} of at most ${maximumLines} lines.`));
    }
    if (bytes > maximumBytes)
      await tell(0, problem('file_too_large', `The file has ${bytes} bytes of ${maximumBytes}.`));
    return { file, lines, bytes, tokens, problems };
  }
}
