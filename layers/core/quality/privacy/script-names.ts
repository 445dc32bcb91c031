import type { FoundName } from './names.ts';
import type { Reading } from './reading.ts';
import { SpanSet } from './span-set.ts';

const foreign =
  /[\p{Script=Han}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Devanagari}]/u;
const name =
  '([\\p{Script=Han}ー\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Arabic}\\p{Script=Hebrew}\\p{Script=Devanagari}]{2,20})';

/** Scripts without capitals, most without blanks: a name is told by the introduction or the honorific beside it. */
const own = [
  new RegExp(`(?<!\\p{L})(?:my name is|my name's|call me|i'm|i am) ${name}`, 'dgu'),
  /我(?:叫|的名字是|的名字叫)(?![他她你它])(\p{Script=Han}{2,4})(?!\p{Script=Han})/dgu,
  /名前は、?([\p{Script=Han}\p{Script=Katakana}ー]{2,8})(?=です|だ|と)/dgu,
  /(?<!\p{L})[제내] 이름은 (\p{Script=Hangul}{2,4}?)(?=입니다|이에요|예요|이야|야|$)/dgu,
  /(?<!\p{L})اسمي (\p{Script=Arabic}{2,15})/dgu,
  /(?<!\p{L})(?:קוראים לי|שמי|השם שלי(?: הוא)?) (\p{Script=Hebrew}{2,15})/dgu,
  /मेरा नाम (\p{Script=Devanagari}{2,15}(?: \p{Script=Devanagari}{2,15})?)(?= है| हूँ)/dgu,
];
const others = [
  new RegExp(
    `(?<!\\p{L})my (?:friend|wife|husband|brother|sister|boss|coach|colleague|partner|girlfriend|boyfriend|son|daughter|teacher) ${name}`,
    'dgu',
  ),
  // Not お医者さん or 本屋さん: those are trades.
  /(?<![お御ご\p{Script=Han}])(\p{Script=Han}{2,4})(?<![屋者員客様])(?:さん|くん|ちゃん)/dgu,
];

/** Names in Chinese, Japanese, Korean, Arabic, Hebrew and Devanagari letters, where no name of `found` stands. */
export function findScriptNames({ lower, spans }: Reading, found: readonly FoundName[]): FoundName[] {
  if (!foreign.test(lower)) return [];
  const more: FoundName[] = [];
  const taken = new SpanSet();
  for (const { kind, start, end } of found) taken.take(kind, start, end);
  const add = (forms: readonly RegExp[], role: FoundName['role']) => {
    for (const form of forms)
      for (const match of lower.matchAll(form)) {
        const [start, end] = match.indices?.[1] ?? [0, 0];
        if (end <= start || taken.overlaps(start, end) || spans.overlaps(start, end)) continue;
        taken.take('name', start, end);
        more.push({ kind: 'name', start, end, role });
      }
  };
  add(own, 'self');
  add(others, 'other');
  return more;
}
