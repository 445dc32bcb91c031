import type { Dialogue } from '../conversation/exchange.ts';
import type { Evidence, Flag } from './judgement.ts';
import type { Policy } from './policy.ts';

const ignorable = /\p{Default_Ignorable_Code_Point}/u;
const blank = /\s/;
/** What `plain` does more to a text than make it small. Few texts have any of it. */
const untidy = /[^ -~]| {2}|^ | $/;

/** `plain` of a text by characters: the units of each, and where it stands in the text. */
function* plainUnits(text: string): Generator<{ readonly units: string; readonly at: number }> {
  let at = 0;
  let pending: number | undefined;
  let begun = false;
  for (const character of text) {
    const from = at;
    at += character.length;
    if (ignorable.test(character)) continue;
    if (blank.test(character)) {
      pending ??= from;
      continue;
    }
    if (begun && pending !== undefined) yield { units: ' ', at: pending };
    pending = undefined;
    begun = true;
    yield { units: character === '’' ? "'" : character.toLowerCase(), at: from };
  }
}

/**
 * A text as the rules of a policy read it: case does not count, nor how a keyboard writes an apostrophe, how wide white
 * space is, or what is not seen.
 */
export function plain(text: string): string {
  const small = text.toLowerCase();
  if (!untidy.test(small)) return small;
  return small
    .replaceAll('’', "'")
    .replace(/\p{Default_Ignorable_Code_Point}+/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** By UTF-16 unit of `plain` of a text: where it stands in the text; at last the text's end. */
export function placesOf(text: string): number[] {
  const places = [...plainUnits(text)].flatMap(({ units, at }) => Array<number>(units.length).fill(at));
  return [...places, text.length];
}

/** Whether there is a letter, a digit or a picture in a text. Most begin with a plain letter, which is seen at once. */
const saysSomething = (text: string): boolean => /^[A-Za-z]|[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(text);

/** The flags that a policy's own `rules` set, whatever the word lists see. */
export class PolicyRules {
  readonly #generic: readonly string[];
  readonly #minimumReplyLength: number;

  constructor({ genericPhrases, minimumReplyLength }: Policy['rules']) {
    this.#generic = genericPhrases.map(plain);
    this.#minimumReplyLength = minimumReplyLength;
  }

  /**
   * @param question the score
   * @param evidence filled when given: what is missing or too short is so of the whole turn
   */
  read(dialogue: Dialogue, question: number, evidence: Evidence[] | undefined): Flag[] {
    const { user, assistant } = dialogue;
    const reply = plain(assistant);
    const flags: Flag[] = [];
    if (!saysSomething(user)) flags.push('no_user_text');
    if (this.#generic.some((phrase) => reply.includes(phrase))) flags.push('generic_phrase');
    if (question === 0) flags.push('no_question');
    if (reply.length < this.#minimumReplyLength) flags.push('too_short');
    if (evidence) for (const flag of flags) this.#explain(flag, dialogue, evidence);
    return flags;
  }

  #explain(rule: Flag, dialogue: Dialogue, evidence: Evidence[]): void {
    if (rule === 'generic_phrase') {
      this.#explainPhrases(rule, dialogue.assistant, evidence);
      return;
    }
    const where = rule === 'no_user_text' ? 'user' : 'assistant';
    const end = dialogue[where].length;
    if (end > 0) evidence.push({ rule, where, start: 0, end });
  }

  #explainPhrases(rule: Flag, assistant: string, evidence: Evidence[]): void {
    const [reply, places] = [plain(assistant), placesOf(assistant)];
    for (const phrase of this.#generic) {
      for (let at = reply.indexOf(phrase); at !== -1; at = reply.indexOf(phrase, at + phrase.length)) {
        let next = at + phrase.length;
        while (places[next] === places[next - 1]) next++;
        evidence.push({ rule, where: 'assistant', start: places[at] ?? 0, end: places[next] ?? assistant.length });
      }
    }
  }
}
