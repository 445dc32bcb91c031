import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';

const textPart = z.strictObject({ type: z.literal('text'), text: z.string() });
const content = z.union([z.string(), z.array(textPart).transform((parts) => parts.map(({ text }) => text).join(''))]);
const name = z.string().optional();
const messageSchema = z.discriminatedUnion('role', [
  z.strictObject({ role: z.literal('system'), content, name }),
  z.strictObject({ role: z.literal('user'), content, name }),
  z.strictObject({ role: z.literal('assistant'), content, name, weight: z.literal([0, 1]).optional() }),
]);
const lineSchema = z.strictObject({
  messages: z.array(messageSchema).min(1),
  tools: z.array(z.unknown()).optional(),
  parallel_tool_calls: z.boolean().optional(),
});

/** The last user turn of a training line, and the reply to learn. */
export interface Example {
  readonly prompt: string;
  readonly reply: string;
}

/** Why OpenAI would refuse the file: a code of its own, and a sentence with the line's number. */
interface Refusal {
  readonly code: 'invalid_file_format' | 'invalid_n_examples' | 'invalid_training_file';
  readonly message: string;
}

type Reading = { readonly examples: readonly Example[] } | { readonly refusal: Refusal };

const specialToken = /<\|[a-z_]+\|>/;

function readLine(line: string): Example | { readonly code: Refusal['code']; readonly problem: string } {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return { code: 'invalid_training_file', problem: 'cannot be parsed. Error: line contains invalid json' };
  }
  const parsed = lineSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return {
      code: 'invalid_file_format',
      problem: `is not a chat example: ${issue?.path.join('.')} ${issue?.message ?? ''}`,
    };
  }
  const { messages } = parsed.data;
  const last = messages.at(-1);
  if (last?.role !== 'assistant') {
    return { code: 'invalid_file_format', problem: 'must end with a message from the assistant' };
  }
  if (messages.some((message) => message.content.length === 0)) {
    return { code: 'invalid_file_format', problem: 'has a message with empty content' };
  }
  if (messages.some((message) => specialToken.test(message.content))) {
    return { code: 'invalid_training_file', problem: 'contains a special token, which is not allowed' };
  }
  return { prompt: messages.findLast(({ role }) => role === 'user')?.content ?? '', reply: last.content };
}

async function* examplesIn(path: string): AsyncGenerator<Example, Refusal | undefined> {
  const input = createReadStream(path, 'utf8');
  let number = 0;
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      number += 1;
      if (line.trim() === '') continue;
      const read = readLine(line);
      if ('code' in read) return { code: read.code, message: `Example ${number} ${read.problem}` };
      yield read;
    }
    return undefined;
  } finally {
    input.destroy();
  }
}

/**
 * Checks a supervised training file as OpenAI does: JSON on every line, no keys but its own, roles, content, the reply
 * last, no special tokens. Holds one line at a time.
 *
 * @returns the first problem, or undefined
 */
export async function checkTrainingFile(path: string): Promise<Refusal | undefined> {
  const lines = examplesIn(path);
  for (;;) {
    const { done, value } = await lines.next();
    if (done) return value;
  }
}

/** Reads a training file that must have at least `minimum` examples; all of them are in memory then. */
export async function readTrainingFile(path: string, minimum = 10): Promise<Reading> {
  const examples: Example[] = [];
  const lines = examplesIn(path);
  for (;;) {
    const { done, value } = await lines.next();
    if (!done) examples.push(value);
    else if (value) return { refusal: value };
    else break;
  }
  if (examples.length >= minimum) return { examples };
  const message = `Training file has ${examples.length} example(s), but must have at least ${minimum} examples`;
  return { refusal: { code: 'invalid_n_examples', message } };
}
