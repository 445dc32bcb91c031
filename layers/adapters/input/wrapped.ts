import { isObject } from '../../core/json.ts';
import { isDeleted } from './deleted.ts';
import { plainItem } from './dynamo.ts';
import { isName } from './names.ts';
import { type BadRow, isBad, isCopied, named, placeOf, type Row, widened } from './row.ts';
import { consent as granted } from './turn.ts';

type Fields = Row['fields'];

/** Fields that are enough for a row, by the form. */
const rowForms = [
  ...[['messages'], ['turns'], ['mapping'], ['chatmessages']],
  ...[
    ['question', 'answer'],
    ['title', 'answer'],
    ['user', 'assistant'],
    ['conversationid', 'sender', 'text'],
  ],
];
const has = (fields: Fields, names: readonly string[]): boolean =>
  names.every((name) => fields[name] !== undefined && fields[name] !== null);
const isRow = (fields: Fields): boolean => rowForms.some((form) => has(fields, form));
const isTurn = (fields: Fields): boolean =>
  ['sender', 'text'].every((name) => name in fields) && !has(fields, ['conversationid']);

/** The fields of the first of some objects, by all their names. */
function firstOf(list: unknown): Fields | undefined {
  const first: unknown = Array.isArray(list) ? list[0] : undefined;
  return isObject(first) ? widened(named(plainItem(first))) : undefined;
}

/** Whether a list is a conversation by itself. */
export const isListOfTurns = (list: unknown): boolean => isTurn(firstOf(list) ?? {});

/** Lists of turns that other programs call otherwise than the forms do. */
const turnLists = 'conversation transcript history chat thread log data items entries contents'.split(' ');

/** How many lists may lie within each other: people, their conversations, and what these are made of. */
const deepest = 3;

/** What is said of all that a row holds, where its parts say nothing of it themselves. What is no yes to all of them stands. */
function inherited({ consent, userid, ...outer }: Fields, inner: Fields): Fields {
  const isYes = granted.safeParse(consent).data === true;
  return {
    ...inner,
    ...(consent !== undefined && (!isYes || inner['consent'] === undefined) && { consent }),
    ...(typeof userid !== 'object' && userid !== undefined && inner['userid'] === undefined && { userid }),
    ...(isDeleted(outer) && { deleted: true }),
  };
}

/** The list in a row that is of rows itself, where one alone may be meant. */
function rowsWithin(fields: Fields, depth: number): readonly unknown[] | undefined {
  // Messages that name their conversations are not of one.
  if (Array.isArray(fields['messages']) && namesSeveral(fields['messages'])) return fields['messages'];
  const own = widened(fields);
  // What others call turns may be conversations.
  if (isRow(holdsRows(own['turns'], depth) ? { ...own, turns: fields['turns'] } : own)) return undefined;
  const [list, another] = Object.values(fields).filter((value) => holdsRows(value, depth));
  return another === undefined && Array.isArray(list) ? list : undefined;
}

function namesSeveral(messages: readonly unknown[]): boolean {
  const [first] = messages;
  if (!isObject(first) || named(first)['conversationid'] === undefined) return false;
  return new Set(messages.map((each) => (isObject(each) ? named(each)['conversationid'] : undefined))).size > 1;
}

/** A row with its turns under the name that the form has. */
function withTurns(fields: Fields): Fields {
  const [asked, answered] = [fields['prompt'], fields['completion']];
  // As trainers of models have it: what was said before, and the reply.
  if (Array.isArray(asked) && Array.isArray(answered) && [asked, answered].every((list) => isTurn(firstOf(list) ?? {})))
    return { ...fields, turns: [...asked, ...answered] };
  if (isRow(widened(fields))) return fields;
  const [turns, another] = turnLists.filter((name) => isTurn(firstOf(fields[name]) ?? {}));
  if (turns === undefined || another !== undefined) return fields;
  return { ...fields, turns: fields[turns], ...(turns === 'conversation' && { conversationid: fields['id'] }) };
}

function* inner(fields: Fields, depth: number): Generator<Fields> {
  const list = rowsWithin(fields, depth);
  if (list === undefined) yield withTurns(fields);
  else {
    for (const each of list) {
      if (isObject(each)) yield* inner(inherited(fields, named(plainItem(each))), depth + 1);
      else yield {};
    }
  }
}

function holdsRows(list: unknown, depth: number): boolean {
  const first = firstOf(list);
  if (first === undefined || depth >= deepest) return false;
  return isRow(first) || Object.values(first).some((within) => holdsRows(within, depth + 1));
}

/** Rows of JSON, also where one value has a list of them in it, such as `{"conversations": […]}` or `{"data": […]}`. */
export async function* unwrapped(rows: AsyncIterable<Row | BadRow>): AsyncGenerator<Row | BadRow> {
  let more = 0;
  for await (const row of rows) {
    const all = isBad(row) ? [] : [...inner(row.fields, 0)];
    if (isBad(row) || (all.length === 1 && more === 0)) {
      yield isBad(row) || all[0] === undefined ? row : { ...row, fields: all[0] };
      continue;
    }
    // Rows are told apart by their numbers.
    for (const [at, fields] of all.entries()) {
      const place = all.length === 1 ? placeOf(row) : `element ${at + 1} of ${placeOf(row)}`;
      yield { line: row.line + more + at, at: place, fields };
    }
    more += all.length - 1;
  }
}

/** How many names are told. */
const told = 8;
const namesOf = (fields: object): string =>
  Object.keys(fields)
    .filter((name) => isName(name) && !isCopied(fields, name))
    .slice(0, told)
    .join(', ') || 'none that can be told';

/** The first of some objects, as it is written. */
function firstIn(list: unknown): object {
  const first: unknown = Array.isArray(list) ? list[0] : undefined;
  return isObject(first) ? first : {};
}

/** What a row has that is of no known form: the names of its fields, and of those in its first list. */
export function whatItHas(fields: Fields): string {
  const list = Object.keys(fields).find((name) => isName(name) && firstOf(fields[name]) !== undefined);
  const within = list === undefined ? '' : `; in the list ${list}: ${namesOf(firstIn(fields[list]))}`;
  return `it has ${namesOf(fields)}${within}`;
}
