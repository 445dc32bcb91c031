import { isObject } from '../../json.ts';
import type { ChatMessage } from '../chat-line.ts';
import { type LineProblem, problem } from '../problem.ts';
import { type CheckedLine, checkMessages, type Fields, notAnObject, shown, unknownKeys } from '../validate-line.ts';

const bedrockSchemaVersion = 'bedrock-conversation-2024';

/** Amazon Nova reads them as its own marks: one of them in a user's or a system's text can fail the whole job. */
const reserved = /(User|Bot|Assistant|System):|<(image|video)>|\[EOS\]/;
const allReserved = new RegExp(reserved, 'g');

/** The first reserved word in a text, or undefined. */
const reservedWordIn = (text: string): string | undefined => reserved.exec(text)?.[0];

/** `User:` becomes `User :`, `<image>` `< image >`, `[EOS]` `[ EOS ]`: a person reads the same, and Nova no mark. */
const otherwise = (word: string): string =>
  word.endsWith(':') ? `${word.slice(0, -1)} :` : `${word[0]} ${word.slice(1, -1)} ${word.at(-1)}`;

function escaped(text: string): { readonly text: string; readonly words: number } {
  let words = 0;
  const mended = text.replaceAll(allReserved, (word) => {
    words++;
    return otherwise(word);
  });
  return { text: mended, words };
}

interface BedrockLine {
  /** Without its line feed. */
  readonly line: string;
  /** Reserved words that were written otherwise. */
  readonly escapedWords: number;
  /** Turns left out at the start: replies to nobody, for the first message must be the user's. */
  readonly leftOut: number;
}

/**
 * One line of a file for Amazon Bedrock, made of a chat. Nothing is dropped for a reserved word: it is written
 * otherwise, in replies too, so that the model learns none of its own marks. Bedrock knows no weights: the replies
 * of the context are not marked, and Nova learns the last one.
 *
 * @param messages system first where there is one, then user and assistant in turn, the assistant last
 */
export function bedrockLine(messages: readonly ChatMessage[]): BedrockLine {
  let escapedWords = 0;
  const textOf = (content: string) => {
    const { text, words } = escaped(content);
    escapedWords += words;
    return [{ text }];
  };
  const system = messages.filter(({ role }) => role === 'system');
  const turns = messages.filter(({ role }) => role !== 'system');
  const leftOut = Math.max(
    0,
    turns.findIndex(({ role }) => role === 'user'),
  );
  const line = JSON.stringify({
    schemaVersion: bedrockSchemaVersion,
    ...(system.length > 0 && { system: system.flatMap(({ content }) => textOf(content)) }),
    messages: turns.slice(leftOut).map(({ role, content }) => ({ role, content: textOf(content) })),
  });
  return { line, escapedWords, leftOut };
}

/** A text that was found, and where. */
interface FoundText {
  readonly text: string;
  readonly problems: readonly LineProblem[];
}

function checkText(value: unknown, where: string, mayHoldReserved: boolean): FoundText {
  const text = isObject(value) ? value['text'] : undefined;
  if (!isObject(value) || typeof text !== 'string') {
    return { text: '', problems: [problem('wrong_content', `${where} is no {"text": "..."}.`, 'Write it so.')] };
  }
  const problems = unknownKeys(value, ['text'], where);
  if (text.trim() === '') problems.push(problem('empty_content', `${where} is empty.`));
  if (!text.isWellFormed()) problems.push(problem('lone_surrogate', `${where} has half a character.`));
  const word = mayHoldReserved ? undefined : reservedWordIn(text);
  if (word !== undefined) {
    const mend = `Write it otherwise, such as "${otherwise(word)}": it fails the whole job.`;
    problems.push(problem('reserved_word', `${where} has the reserved word ${word}.`, mend));
  }
  return { text, problems };
}

