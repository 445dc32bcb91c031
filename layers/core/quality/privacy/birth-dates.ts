import { matchesOf } from './matches.ts';
import { isTaken, type Reading, take } from './reading.ts';
import { sign } from './signs.ts';

const months =
  'jan(?:uary|uar|vier)?|feb(?:ruary|ruar)?|mar(?:ch|s)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t|tember)?|oct(?:ober)?|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?|dez(?:ember)?|märz|mai|juni|juli|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre|février|avril|juin|juillet|août|septembre|octobre|novembre|décembre|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|novembre|dicembre|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|dezembro|januari|februari|maart|mei|augustus|stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia|января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря';
const day = '(?:0?[1-9]|[12]\\d|3[01])';
const year = "(?:(?:19|20)\\d\\d|'?\\d\\d)";
const gap = '[ \\n]?[./\\-_| \\n][ \\n]?';
const date = new RegExp(
  [
    `${day}${gap}(?:0?[1-9]|1[0-2])${gap}${year}`,
    `(?:0?[1-9]|1[0-2])${gap}${day}${gap}${year}`,
    `(?:19|20)\\d\\d${gap}(?:0?[1-9]|1[0-2])${gap}${day}`,
    `${day}(?:st|nd|rd|th|er|º|ª|\\.)?(?: of| de| d')?[ .\\-/\\n]{0,3}(?:${months})(?:[ .,\\-/\\n]{0,3}(?:(?:de|del|of|in) )?${year}(?!\\d))?`,
    `(?:${months})(?: the|[ .\\-/\\n]{0,2})[ .\\-/\\n]{0,1}${day}(?:st|nd|rd|th)?(?!\\d)(?:[ .,\\-/\\n]{0,3}${year}(?!\\d))?`,
    '(?:0[1-9]|[12]\\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\\d\\d|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])(?:19|20)\\d\\d|(?:19|20)\\d\\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])',
  ]
    .map((form) => `(?:${form})`)
    .join('|'),
  'gu',
);
const ordinal =
  '(?:twenty[ -]|thirty[ -])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth';
