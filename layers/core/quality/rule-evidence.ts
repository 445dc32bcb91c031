import type { Dialogue } from '../conversation/exchange.ts';
import type { Evidence, Flag } from './judgement.ts';

/** Case does not count, nor how a keyboard writes an apostrophe. */
export const plain = (text: string): string => {
  const small = text.toLowerCase();
  return small.includes('’') ? small.replaceAll('’', "'") : small;
};

/** By UTF-16 unit of a text in small letters: where it stands in the text. A few letters have more units when small. */
function placesOf(text: string): number[] {
  const places: number[] = [];
  let from = 0;
  for (const character of text) {
    for (let unit = 0; unit < character.toLowerCase().length; unit++) places.push(from);
    from += character.length;
  }
  return [...places, from];
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
