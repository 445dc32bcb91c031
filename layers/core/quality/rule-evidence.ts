import type { Dialogue } from '../conversation/exchange.ts';
import type { Evidence, Flag } from './judgement.ts';

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

/** Adds where the flags of a policy's own rules come from. What is missing or too short is so of the whole turn. */
export function explainRules(
  flags: readonly Flag[],
  { user, assistant }: Dialogue,
  generic: readonly string[],
  evidence: Evidence[],
): void {
  const whole = (rule: Flag, where: 'user' | 'assistant', { length }: string) => {
    if (length > 0) evidence.push({ rule, where, start: 0, end: length });
  };
  for (const rule of flags) {
    if (rule === 'no_user_text') whole(rule, 'user', user);
    else if (rule !== 'generic_phrase') whole(rule, 'assistant', assistant);
    else {
      const [reply, places] = [plain(assistant), placesOf(assistant)];
      for (const phrase of generic) {
        for (let at = reply.indexOf(phrase); at !== -1; at = reply.indexOf(phrase, at + phrase.length)) {
          let next = at + phrase.length;
          while (places[next] === places[next - 1]) next++;
          evidence.push({ rule, where: 'assistant', start: places[at] ?? 0, end: places[next] ?? assistant.length });
        }
      }
    }
  }
}
