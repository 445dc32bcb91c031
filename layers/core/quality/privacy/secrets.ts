import { matchesOf } from './matches.ts';
import { known } from './name-lexicon.ts';
import { isTaken, type Reading, take } from './reading.ts';
import { cue, sign } from './signs.ts';
import type { PersonalKind } from './span.ts';

const start = '(?<![\\p{L}\\p{N}])';
/** No more of a number, and no decimal, date or hour. */
const end = '(?![\\p{L}\\p{N}]|[.,:/-]\\d)';
const number = '(?: ?(?:number|num|no|nr|id|nummer|numéro|número|numero)(?![\\p{L}]))?(?: ?[.#°])?';
const is = "(?:'s| is| was| are| ist| lautet| est| es| è| é)?(?: now| still| just)?";
const stands = `${number}${is}[ :=#-]{1,4}`;

/** What a number opens: a year opens a door to something. */
const locks =
  'doors?|gate|garage|shed|lock|locker|padlock|lockbox|safe|vault|house|flat|apartment|building|office|lobby|studio|phone|ipad|tablet|laptop|car|alarm|cupboard|cabinet';
/** What is told by the word before it: an account beside its branch, a member's number, a code that was sent. */
const numbers: readonly RegExp[] = [
  `(?:account|acct|acc|konto|kontonummer|kto|cuenta|compte|conto|conta|rekening|rekeningnummer|konta)${stands}(\\d(?:[ -]?\\d){5,17})`,
  `(?:bsb|sort)${stands}(\\d{2}-\\d{2}-\\d{2}|\\d{3}-\\d{3})`,
  `bsb${stands}(\\d{6})`,
  `membership(?: card)?(?: (?:number|num|no|nr|id)| ?#)\\.?${is}[ :=#]{1,3}(\\d(?:[ -]?\\d){3,17}|(?=[a-z-]{0,6}\\d[a-z\\d-]*\\d)[a-z\\d][a-z\\d-]{2,18}[a-z\\d])`,
  '(?:otp|(?:one[ -]time|single[ -]use) (?:code|pass ?code|pass ?word|pin)|(?:verification|security|log-?in|sign-?in|access|auth|authentication|authenticator|2fa|mfa|two[ -]factor|two[ -]step|sms|recovery|backup|activation|reset|unlock|whatsapp|google|apple|bank|secret) codes?)(?:[ ,:=#-]{1,3}\\p{L}{1,12}){0,6}?[ :=#-]{1,3}(\\d{5,8}|\\d{4}|\\d{3}[ -]\\d{3})',
  '(?<!(?:promo|discount|coupon|voucher|error|gift|zip|post|postal|area|country|race|order|product|workout|dress) )codes? (?:(?:they|you|it|he|she|we|i|u) (?:just )?(?:sent|texted|gave|emailed|got|received)(?: me| us| you)?|(?:from|by) (?:the )?(?:sms|text|app|bank|e-?mail))(?: is| was)?[ :=]{1,3}(\\d{4,8})',
  '(?:g-)?(\\d{4,8}|\\d{3}[ -]\\d{3}) is (?:your|my|the|our|his|her|ur) (?:\\p{L}{1,16} ){0,3}(?:(?<!(?:error|promo|discount|cheat) )code|otp|pin|passcode|(?<=(?:lock|locker|safe|gate|door|garage|vault|padlock) )combo)',
  `(\\d{4,8})[#*]? (?:opens|unlocks) (?:the|my|our|his|her|your) (?:\\p{L}{1,14} ){0,2}(?:${locks})(?! (?:to|of|for)(?!\\p{L}))(?!\\p{L})`,
].map((form) => new RegExp(`${start}${form}${end}`, 'dgu'));
/** "my ip is 203-0-113-42": with other marks than points, by its word. */
const network = new RegExp(
  `${start}ip(?: address)?${is}[ :=]{1,3}(\\d{2,3}([-, ])\\d{1,3}\\2\\d{1,3}\\2\\d{1,3})${end}`,
  'dgu',
);
const forms: readonly (readonly [kind: PersonalKind, form: RegExp])[] = [
  ...numbers.map((form) => ['national_id', form] as const),
  ['ip', network],
];

const passwords =
  'pass ?words?|passwd|passphrase|pwd|(?:my|the|his|her|our|your|wi-?fi|login|account|e-?mail) pw|pw(?= ?[:=])|passwort|kennwort|contraseña|contrasena|mot de passe|mdp|wachtwoord|hasło|senha|lösenord|пароль';
