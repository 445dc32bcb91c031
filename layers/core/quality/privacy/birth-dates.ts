import { isTaken, type Reading, take } from './reading.ts';

const months =
  'jan(?:uary|uar|vier)?|feb(?:ruary|ruar)?|mar(?:ch|s)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t|tember)?|oct(?:ober)?|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?|dez(?:ember)?|märz|mai|juni|juli|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre|février|avril|juin|juillet|août|septembre|octobre|novembre|décembre|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|novembre|dicembre|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|dezembro|januari|februari|maart|mei|augustus|stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia|января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря';
const day = '(?:0?[1-9]|[12]\\d|3[01])';
const year = "(?:(?:19|20)\\d\\d|'?\\d\\d)";
const gap = '[ \\n]?[./\\- \\n][ \\n]?';
const date = new RegExp(
  [
    `${day}${gap}(?:0?[1-9]|1[0-2])${gap}${year}`,
    `(?:0?[1-9]|1[0-2])${gap}${day}${gap}${year}`,
    `(?:19|20)\\d\\d${gap}(?:0?[1-9]|1[0-2])${gap}${day}`,
    `${day}(?:st|nd|rd|th|er|º|ª|\\.)?(?: of| de| d')?[ .\\-/]{0,2}(?:${months})(?:[ .,\\-/]{0,2}(?:(?:de|del|of|in) )?${year}(?!\\d))?`,
    `(?:${months})[ .\\-/]{0,2}${day}(?:st|nd|rd|th)?(?!\\d)(?:[ .,\\-/]{0,2}${year}(?!\\d))?`,
    '(?:0[1-9]|[12]\\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\\d\\d|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])(?:19|20)\\d\\d|(?:19|20)\\d\\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])',
  ]
    .map((form) => `(?:${form})`)
    .join('|'),
  'gu',
);
const whole = new RegExp(`(?<![\\p{L}\\p{N}])(?:${date.source})(?![\\p{L}\\p{N}])`, 'gu');
const birth =
  /(?<![\p{L}])(?:born|birth ?-?day|birth ?-?date|birthdate|date of birth|birth|bday|b-day|dob|d\.o\.b|birthdays?|née? le|née?|date de naissance|naissance|anniversaire|geb|geboren|geburtstag|geburtsdatum|nacid[oa]|nací|nació|nacimiento|cumpleaños|nascid[oa]|nasci|nasceu|nascimento|aniversário|nat[oa]|nascita|compleanno|geboortedatum|verjaardag|geboren op|urodzon[yaą]|urodziłe?[mam]*|urodzenia|urodziny|ur|род(?:ился|илась)|рождения|doğum)(?![\p{L}])/gu;
const near = 48;

/** Dates beside a word of birth, in the same sentence. Dates of workouts, races and orders stay. */
export function findBirthDates(reading: Reading): void {
  const { lower } = reading;
  for (const cue of lower.matchAll(birth)) {
    const end = cue.index + cue[0].length;
    const after = lower.slice(end, end + near);
    const before = lower.slice(Math.max(0, cue.index - near), cue.index);
    if (!takeNear(reading, after, end, true)) takeNear(reading, before, Math.max(0, cue.index - near), false);
  }
}

const broken = /[!?;]|\.\s|\n\n/;

function takeNear(reading: Reading, piece: string, offset: number, ahead: boolean): boolean {
  const dates = [...piece.matchAll(whole)];
  const match = ahead ? dates[0] : dates.at(-1);
  if (!match) return false;
  const start = offset + match.index;
  const end = start + match[0].length;
  const between = ahead ? piece.slice(0, match.index) : piece.slice(match.index + match[0].length);
  // "Our first born in Jan 13 years ago"
  if (/^ years?(?![\p{L}])/u.test(reading.lower.slice(end, end + 7))) return false;
  if (broken.test(between.replace(/^[.:] ?/, '')) || isTaken(reading, start, end)) return false;
  // The cut at the edge of the piece must not have split a number.
  if (/\d/.test(reading.text[start - 1] ?? '') || /\d/.test(reading.text[end] ?? '')) return false;
  take(reading, 'date_of_birth', start, end);
  return true;
}
