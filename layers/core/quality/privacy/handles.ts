import type { PrivacyLexicon } from './lexicon.ts';
import { matchesOf } from './matches.ts';
import { known } from './name-lexicon.ts';
import { type Reading, take } from './reading.ts';

const tag = /(?<![\p{L}\p{N}/])(?:\/?u\/[\w-]{3,30}|[\p{L}\d_][\p{L}\d_.]{1,31}#\d{4,5})(?![\p{L}\p{N}])/giu;

/** `u/name` and `name#1234`. */
export function findTags(reading: Reading): void {
  for (const match of matchesOf(tag, reading.text)) {
    if (!/^\/?u\/(?:s|k|n|l|r|a)$/i.test(match[0])) take(reading, 'handle', match.index, match.index + match[0].length);
  }
}

const platform =
  'insta|instagram|ig|snap|snapchat|sc|twitter|tiktok|tik tok|telegram|discord|twitch|reddit|strava|peloton|zwift|garmin|threads|bluesky|bsky|mastodon|xbox|psn|gamertag|skype|kik|wechat|line|facebook|fb|messenger|youtube|venmo|cashapp|linkedin|pinterest|tumblr|myfitnesspal|mfp|fitbit|nickname|usuario|utilisateur|benutzername|nome utente|gebruikersnaam|użytkownika|pseudo';
const nouns =
  'user ?name|user ?id|user|screen ?name|handle|login|log-in|account|nick|alias|profile|leaderboard name|display name|gamer ?tag|name|id|tag';
/** Ends with what tells that the next word is what somebody is called on a service. */
export const handleCue = new RegExp(
  `(?<![a-z])(?:${platform}|user ?name|handle|nick|login|name|snap me|add me|follow|dm|tag)[^a-z]?[^.!?\\n]{0,20}$`,
);
const named = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:(?:${platform})(?:'s)?(?: (?:${nouns}))?|${nouns.replace('|name|id|tag', '').replace('|account', '').replace('|profile', '')})(?:'s)?(?:,? (?:me|is|as|at|was|handle|name|to|on|i'm|im|under|es|est|ist|é|è|to))?(?:: ?| {1,2})([\\p{L}\\d_][\\p{L}\\d_.-]{1,38}[\\p{L}\\d_])`,
  'giu',
);
/** Digits, a low line or a point within: no word of talk. */
export const madeUp = /[\d_]|[a-z]\.[a-z]/i;

/** What one is called on a service, and nothing else: a strange word after it needs no more. */
const ownName = /^(?:.{2,12} )?(?:user ?name|handle|gamer ?tag|screen ?name)(?:'s| is|:)/iu;

/** A word after "my username is": a handle when it looks made up, with digits, underscores, dots or a name run together with a word. */
export function findNamedHandles(reading: Reading, lexicon: PrivacyLexicon): void {
  for (const match of matchesOf(named, reading.text)) {
    const name = match[1] ?? '';
    const strange = lexicon.table.bitsOf(name.toLowerCase()) === 0;
    const sure = strange && name.length >= 5 && ownName.test(match[0]);
    if (!sure && !madeUp.test(name) && (lexicon.isPersonWord(name.toLowerCase()) || !nameInside(name, lexicon)))
      continue;
    if (/^[\d.:-]+[a-z]{0,4}$/i.test(name)) continue;
    const end = match.index + match[0].length;
    take(reading, 'handle', end - name.length, end);
  }
}

/** "cashapp $lenakrause", "$lenakrause on cash app" */
const cashtag = /(?<![\p{L}\p{N}$])\$[a-z][\w-]{2,19}(?![\p{L}\p{N}])/giu;
const pays = /cash ?(?:app|tag)|venmo/;

/** What one is paid by, in a text that names the service. */
export function findCashtags(reading: Reading): void {
  if (!reading.text.includes('$') || !pays.test(reading.lower)) return;
  for (const match of matchesOf(cashtag, reading.text))
    take(reading, 'handle', match.index, match.index + match[0].length);
}

const bare =
  /(?<![\p{L}\p{N}_@./:#-])[a-z][a-z\d]{0,30}(?:_[a-z\d]{1,30}){1,4}(?![\p{L}\p{N}_@/=])|(?<![\p{L}\p{N}_@./:#-])[a-z]{5,28}\d{2,6}(?![\p{L}\p{N}_@/])/giu;

/** Strange words joined by underscores, and names run together with digits, are handles also without a word beside them. */
export function findBareHandles(reading: Reading, lexicon: PrivacyLexicon): void {
  for (const match of matchesOf(bare, reading.text)) {
    const end = match.index + match[0].length;
    const about = () => reading.lower.slice(Math.max(0, match.index - beside), end + beside);
    const told = match[0].includes('_') ? !areWords(match[0], about, lexicon) : nameInside(match[0], lexicon);
    if (told && /^(?=.*[a-z]{3})\w{5,}$/i.test(match[0])) take(reading, 'handle', match.index, end);
  }
}

/**
 * "hip_hinge", "snake_case": usual words and nobody's name. Where one is a given name, "mark_done" is words as long as the
 * text beside it speaks of no account and no person, "rose_hill" never: all its parts are names.
 */
function areWords(name: string, about: () => string, lexicon: PrivacyLexicon): boolean {
  const parts = name
    .toLowerCase()
    .split('_')
    .map((part) => lexicon.table.bitsOf(part));
  if (!parts.every((part) => (part & (known.word | known.usual)) === known.word)) return false;
  if (!parts.some((part) => part & known.given)) return true;
  return parts.some((part) => !(part & (known.given | known.family))) && !ofPeople.test(about());
}
/** Services, persons and messages. */
const ofPeople = new RegExp(
  `(?<!\\p{L})(?:${platform}|user ?name|handle|nick|login|account|profile|follow(?:s|ed|ing|er|ers)?|add|dm|dms|dmed|text(?:s|ed)?|message[sd]?|contact|find me|tag(?:s|ged)?|post(?:s|ed)?|comment(?:s|ed)?|sent|told|said|says|hit|he|she|him|her|coach|trainer|friend|boyfriend|girlfriend|husband|wife|mum|mom|dad|sister|brother|boss|ex)(?!\\p{L})`,
  'u',
);
/** So much on either side of a name is read. */
const beside = 30;

/** "@home", "@Garmin": a word or a maker, no one's handle. */
export const isThing = (name: string, lexicon: PrivacyLexicon): boolean =>
  (lexicon.table.bitsOf(name.toLowerCase()) & (known.word | known.notPerson)) !== 0;

/**
 * Does a word begin or end with a given name of five letters or more, with nothing or a usual word beside it?
 * "coachjulie30" does, "garmin265" does not.
 */
export function nameInside(word: string, lexicon: PrivacyLexicon): boolean {
  const letters = word.toLowerCase().replace(/[^\p{L}]/gu, '');
  if (letters.length > 32 || isThing(letters, lexicon)) return false;
  const given = (part: string) => (lexicon.table.bitsOf(part) & (known.given | known.word)) === known.given;
  const beside = (part: string) => part === '' || /^(.)\1*$/.test(part) || lexicon.isWord(part);
  for (let cut = 0; cut <= letters.length; cut++) {
    const [head, tail] = [letters.slice(0, cut), letters.slice(cut)];
    if (cut >= 5 && given(head) && beside(tail)) return true;
    if (tail.length >= 5 && given(tail) && beside(head) && (head.length !== 1 || head === 'x')) return true;
    if (head.startsWith('xx') && tail.endsWith('xx') && given(letters.replace(/^x+|x+$/g, ''))) return true;
  }
  return false;
}