const password = new RegExp(
  `${start}(?:${passwords})(?: (?:for|to|of|on) (?:\\p{L}{1,14} ){0,2}\\p{L}{1,14})?(${is})[ ]{0,2}([:=]?)[ ]{0,2}["'“]?([^\\s"“”]{4,40})`,
  'dgu',
);
/** "my pass is Winter!77x": passes are bought, made and counted too. */
const pass = new RegExp(
  `${start}(?:my pass(?![\\p{L}])(?! word)|(?<!(?:first|second|third|fourth|last|final|next|each|every|one|per|day|week|month|guest|gym) )pass(?= ?[:=]))(?: (?:for|to|of|on) (?:\\p{L}{1,14} ){0,2}\\p{L}{1,14})?${is}[ ]{0,2}[:=]?[ ]{0,2}["'“]?((?=[^\\s"“”]{0,39}\\d)(?=[^\\s"“”]{0,39}\\p{L})(?![$€£]?\\d[\\d.,:x×-]*[\\p{L}%-]{0,12}[.,;:?)!]{0,2}(?:["”\\s]|$))[^\\s"“”]{4,40})`,
  'dgu',
);
/** "api key sk-proj-9aX2…": long, with letters and digits. */
const key =
  /(?<![\p{L}\p{N}])(?:(?:api|secret|access|private)[ _-]?(?:key|token)|(?:auth|bearer|refresh|bot|personal)? ?token|bearer)(?: is|'s)?[ :="']{1,3}((?=[\w.-]*\d)(?=[\w.-]*\p{L})[\w.-]{16,200})/dgu;
const closing = /[.,;:?)'”]+$/;
const lettersAndMore = /^(?=.*\d)(?=.*[^\d.,:/-]).{4,}$|^\d{4,}$|^(?=.*\p{L})(?=.*[@#$%^&*+=!].).{5,}$/u;
/** What is said of a password after a colon. */
const aboutIt =
  /^(?:required|reset|needed|wrong|incorrect|invalid|changed|change|none|protected|manager|hidden|forgotten|expired|same|sent|again|help|please|strong|weak)$/;

/** Of each form above one of these is in any match. */
export const secretWords: readonly string[] =
  'account acct acc konto kontonummer kto cuenta compte conto conta rekening rekeningnummer konta bsb sort membership otp code codes ip pin password passwords pass passwd passphrase pwd pw passwort kennwort contraseña contrasena mdp passe wachtwoord hasło senha lösenord пароль passcode combo opens unlocks api token bearer'.split(
    ' ',
  );

/** Passwords, codes that are good for once, numbers of accounts and of members, addresses of the net, by the word beside them. */
export function findSecrets(reading: Reading, signs: number): void {
  const { lower, scan } = reading;
  for (const match of matchesOf(password, lower)) {
    const [first, last] = match.indices?.[3] ?? [0, 0];
    const [, said = '', sign = '', token = ''] = match;
    const word = token.replace(closing, '');
    if (last > first && isPassword(reading, word, first, said !== '' || sign !== '', sign !== '')) {
      if (!isTaken(reading, first, first + word.length)) take(reading, 'national_id', first, first + word.length);
    }
  }
  if (!(signs & sign.digit)) return;
  for (const match of matchesOf(pass, lower)) {
    const [first, last] = match.indices?.[1] ?? [0, 0];
    const until = last - (closing.exec(match[1] ?? '')?.[0].length ?? 0);
    if (until - first >= 4 && !isTaken(reading, first, until)) take(reading, 'national_id', first, until);
  }
  for (const match of matchesOf(key, lower)) {
    const [first, last] = match.indices?.[1] ?? [0, 0];
    if (last > first && !isTaken(reading, first, last)) take(reading, 'national_id', first, last);
  }
  for (const [kind, form] of forms) {
    for (const match of matchesOf(form, lower)) {
      const [first, last] = match.indices?.[1] ?? [0, 0];
      if (last <= first || isTaken(reading, first, last)) continue;
      // "on my account 12000 steps": what is counted.
      const next = scan.indexAt(last);
      if (scan.start(next) - last <= 1 && scan.cues(next) & cue.counted) continue;
      take(reading, kind, first, last);
    }
  }
}

/**
 * @param told the word for it was followed by "is" or a sign
 * @param signed by a colon or an equals sign
 */
function isPassword({ scan }: Reading, word: string, first: number, told: boolean, signed: boolean): boolean {
  if (word.length < 4) return false;
  if (lettersAndMore.test(word)) return true;
  if (!told || !/^\p{L}+$/u.test(word)) return false;
  const index = scan.indexAt(first);
  // "my password is letmein", not "is wrong"
  if ((scan.bits(index) & known.word) === 0 && scan.end(index) === first + word.length) return true;
  return (
    signed && !aboutIt.test(word) && !/^ \p{L}/u.test(scan.lower.slice(first + word.length, first + word.length + 2))
  );
}
