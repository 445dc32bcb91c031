import * as z from 'zod';
import { isObject } from '../../core/json.ts';
import { turnsOfTree } from './chat-tree.ts';
import { isDeleted } from './deleted.ts';
import { type Row, widened } from './row.ts';
import { consent, type InputTurn, id, isUnseen, seen, text, turnSchema, turnsSchema, withPlaces } from './turn.ts';

/** What may stand beside the turns, whatever the form. */
const headSchema = z.object({ id, conversationid: id, userid: id, consent });

/** A row that is one message. */
const messageSchema = turnSchema.extend({
  id,
  userid: id,
  conversationid: z
    .union(
      [z.string().min(1), z.number()],
      'is missing: name it in each message, or put the messages of each conversation into {"messages": […]}',
    )
    .transform(String),
});

/** A row understood: its turns, and whom and what they belong to where the row says. */
interface Form {
  readonly turns: readonly InputTurn[];
  readonly conversationId: string | undefined;
  readonly userId: string | undefined;
  readonly consent?: boolean | undefined;
}

/** Of ratings the lowest, where any means something: who disliked a part did not like the whole. */
const worse = (one: InputTurn['rating'], other: InputTurn['rating']): InputTurn['rating'] =>
  typeof one === 'number' && typeof other === 'number'
    ? Math.min(one, other)
    : typeof one === 'number'
      ? one
      : (other ?? one);

function join(one: InputTurn, other: InputTurn): InputTurn {
  const isEdited = (one.editedtext ?? other.editedtext) !== undefined;
  return {
    ...one,
    text: `${one.text}\n${other.text}`,
    consent: one.consent === false || other.consent === false ? false : (one.consent ?? other.consent),
    rating: worse(one.rating, other.rating),
    editedtext: isEdited ? `${one.editedtext ?? one.text}\n${other.editedtext ?? other.text}` : undefined,
  };
}

/**
 * Turns of one speaker in a row are one message, as a chat window shows them, but for a reply in place of another. What
 * is said of any of them is said of the message. What a system or a tool says between them ends no message: the window
 * does not show it, and the answer would be what was said before a look.
 *
 * @param consent of turns that say nothing of it
 * @param which of the turns: those of a speaker, or only those of a reply during which tools were asked
 */
function joined(
  turns: readonly InputTurn[],
  consent: boolean | undefined,
  which: 'all' | 'around tools' = 'all',
): InputTurn[] {
  const messages: InputTurn[] = [];
  let last = -1;
  let isAfterTool = false;
  for (const read of turns) {
    const turn = { ...read, consent: read.consent ?? consent };
    const before = messages[last];
    const stands = !turn.isDeleted && !before?.isDeleted;
    const mayGoOn = stands && (which === 'all' || (turn.sender === 'ai' && isAfterTool));
    if (mayGoOn && before?.sender === turn.sender && turn.regenerates === undefined)
      messages[last] = join(before, turn);
    else {
      // What nobody sees keeps its place, for messages without an id are known by theirs.
      messages.push(turn);
      if (!isUnseen(turn.sender)) last = messages.length - 1;
    }
    if (turn.sender !== 'system') isAfterTool = turn.sender === 'tool' || turn.calls === true;
  }
  return messages;
}

/** A turn of Claude's export: its text without what tools said, where that is told apart; else as a whole. */
const exported = z
  .looseObject({ uuid: z.string().optional(), text: z.string().nullish(), content: z.array(z.unknown()).nullish() })
  .transform(({ uuid, text: whole, content, ...turn }) => {
    const parts =
      content?.filter(
        (part) => isObject(part) && part['type'] === 'text' && String(part['text'] ?? '').trim() !== '',
      ) ?? [];
    return { ...turn, ...(uuid !== undefined && { id: uuid }), text: parts.length > 0 ? parts : whole };
  });
/** A conversation as Claude exports it. */
const exportSchema = z.object({
  uuid: z.string().optional(),
  account: z.object({ uuid: z.string() }).nullish(),
  chatmessages: z.array(exported).transform(withPlaces),
});

