import { hash } from 'node:crypto';
import { adviceOnText } from './advice.ts';
import { isTooLong, linesOf } from './lines.ts';
import { type LineProblem, problem } from './problem.ts';
import { hasRepeatedKey } from './repeated-key.ts';
import { type CountTokens, longestExample, tokensOf } from './tokens.ts';
import { type CheckedLine, checkLine } from './validate-line.ts';

/** Checks a parsed line by the rules of its format. */
type CheckLine = (value: unknown) => CheckedLine;

/** What a format asks of its lines. */
export interface LineRules {
  readonly checkLine: CheckLine;
  /** Tokens that the trainer reads of a line. */
  readonly longest: number;
}

/** OpenAI's format for supervised fine-tuning. */
export const chat: LineRules = { checkLine, longest: longestExample };

/** A line as it was found to be. */
export interface FoundLine {
  /** From 1, within the file. */
  readonly line: number;
  readonly problems: readonly LineProblem[];
  /** What the trainer charges for it in one epoch; 0 where it cannot be read. */
  readonly tokens: number;
  /** 64 hex digits that stand for what it says; undefined where it cannot be read. */
  readonly said: string | undefined;
  /** 64 hex digits that stand for its id, in formats whose lines have one. */
  readonly id?: string;
}

/** What a piece of a file, or all of it, was found to be. */
interface FoundLines {
  readonly lines: number;
  readonly bytes: number;
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
function jsonProblem(error: unknown, text: string): LineProblem {
  const position = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined;
  const where = position === undefined ? 'is no JSON' : `stops being JSON at character ${Number(position) + 1}`;
  return problem('invalid_json', `The line ${where}.`, adviceOnText(text));
}

function check(text: string, checkLine: CheckLine): CheckedLine {
  if (text.trim() === '') return { messages: [], problems: [problem('empty_line', 'The line is empty.')] };
  try {
    const value: unknown = JSON.parse(text);
    const checked = checkLine(value);
    if (!hasRepeatedKey(text, value)) return checked;
    return { ...checked, problems: [...checked.problems, problem('repeated_key', 'The line has a key twice.')] };
  } catch (error) {
    return { messages: [], problems: [jsonProblem(error, text)] };
  }
}

function saidIn({ messages, also }: CheckedLine): string {
  const said = [...messages.map((m) => [m.role, m.name, m.content]), ...(also === undefined ? [] : [also])];
  return hash('sha256', JSON.stringify(said));
}

const idOf = ({ id }: CheckedLine) => (id === undefined ? {} : { id: hash('sha256', id) });

/** Checks one line by itself. */
function foundLine(bytes: Uint8Array, line: number, count: CountTokens, rules: LineRules): FoundLine {
  const nothing = { line, tokens: 0, said: undefined };
  if (isTooLong(bytes)) return { ...nothing, problems: [problem('line_too_long', 'The line has more than 16 MiB.')] };
  const [decoded, isFirst] = [decode(bytes), line === 1];
  if ('problem' in decoded) return { ...nothing, problems: [decoded.problem] };
  const marked = isFirst && decoded.text.startsWith(byteOrderMark);
  const checked = check(marked ? decoded.text.slice(1) : decoded.text, rules.checkLine);
  const problems = [
    ...(marked ? [problem('byte_order_mark', 'The file starts with a byte order mark.')] : []),
    ...(isFirst && decoded.text.endsWith('\r')
      ? [problem('carriage_return', 'Lines end with a carriage return.')]
      : []),
    ...checked.problems,
  ];
  if (checked.messages.length === 0) return { ...nothing, problems };
  const tokens = tokensOf(count, checked.messages);
  if (tokens > rules.longest) {
    problems.push(problem('too_many_tokens', `The line has ${tokens} tokens, ${rules.longest} are read.`));
  }
  return { line, problems, tokens: Math.min(tokens, rules.longest), said: saidIn(checked), ...idOf(checked) };
}

const halfLine = problem('half_line', 'The file ends in the middle of the line.');

/**
 * Checks the lines of a file, or of a piece of it that starts with a line, one by one and each by itself.
 *
 * @param before how many lines of the file come before the piece
 * @param tell gets each line, in order
 */
export async function checkLines(
  content: AsyncIterable<Uint8Array>,
  count: CountTokens,
  rules: LineRules,
  before: number,
  tell: (found: FoundLine) => Promise<void> | undefined,
): Promise<FoundLines> {
  let [lines, bytes, endsWithLineFeed] = [0, 0, true];
  const counted = async function* () {
    for await (const piece of content) {
      bytes += piece.byteLength;
      if (piece.byteLength > 0) endsWithLineFeed = piece.at(-1) === 0x0a;
      yield piece;
    }
  };
  // Only what follows tells whether this is bad JSON or half a line.
  let last: FoundLine | undefined;
  for await (const batch of linesOf(counted())) {
    for (const line of batch) {
      const told = last === undefined ? undefined : tell(last);
      if (told !== undefined) await told;
      last = foundLine(line, before + ++lines, count, rules);
    }
  }
  if (last !== undefined) {
    const isHalf = !endsWithLineFeed && last.problems.some(({ code }) => code === 'invalid_json');
    await tell(isHalf ? { ...last, problems: [halfLine] } : last);
  }
  return { lines, bytes };
}