const unit = 'one|two|three|four|five|six|seven|eight|nine';
const teen = 'ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen';
const spokenYear = `(?:nineteen|twenty)[ -](?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:${unit}))?|oh[ -](?:${unit})|${teen})|two thousand(?: and)?(?: (?:${unit}|${teen}|twenty(?:[ -](?:${unit}))?))?`;
/** "the third of June, nineteen ninety one". */
const spoken = [
  `(?:the )?(?:${ordinal})(?: of)?,? (?:${months})(?:,? (?:${spokenYear}|${year}(?!\\d)))?`,
  `(?:${months})(?: the)? (?:${ordinal})(?:,? (?:${spokenYear}|${year}(?!\\d)))?`,
  `\\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:${months}),? (?:${spokenYear})`,
  `(?:${months}),? (?:${spokenYear})`,
].join('|');
const eastern = '(?:19|20)\\d\\d ?[年년] ?\\d{1,2} ?[月월] ?\\d{1,2} ?[日일]?';
const alone = (forms: string) => new RegExp(`(?<![\\p{L}\\p{N}])(?:${forms})(?![\\p{L}\\p{N}])`, 'gu');
const whole = alone(`${date.source}|${eastern}`);
/** A day without its year, directly after the word. */
const dayOnly = /^(?:'s| is|:| =| on| falls on){0,2} ?(\d{1,2}[./-]\d{1,2})(?![\d./-]|\p{L})/u;
/** A month with its year, directly after the word. */
const monthOnly = new RegExp(
  `^(?:'s| is| was|:| ?=| ?-| in| on| im| en| em| a| w| в){0,2} ?((?:${months})[ .,]{1,2}(?:de |of )?(?:19|20)\\d\\d|(?:0?[1-9]|1[0-2])[/.](?:19|20)\\d\\d)(?![\\p{L}\\p{N}]|[./-]\\d)`,
  'u',
);
/** After these words a month is that of the birth; after "birthday" it may be that of a race or a trip. */
const bornThen = /^(?:born|birth ?-?date|date of birth|dob|d\.o\.b|d|geb|n[éa]|ur|род|født|föd)/;
const wholeSpoken = alone(spoken);
/** A text without these says no date in words. */
const says = /(?:nineteen|twenty|two thousand|first|second|third|[fhnx]th(?:[ ,.!?]|$))/;
const birth =
  /(?<![\p{L}])(?:born|birth ?-?day|birth ?-?date|birthdate|date of birth|birth|bday|b-day|dob|d\.o\.b|(?<=^|[(,;] ?)b(?=\. ?\d)|д\.р|birthdays?|née? le|née?|date de naissance|naissance|anniversaire|geb|geboren|geburtstag|geburtsdatum|nacid[oa]|nací|nació|nacimiento|cumpleaños|nascid[oa]|nasci|nasceu|nascimento|aniversário|nat[oa]|nascita|compleanno|geboortedatum|verjaardag|geboren op|urodzon[yaą]|urodziłe?[mam]*|urodzenia|urodziny|turn(?:s|ed|ing)? \d{1,3}(?= on )|född|födelsedag|født|fødselsdag|syntynyt|syntymäaika|syntymäpäivä|narozena?|született|lahir|γεννήθηκα|生日|出生|生年月日|생일|생년월일|ur|род(?:ился|илась)|рождения|doğum)(?![\p{L}])/gu;
const near = 48;
/** The most units of a date, in words. */
const longest = 60;

/** Dates beside a word of birth, in the same sentence. Dates of workouts, races and orders stay. */
export function findBirthDates(reading: Reading, signs: number): void {
  const { lower } = reading;
  const forms = signs & sign.digit ? [whole] : [];
  if (says.test(lower)) forms.unshift(wholeSpoken);
  if (forms.length === 0) return;
  for (const cue of matchesOf(birth, lower)) {
    const end = cue.index + cue[0].length;
    const start = Math.max(0, cue.index - near);
    const after = lower.slice(end, end + near + longest);
    const before = lower.slice(start, cue.index);
    if (forms.some((form) => takeNear(reading, form, after, end, true))) continue;
    if (forms.some((form) => takeNear(reading, form, before, start, false))) continue;
    const part =
      (bornThen.test(cue[0]) ? monthOnly.exec(after) : null) ??
      (/day$|dob|o\.b$/.test(cue[0]) ? dayOnly.exec(after) : null);
    if (part?.[1]) take(reading, 'date_of_birth', end + part[0].length - part[1].length, end + part[0].length);
  }
}

const broken = /[!?;]|\.\s|\n\n/;

function takeNear(reading: Reading, form: RegExp, piece: string, offset: number, ahead: boolean): boolean {
  if (!(form === whole ? /\d/ : says).test(piece)) return false;
  const dates = matchesOf(form, piece);
  if (ahead && dates.length === 0) return takeBroken(reading, form, piece, offset);
  const match = ahead ? dates[0] : dates.at(-1);
  if (!match || (ahead && match.index >= near)) return false;
  const start = offset + match.index;
  const end = start + match[0].length;
  const between = ahead ? piece.slice(0, match.index) : piece.slice(match.index + match[0].length);
  // "Our first born in Jan 13 years ago"
  if (/^ years?(?![\p{L}])/u.test(reading.lower.slice(end, end + 7))) return false;
  if (broken.test(between.replace(/^[.:?] ?/, '')) || isTaken(reading, start, end)) return false;
  // The cut at the edge of the piece must not have split a number.
  if (/\d/.test(reading.text[start - 1] ?? '') || /\d/.test(reading.text[end] ?? '')) return false;
  take(reading, 'date_of_birth', start, end);
  return true;
}

/** A date that the end of a line broke within a word: "18 Dece", "mber 1985". */
function takeBroken(reading: Reading, form: RegExp, piece: string, offset: number): boolean {
  const cut = piece.search(/(?<=[\p{L}\d])\n[\p{L}\d]/u);
  if (cut < 0) return false;
  const [match] = matchesOf(form, piece.slice(0, cut) + piece.slice(cut + 1));
  if (!match || match.index > 4 || match.index + match[0].length <= cut) return false;
  const start = offset + match.index;
  if (isTaken(reading, start, start + match[0].length + 1)) return false;
  take(reading, 'date_of_birth', start, start + match[0].length + 1);
  return true;
}
