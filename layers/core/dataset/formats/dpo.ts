import type { Dialogue } from '../../conversation/exchange.ts';
import { isObject } from '../../json.ts';
import { type ChatMessage, chatMessages } from '../chat-line.ts';
import { type LineProblem, problem } from '../problem.ts';
import {
  type CheckedLine,
  checkMessages,
  contentProblems,
  type Fields,
  nameProblems,
  notAnObject,
  readMessages,
  roleProblems,
  unknownKeys,
} from '../validate-line.ts';

/** A prompt with two replies to it, of which a person preferred one. */
export interface PreferencePair extends Pick<Dialogue, 'user' | 'context'> {
  readonly preferred: string;
  readonly other: string;
  /** The stand-in for the user's name, where one is known. */
  readonly name?: string | undefined;
}

const lineKeys = ['input', 'preferred_output', 'non_preferred_output'];
const inputKeys = ['messages', 'tools', 'parallel_tool_calls'];
const messageKeys = ['role', 'content', 'name', 'tool_calls', 'tool_call_id', 'function_call'];

const output = (content: string) => [{ role: 'assistant', content }];

/** The prompt as a chat: what stands before the reply, without weights, for nothing of it is learned. */
const withoutWeights = (messages: readonly ChatMessage[]) => messages.map(({ role, content }) => ({ role, content }));

/** One line of a file for OpenAI's direct preference optimisation, without its line feed. */
export function dpoLine(systemPrompt: string, { user, context, name, preferred, other }: PreferencePair): string {
  const messages = chatMessages(systemPrompt, { user, context, name, assistant: preferred }).slice(0, -1);
  return JSON.stringify({
    input: { messages: withoutWeights(messages) },
    preferred_output: output(preferred),
    non_preferred_output: output(other),
  });
}

const messageProblems = (fields: Fields, where: string): LineProblem[] => [
  ...unknownKeys(fields, messageKeys, where),
  ...roleProblems(fields, where),
  ...nameProblems(fields, where),
  ...contentProblems(fields, where),
];

/** The messages of the prompt. */
function checkInput(input: unknown) {
  if (!isObject(input) || !Array.isArray(input['messages']) || input['messages'].length === 0) {
    const mend = 'Give "input" an object with a list of "messages", the last of them by the user.';
    return { fields: [], problems: [problem('no_messages', 'The input has no messages.', mend)] };
  }
  const { fields, problems } = checkMessages(input['messages'], messageProblems, (n) => `message ${n} of the input`);
  const last = fields.at(-1)?.['role'];
  const mend = 'End the input with what is to be answered: the replies stand in the outputs.';
  return {
    fields,
    problems: [
      ...unknownKeys(input, inputKeys, 'The input'),
      ...problems,
      ...(last === 'assistant' || last === 'system'
        ? [problem('not_in_turn', `The input ends with a message by the ${last}.`, mend)]
        : []),
    ],
  };
}

function checkOutput(line: Fields, name: 'preferred_output' | 'non_preferred_output') {
  const messages = line[name];
  if (!Array.isArray(messages) || messages.length !== 1) {
    return { fields: [], problems: [problem('no_outputs', `"${name}" is no list of one message.`)] };
  }
  const { fields, problems } = checkMessages(messages, messageProblems, () => `the message of "${name}"`);
  const role = fields[0]?.['role'];
  const byOther = role === 'system' || role === 'user' || role === 'tool';
  const what = `The message of "${name}" is not by the assistant.`;
  const mend = 'Put there the reply, with the role "assistant"; what came before it stands in the input.';
  const wrong = byOther ? [problem('last_not_assistant', what, mend)] : [];
  return { fields, problems: [...problems, ...wrong] };
}

/** Checks one parsed line of a preference file; tokens are those of the prompt and its longer reply. */
export function checkDpoLine(value: unknown): CheckedLine {
  if (!isObject(value)) return { messages: [], problems: [notAnObject(value)] };
  const input = checkInput(value['input']);
  const preferred = checkOutput(value, 'preferred_output');
  const other = checkOutput(value, 'non_preferred_output');
  const problems = [
    ...unknownKeys(value, lineKeys, 'The line'),
    ...input.problems,
    ...preferred.problems,
    ...other.problems,
  ];
  const [better, worse] = [readMessages(preferred.fields), readMessages(other.fields)];
  const same = better[0] !== undefined && better[0].content !== '' && better[0].content === worse[0]?.content;
  if (same) problems.push(problem('same_outputs', 'Both outputs say the same.'));
  const [longer, shorter] =
    (better[0]?.content.length ?? 0) < (worse[0]?.content.length ?? 0) ? [worse, better] : [better, worse];
  return {
    messages: [...readMessages(input.fields), ...longer],
    also: `${longer === better ? 'preferred' : 'not preferred'} to ${shorter[0]?.content ?? ''}`,
    problems,
  };
}
