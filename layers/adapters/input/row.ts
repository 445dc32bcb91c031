import { isObject } from '../../core/json.ts';
import { plainName } from './names.ts';
import { consentIn } from './other-consent.ts';

/** Where a row stands. */
interface Place {
  /** Of the file, counted from 1. */
  readonly line: number;
  /** It is no line that was counted, but JSON values over however many lines. */
  readonly isValue?: boolean;
  /** How it is told, where neither is enough. */
  readonly at?: string;
}

/** A row of the input: its names made alike, and where it stands. */
export interface Row extends Place {
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A row that cannot be used, and why. Never holds what the row says. */
export interface BadRow extends Place {
  readonly reason: string;
}

export const badRow = ({ line, isValue, at }: Place, reason: string): BadRow => ({
  line,
  ...(isValue && { isValue }),
  ...(at !== undefined && { at }),
  reason,
});

/** `line 7`, `value 7` of a JSON array, or `element 7 of line 1`. */
export const placeOf = ({ line, isValue, at }: Place): string => at ?? `${isValue ? 'value' : 'line'} ${line}`;

export const isBad = (row: Row | BadRow): row is BadRow => 'reason' in row;

const aliases: Readonly<Record<string, string>> = {
  conversation: 'conversationid',
  user: 'userid',
  role: 'sender',
  content: 'text',
  message: 'text',
  timestamp: 'createdat',
  sentat: 'createdat',
  datetime: 'createdat',
  createtime: 'createdat',
};

const isBlank = (value: unknown): boolean => value === undefined || value === null || value === '';

type Fields = Readonly<Record<string, unknown>>;

/** Whether a field is there for another name of it alone. */
export const isCopied = (fields: object, name: string): boolean =>
  Object.entries(aliases).some(
    ([alias, copy]) => copy === name && alias in fields && Reflect.get(fields, alias) === Reflect.get(fields, name),
  );

/** Of two names for a field the field's own counts, unless it is blank. */
export function named(record: object): Fields {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(record)) {
    const plain = plainName(name);
    fields[plain] = isBlank(value) ? (fields[plain] ?? value) : value;
  }
  for (const [alias, name] of Object.entries(aliases)) {
    if (alias in fields && isBlank(fields[name])) fields[name] = fields[alias];
  }
  const consent = consentIn(record);
  return consent === undefined ? fields : { ...fields, consent };
}

/** What other programs call the fields. Of a row in one of our forms they may mean anything else. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  turns: ['conversations', 'dialogue', 'dialog'],
  question: ['prompt', 'instruction', 'input'],
  answer: ['completion', 'response', 'output'],
  sender: ['from', 'speaker', 'author'],
  text: ['value', 'body', 'utterance', 'parts'],
  conversationid: ['sessionid', 'chatid', 'threadid', 'dialogid', 'dialogueid', 'conversationuuid'],
};

/** Fields that are blank by those names that others call them; where two of these say something, the field stays blank. */
export function widened(fields: Fields): Fields {
  const found = Object.entries(otherNames).flatMap(([name, others]) => {
    // An object is none of these.
    const [one, another] = others.filter((other) => !isBlank(fields[other]) && !isObject(fields[other]));
    return isBlank(fields[name]) && one !== undefined && another === undefined ? [[name, fields[one]]] : [];
  });
  return { ...fields, ...Object.fromEntries(found) };
}