function checkSystem(system: unknown): FoundText {
  if (system === undefined) return { text: '', problems: [] };
  if (!Array.isArray(system) || system.length === 0) {
    return { text: '', problems: [problem('wrong_system', '"system" is no list of texts.')] };
  }
  const found = system.map((part: unknown, i) => checkText(part, `text ${i + 1} of "system"`, false));
  return { text: found.map(({ text }) => text).join('\n'), problems: found.flatMap(({ problems }) => problems) };
}

/** Pictures and films may stand in a user's message; what they show is not looked at. */
const mediaIn = (part: unknown): Fields | undefined =>
  isObject(part) ? [part['image'], part['video']].find(isObject) : undefined;

const isText = (value: unknown) => typeof value === 'string' && value.trim() !== '';

function mediaProblems({ source }: Fields, where: string): LineProblem[] {
  const place = isObject(source) ? source['s3Location'] : undefined;
  const isThere = isObject(source) && (isText(source['bytes']) || (isObject(place) && isText(place['uri'])));
  return isThere ? [] : [problem('wrong_media', `A picture or film of ${where} has no source.`)];
}

function checkContent({ role, content }: Fields, where: string): FoundText {
  if (!Array.isArray(content) || content.length === 0) {
    const mend = 'Write "content": [{"text": "..."}].';
    return { text: '', problems: [problem('wrong_content', `The content of ${where} is no list of texts.`, mend)] };
  }
  const found = content.map((part: unknown): FoundText => {
    const media = role === 'user' ? mediaIn(part) : undefined;
    if (media !== undefined) return { text: '', problems: mediaProblems(media, where) };
    return checkText(part, `The content of ${where}`, role === 'assistant');
  });
  return { text: found.map(({ text }) => text).join('\n'), problems: found.flatMap(({ problems }) => problems) };
}

function checkRole({ role }: Fields, where: string): LineProblem[] {
  if (role === 'user' || role === 'assistant') return [];
  const mend = role === 'system' ? 'Put the text into "system".' : 'Use "user" or "assistant".';
  const what = typeof role === 'string' ? `${where} has the role ${shown(role)}.` : `${where} has no role.`;
  return [problem('unknown_role', what, mend)];
}

function checkTurns(messages: readonly Fields[]): LineProblem[] {
  const roles = messages.map(({ role }) => role);
  const repeated = roles.findIndex((role, i) => i > 0 && role === roles[i - 1]);
  return [
    ...(roles[0] === 'assistant' ? [problem('first_not_user', 'The first message is not by the user.')] : []),
    ...(repeated > 0 ? [problem('not_in_turn', `Messages ${repeated} and ${repeated + 1} are by the same.`)] : []),
    ...(roles.at(-1) === 'assistant'
      ? []
      : [problem('last_not_assistant', 'The last message is not by the assistant.')]),
  ];
}

/** Checks one parsed line of a file for Amazon Bedrock. */
export function checkBedrockLine(value: unknown): CheckedLine {
  if (!isObject(value)) return { messages: [], problems: [notAnObject(value)] };
  const { schemaVersion, system, messages } = value;
  const about = [
    ...unknownKeys(value, ['schemaVersion', 'system', 'messages'], 'The line'),
    ...(schemaVersion === bedrockSchemaVersion
      ? []
      : [problem('wrong_schema_version', `The line is not of the schema version ${bedrockSchemaVersion}.`)]),
  ];
  const prompt = checkSystem(system);
  if (!Array.isArray(messages) || messages.length === 0) {
    return {
      messages: [],
      problems: [...about, ...prompt.problems, problem('no_messages', 'The line has no messages.')],
    };
  }
  const { fields, problems } = checkMessages(messages, (message, where) => [
    ...unknownKeys(message, ['role', 'content'], where),
    ...checkRole(message, where),
    ...checkContent(message, where).problems,
  ]);
  const read = fields.map((message) => ({ role: String(message['role']), content: checkContent(message, '').text }));
  return {
    messages: [...(prompt.text === '' ? [] : [{ role: 'system', content: prompt.text }]), ...read],
    problems: [...about, ...prompt.problems, ...problems, ...checkTurns(fields)],
  };
}
