import type { Dialogue } from '../../conversation/exchange.ts';
import type { Finding } from './finder.ts';
import { type People, peopleOf } from './people.ts';
import type { Redacted, Redactor } from './redactor.ts';
import type { PersonalKind } from './span.ts';

export interface RedactedDialogue {
  readonly dialogue: Dialogue;
  /** The stand-in of the user's own name, where the dialogue gives one. */
  readonly name?: string;
  /** How often each kind was found; kinds that were not found are left out. */
  readonly counts: Partial<Record<PersonalKind, number>>;
}

interface Turn {
  readonly sender: 'user' | 'ai';
  readonly text: string;
}

/**
 * Takes the personal data out of every turn of a dialogue. A name met in one turn is replaced in all of them, by
 * the same stand-in in every dialogue of the same user.
 *
 * @param key gives the user's own secret, which no dataset holds: `Pseudonyms.standIns`; asked only where names are
 */
export function redactDialogue(redactor: Redactor, dialogue: Dialogue, key: () => string): RedactedDialogue {
  const { user, assistant, context } = dialogue;
  const turns: Turn[] = [...context, { sender: 'user', text: user }, { sender: 'ai', text: assistant }];
  const found = turns.map(({ text }) => redactor.examine(text));
  if (found.every((findings) => findings.length === 0)) return { dialogue: { user, assistant, context }, counts: {} };
  const { redact, standIns, isNobody } = knowing(redactor, found, key);
  const counts: Partial<Record<PersonalKind, number>> = {};
  const texts = turns.map(({ text }, turn) => {
    if (isNobody && found[turn]?.length === 0) return text;
    const redacted = redact(text);
    for (const { kind } of redacted.spans) counts[kind] = (counts[kind] ?? 0) + 1;
    return redacted.text;
  });
  const own = ownName(turns, found);
  return {
    dialogue: {
      user: texts.at(-2) ?? '',
      assistant: texts.at(-1) ?? '',
      context: context.map((turn, index) => ({ ...turn, text: texts[index] ?? '' })),
    },
    ...(own === undefined ? {} : { name: standIns(own) }),
    counts,
  };
}

/**
 * Takes the personal data out of one text, which is a dialogue of one turn: a name that it gives once is replaced
 * wherever it stands.
 *
 * @param key gives the secret that stand-ins are chosen by; asked only where names are
 */
export const redactText = (redactor: Redactor, text: string, key: () => string): Redacted =>
  knowing(redactor, [redactor.examine(text)], key).redact(text);

/** What redacts the turns of a dialogue, of which all was found, and gives its people's stand-ins. */
function knowing(redactor: Redactor, found: readonly (readonly Finding[])[], key: () => string) {
  const people = peopleOf(namesIn(found));
  const standIns = standInsFor(redactor, people, key);
  return {
    standIns,
    isNobody: people.words.size === 0,
    redact: (text: string) => redactor.redact(text, standIns, people.words),
  };
}

function namesIn(found: readonly (readonly Finding[])[]): readonly string[] {
  const names: string[] = [];
  for (const findings of found) for (const { name } of findings) if (name !== undefined) names.push(name);
  return names;
}

/** Each person's stand-in; two people of one conversation never share one. */
function standInsFor({ lexicon }: Redactor, people: People, key: () => string): (name: string) => string {
  const chosen = new Map<string, string>();
  const taken = new Set<string>();
  return (name) => {
    const person = people.personOf(name);
    const before = chosen.get(person);
    if (before !== undefined) return before;
    let standIn = lexicon.standIns.of(key(), person);
    for (let turn = 1; taken.has(standIn) && turn < 100; turn++) standIn = lexicon.standIns.of(key(), person, turn);
    chosen.set(person, standIn);
    taken.add(standIn);
    return standIn;
  };
}

/** The user's own name: as the user gave it, else as the companion calls the user. The latest word counts. */
function ownName(turns: readonly Turn[], found: readonly (readonly Finding[])[]): string | undefined {
  let given: string | undefined;
  let called: string | undefined;
  for (const [index, turn] of turns.entries()) {
    for (const { role, name } of found[index] ?? []) {
      if (turn.sender === 'user' && role === 'self') given = name;
      if (turn.sender === 'ai' && role === 'addressed') called = name;
    }
  }
  return given ?? called;
}
