import type { Dialogue } from '../../conversation/exchange.ts';
import { Addresses } from './addresses.ts';
import { findBirthDates } from './birth-dates.ts';
import { findCodes } from './codes.ts';
import { findContacts } from './contacts.ts';
import type { PrivacyLexicon } from './lexicon.ts';
import { Names } from './names.ts';
import { findNetworkAddresses } from './network.ts';
import { NumberCues } from './number-cues.ts';
import { findNumbers } from './numbers.ts';
import { readingOf, take } from './reading.ts';
import type { PersonalKind, Span } from './span.ts';
import { standInFor } from './stand-in.ts';
import { viewOf } from './text-view.ts';

export interface Redacted {
  readonly text: string;
  /** Where the personal data stood, in units of the text before. */
  readonly spans: Span[];
}

/** Finds personal data in single texts. Pure: same in, same out. */
export interface Redactor {
  readonly lexicon: PrivacyLexicon;
  /**
   * @param knownNames names met elsewhere in the conversation, canonical: found here also where no cue stands
   * @returns spans sorted, without overlaps, in UTF-16 units of `text`
   */
  find(text: string, knownNames?: ReadonlySet<string>): Span[];
  /** Puts `standIn(canonical name)` for every name and a placeholder such as `[email]` for the rest. */
  redact(text: string, standIn: (name: string) => string, knownNames?: ReadonlySet<string>): Redacted;
}

export function createRedactor(lexicon: PrivacyLexicon): Redactor {
  const cues = new NumberCues(lexicon.cues.numbers);
  const addresses = new Addresses(lexicon.addresses, lexicon);
  const names = new Names(lexicon);
  const find: Redactor['find'] = (original, knownNames) => {
    const reading = readingOf(original);
    findContacts(reading, lexicon);
    if (reading.hasDigit) {
      findNetworkAddresses(reading);
      findBirthDates(reading);
    }
    addresses.find(reading);
    if (reading.hasDigit) findCodes(reading, cues);
    findNumbers(reading, cues);
    for (const { start, end } of names.find(reading, knownNames)) take(reading, 'name', start, end);
    return reading.found
      .map(({ start, end, kind }) => ({ start: reading.start(start), end: reading.end(end), kind }))
      .sort((one, other) => one.start - other.start);
  };
  return {
    lexicon,
    find,
    redact(text, standIn, knownNames) {
      const spans = find(text, knownNames);
      let out = '';
      let from = 0;
      for (const span of spans) {
        const what = span.kind === 'name' ? standIn(canonicalName(text.slice(span.start, span.end))) : `[${span.kind}]`;
        out += text.slice(from, span.start) + what;
        from = span.end;
      }
      return { text: out + text.slice(from), spans };
    },
  };
}

/** One spelling for all the ways of writing a name. */
export const canonicalName = (name: string): string => viewOf(name).text.toLowerCase();

export interface RedactedDialogue {
  readonly dialogue: Dialogue;
  /** The stand-in of the user's own name, where the dialogue gives one. */
  readonly name?: string;
  /** How often each kind was found; kinds that were not found are left out. */
  readonly counts: Partial<Record<PersonalKind, number>>;
}

/**
 * Takes the personal data out of every turn of a dialogue. A name met in one turn is replaced in all of them,
 * by the same stand-in in every dialogue of the same user.
 *
 * @param pseudonym the user's keyed hash
 */
export function redactDialogue(redactor: Redactor, dialogue: Dialogue, pseudonym: string): RedactedDialogue {
  const { user, assistant, context } = dialogue;
  const names = new Set<string>();
  let own: string | undefined;
  for (const { sender, text } of [...context, { sender: 'user', text: user }, { sender: 'ai', text: assistant }]) {
    for (const span of redactor.find(text)) {
      if (span.kind !== 'name') continue;
      const name = canonicalName(text.slice(span.start, span.end));
      names.add(name);
      if (sender === 'user') own ??= name;
    }
  }
  const counts: Partial<Record<PersonalKind, number>> = {};
  const standIn = (name: string) => standInFor(redactor.lexicon, pseudonym, name);
  const clean = (text: string) => {
    const redacted = redactor.redact(text, standIn, names);
    for (const { kind } of redacted.spans) counts[kind] = (counts[kind] ?? 0) + 1;
    return redacted.text;
  };
  const redacted = {
    user: clean(user),
    assistant: clean(assistant),
    context: context.map((turn) => ({ ...turn, text: clean(turn.text) })),
  };
  return { dialogue: redacted, ...(own === undefined ? {} : { name: standIn(own) }), counts };
}
