import { matchesOf } from './matches.ts';
import type { FoundName } from './names.ts';
import type { Reading } from './reading.ts';
import { SpanSet } from './span-set.ts';

/** So many names of a text are looked for again in all of it: more would take time that grows with its square. */
const mostSought = 64;

/** Is a text written, in part, in a script without capitals? */
export const isForeign = (lower: string): boolean => mayBeForeign.test(lower) && foreign.test(lower);

/** Units of those scripts, and of others; none of the marks and small pictures that many texts have. */
const mayBeForeign = /[\u0530-\u1fff\u2c00-\ud83b\ud83f-\udbff\uf900-\ufdff\ufe30-\uffff]|\ud83c\ude00/;
const foreign =
  /[\p{Script=Han}\p{Script=Katakana}\p{Script=Hiragana}\p{Script=Hangul}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Devanagari}\p{Script=Thai}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Georgian}\p{Script=Armenian}\p{Script=Ethiopic}]/u;

/**
 * Names in scripts without capitals, most without blanks: told by the introduction, title or honorific beside them, and from
 * then on wherever they stand in the text. Where no name of `found` stands. Asked only of a text that `isForeign`.
 *
 * @param forms see scripts.ts
 */
export function findScriptNames(
  forms: readonly RegExp[],
  { lower, spans }: Reading,
  found: readonly FoundName[],
): FoundName[] {
  const more: FoundName[] = [];
  const taken = new SpanSet();
  for (const { kind, start, end } of found) taken.take(kind, start, end);
  const add = (start: number, end: number, role: FoundName['role']) => {
    if (!spans.overlaps(start, end) && taken.take('name', start, end)) more.push({ kind: 'name', start, end, role });
  };
  for (const form of forms) {
    for (const { indices } of matchesOf(form, lower)) {
      const { self, name } = indices?.groups ?? {};
      if (self) add(...self, 'self');
      else if (name) add(...name, 'other');
    }
  }
  const names = new Set(more.map(({ start, end }) => lower.slice(start, end)));
  for (const name of [...names].slice(0, mostSought)) {
    if (name.length < 2) continue;
    for (let at = lower.indexOf(name); at >= 0; at = lower.indexOf(name, at + name.length))
      add(at, at + name.length, 'other');
  }
  return more;
}