const heading = z
  .string()
  .nullish()
  .transform((said) => said ?? '');
const answered = z
  .object({ question: heading, title: heading, answer: text })
  .transform(({ question, title, answer }) => ({ question: question.trim() || title.trim(), answer }))
  .refine(({ question }) => question !== '', { path: ['question'], message: 'is empty, and there is no title' });

const saidOfAnswer = ({ fields }: Row) => ({ rating: fields['rating'], editedText: fields['editedtext'] });

/** The documented forms of a row, by the field that tells them. */
const forms = {
  messages: (row) => {
    const head = headSchema.parse(row.fields);
    const { messages } = z.object({ messages: turnsSchema }).parse(row.fields);
    const turns = joined(messages, head.consent, 'around tools');
    return { ...head, conversationId: head.conversationid ?? head.id, userId: head.userid, turns };
  },
  turns: (row) => {
    const head = headSchema.parse(row.fields);
    const turns = joined(z.object({ turns: turnsSchema }).parse(row.fields).turns, head.consent);
    return { ...head, conversationId: head.conversationid ?? head.id, userId: head.userid, turns };
  },
  mapping: (row) => {
    const head = headSchema.parse(row.fields);
    const turns = joined(turnsSchema.parse(withPlaces(turnsOfTree(row.fields))), head.consent);
    return { ...head, conversationId: head.conversationid ?? head.id, userId: head.userid, turns };
  },
  chatmessages: (row) => {
    const { chatmessages, uuid, account } = exportSchema.parse(row.fields);
    const head = headSchema.parse({ ...row.fields, userid: row.fields['userid'] ?? account?.uuid });
    const turns = joined(
      z.object({ chat_messages: turnsSchema }).parse({ chat_messages: chatmessages }).chat_messages,
      head.consent,
    );
    return { ...head, conversationId: head.conversationid ?? uuid, userId: head.userid, turns };
  },
  answer: (row) => {
    const head = headSchema.parse(row.fields);
    const { question, answer } = answered.parse(row.fields);
    const turns = turnsSchema.parse([
      { sender: 'user', text: question },
      { sender: 'ai', text: answer, ...saidOfAnswer(row) },
    ]);
    // Answers to one question are one person's: else one of them could train and another be held out.
    return { ...head, conversationId: head.conversationid ?? head.id, userId: head.userid ?? question, turns };
  },
  sender: (row) => {
    const {
      conversationid,
      userid,
      id: own,
      ...turn
    } = messageSchema.parse({
      ...row.fields,
      ...seen(row.fields),
      conversationid: widened(row.fields)['conversationid'],
    });
    return { conversationId: conversationid, userId: userid, turns: [{ ...turn, messageid: turn.messageid ?? own }] };
  },
  assistant: (row) => {
    const { userid, ...head } = headSchema.parse({
      ...row.fields,
      userid: row.fields['userid'] === row.fields['user'] ? undefined : row.fields['userid'],
    });
    const before = z.object({ context: z.array(z.unknown()).nullish() }).parse(row.fields).context ?? [];
    const said = [
      { sender: 'user', text: row.fields['user'] },
      { sender: 'ai', text: row.fields['assistant'], ...saidOfAnswer(row) },
    ];
    const turns = turnsSchema.parse([...before, ...said]);
    // Its `id` is of the exchange: every file counts from 1, and strangers would answer one another.
    return { ...head, conversationId: head.conversationid, userId: userid, turns };
  },
} satisfies Record<string, (row: Row) => Form>;

function ownForm(row: Row): Form | undefined {
  for (const [field, parse] of Object.entries(forms)) {
    if (row.fields[field] !== undefined) return parse(row);
  }
  return undefined;
}

/**
 * @returns undefined when the row has none of the documented forms
 * @throws z.ZodError when it has one, and a field of it is wrong
 */
export function formOf(row: Row): Form | undefined {
  const form = ownForm(row) ?? ownForm({ ...row, fields: widened(row.fields) });
  if (form === undefined || !isDeleted(row.fields)) return form;
  return { ...form, turns: form.turns.map((turn) => ({ ...turn, isDeleted: true })) };
}
