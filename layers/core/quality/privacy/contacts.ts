import type { PrivacyLexicon } from './lexicon.ts';
import { matchesOf } from './matches.ts';
import { known } from './name-lexicon.ts';
import { isTaken, type Reading, take } from './reading.ts';
import { sign } from './signs.ts';

/** E-mail addresses, handles and links that lead to a person: each asked where the text holds its sign. */
export function findContacts(reading: Reading, signs: number, lexicon: PrivacyLexicon): void {
  if (signs & sign.link) findLinks(reading);
  if (signs & sign.at) findAts(reading, lexicon);
  if (signs & (sign.spokenEmail | sign.at)) findSpokenEmails(reading);
  if (signs & sign.tag) findTags(reading);
  if (signs & sign.account) findNamedHandles(reading, lexicon);
  if (signs & sign.bareHandle) findBareHandles(reading, lexicon);
}

const point = '(?:\\n?\\.\\n?| \\. |\\[\\.\\]|\\(\\.\\)|\\[dot\\]|\\(dot\\)| dot )';
const link = new RegExp(
  `(?<![\\w@])(?:h(?:tt|xx)ps?:\\/\\/ ?|www${point})?(?:[a-z0-9-]{1,63}${point}){1,5}[a-z]{2,24}(?::\\d{1,5})?(?:[/?#](?: \\. (?=\\w)|(?<=/)\\n(?=[@\\w])|\\[\\.\\]|[^\\s<>"'|\\\\^\`{}]){0,2000})?`,
  'gi',
);
const pointed = new RegExp(point, 'gi');
const personalHost =
  /(?:^|\.)(?:strava|instagram|facebook|fb|twitter|x|tiktok|youtu|youtube|linkedin|myfitnesspal|gofundme|onepeloton|peloton|zoom|t|telegram|wa|whatsapp|snapchat|discord|reddit|github|gitlab|twitch|pinterest|tumblr|medium|flickr|vimeo|soundcloud|spotify|patreon|paypal|venmo|cash|ko-fi|buymeacoffee|linktr|calendly|docs|drive|photos|icloud|dropbox|onedrive|1drv|sharepoint|meet|teams|garmin|fitbit|whoop|oura|polar|suunto|komoot|runkeeper|mapmyrun|mapmyride|trainingpeaks|zwift|wodify|sugarwod|btwb|threads|mastodon|bsky|vk|ok|weibo|line|signal|skype|kakao|meetup|couchsurfing|airbnb|etsy|ebay|vinted|tinder|bumble|hinge|goodreads|last|substack|notion|trello|figma|forms|justgiving|gofund|caringbridge|imgur|vsco|onlyfans|fiverr|behance|dribbble|academia|researchgate|orcid|stackoverflow|quora|nextdoor|flipboard|steamcommunity|playstation|xbox|roblox|map|maps|goo|bit|tinyurl|tiny|lnkd|connect)\.[a-z.]{2,12}$/i;
const personalPath =
  /(?:[?&#][^=&]{0,40}(?:id|uid|user|usr|token|key|sig|pwd|code|email|mail|name|invite|session|auth|ref|member|account|profile|si|igsh|fbid|hash)[^=&]{0,20}=)|\/(?:u|user|users|profile|profiles|people|members?|athletes?|in|channel|c|invite|join|reset|verify|account|accounts|me|my|diary|d|f|j|s|share|shared|album|albums|order|orders|unsubscribe|confirm|r|patients?|customers?|clients?)\/[^/\s]{2,}|\/[@~][\w.-]{2,}|[0-9a-f]{8}-?[0-9a-f]{4}|\d{5,}|(?=[A-Za-z_-]{0,40}\d)[\w-]{16,}|%40|@/i;

/** What is looked for or listed is nobody's page. */
const searched = /^\/(?:results|search|explore\/tags|hashtag)[/?]/i;
const community = /^\/r\/\w+\/?$/i;
const recording = /^\/(?:track|album|artist|episode|show)\//i;
const ofSomebody = /[?&#][^=]{0,20}(?:user|token|mail|session|invite|member|account|profile)[^=]{0,10}=|@|%40/i;

function publicPage(host: string, path: string): boolean {
  if (ofSomebody.test(path)) return false;
  if (searched.test(path)) return true;
  return (
    (/(?:^|\.)reddit\.com$/i.test(host) && community.test(path)) ||
    (/spotify\.com$/i.test(host) && recording.test(path))
  );
}

const wholeLink = new RegExp(`^${link.source}`, 'i');
/** What of a link may stand after the end of a line. */
const nextLine = /^(\.[a-z]?)?\n([\w./?=&%@~#+-]{2,200})/;
/** No word of talk: more of a link. */
const onlyInLinks = /[\d/=_]|\.\w/;

function findLinks(reading: Reading): void {
  const { text } = reading;
  for (const { index, 0: found } of matchesOf(link, text)) {
    const length = linkLength(found);
    const end = index + found.length;
    const line = /[\n.]/.test(text[end] ?? '') ? nextLine.exec(text.slice(end, end + 210)) : null;
    if (line) {
      const [, point = '', next = ''] = line;
      // A link that the end of a line broke: what it is with the next line, if that says it or is no word.
      const joined = wholeLink.exec(found + point + next)?.[0] ?? '';
      const all = joined.length > found.length ? linkLength(joined) : 0;
      if (all > found.length && (length === 0 || onlyInLinks.test(next))) {
        take(reading, 'url_id', index, index + all + 1);
        continue;
      }
    }
    if (length > 0) take(reading, 'url_id', index, index + length);
  }
}

/** @returns how much of what was found is a link that leads to a person; 0 where none does */
function linkLength(found: string): number {
  const whole = found.replace(/[.,;:!?)\]}»”*_]+$/u, '');
  const rest = whole.replace(/^h(?:tt|xx)ps?:\/\/ ?/i, '').replace(pointed, '.');
  const slash = rest.search(/[/?#]/);
  if (slash < 0) return 0;
  const host = rest.slice(0, slash).replace(/:\d+$/, '');
  const path = rest.slice(slash);
  if (path.length < 2 || publicPage(host, path)) return 0;
  const personal = personalPath.test(path) || (personalHost.test(host) && /[\w-]{2,}/.test(path));
  return personal ? whole.length : 0;
}

const localSigns = /[\p{L}\p{N}\p{M}._%+\-!#$&'*/=?^`{|}~]/u;
const domain =
  /^ {0,2}\[?((?:[\p{L}\p{N}\p{M}_-]{1,63} ?\. ?){1,5}[\p{L}]{2,24}|(?:\d{1,3}\.){3}\d{1,3}\]?)(?![\p{L}\p{N}])/u;
/** Where mailboxes of people are; a comma before one of these is a point mistyped. */
const mistyped =
  /^(?:[\p{L}\p{N}\p{M}_-]{1,63}\.){0,3}[\p{L}\p{N}_-]{1,63},(?:com|net|org|co\.uk|de|fr|es|it|nl|pl|br|com\.br|ru|ch|at|be|se)(?![\p{L}\p{N}])/iu;
const tight = /^((?:[\p{L}\p{N}\p{M}_-]{1,63}\.){1,5}[\p{L}]{2,24}|\[?(?:\d{1,3}\.){3}\d{1,3}\]?)(?![\p{L}\p{N}])/u;
/** Where "word . " before `start` begins; `start` itself where there is none. */
const spacedBefore = (text: string, start: number): number =>
  start - (/[\p{L}\p{N}_+-]{1,40} \. ?$/u.exec(text.slice(Math.max(0, start - 44), start))?.[0].length ?? 0);

/** How long the domain after an at sign is; it may be broken by the end of a line. */
function domainAfter(text: string, from: number, spaced: boolean): number {
  const rest = text.slice(from, from + 340);
  const [line = ''] = rest.split('\n', 1);
  const whole = ((spaced ? domain : tight).exec(line) ?? (spaced ? null : mistyped.exec(line)))?.[0].length ?? 0;
  if (whole > 0 || spaced || line === '' || line.length > 60 || /\s/.test(line)) return whole;
  const joined = tight.exec(line + rest.slice(line.length + 1))?.[0].length ?? 0;
  return joined > line.length ? joined + 1 : 0;
}

const handle = /^[\p{L}\p{N}_][\p{L}\p{N}\p{M}_.-]{0,38}[\p{L}\p{N}_]/u;
const instance = /^ ?@ ?(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,24}/i;

function findAts(reading: Reading, lexicon: PrivacyLexicon): void {
  const { text, lower } = reading;
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    if (isTaken(reading, at, at + 1)) continue;
    const spaced = text[at - 1] === ' ' && text[at + 1] === ' ';
    let end = at + 1;
    const where = domainAfter(text, at + 1, spaced);
    let start = at;
    if (spaced) while (start > 0 && text[start - 1] === ' ' && at - start < 3) start--;
    if (text[start - 1] === '\n' && localSigns.test(text[start - 2] ?? '')) start--;
    const word = start;
    while (start > 0 && word - start < 64 && localSigns.test(text[start - 1] ?? '')) start--;
    // "tess . hartley @ …": points with blanks about them.
    for (let more = spacedBefore(text, start); spaced && more < start; more = spacedBefore(text, start)) start = more;
    while (start < word && /[.'/=?&#!*]/.test(text[start] ?? '')) start++;
    if (where && start < word && (!spaced || !/^(?:at|is|me|it|the|on|in)$/.test(lower.slice(start, word)))) {
      end += where;
      take(reading, 'email', start, end);
      continue;
    }
    const unended = start < word && !spaced ? mailbox.exec(lower.slice(at + 1, at + 14))?.[0] : undefined;
    if (unended !== undefined) {
      take(reading, 'email', start, at + 1 + unended.length);
      continue;
    }
    if (start < word && !spaced && /[\p{L}\p{N}]/u.test(text[at - 1] ?? '')) continue;
    const gap = text[at + 1] === ' ' ? 1 : 0;
    const name = handle.exec(text.slice(at + 1 + gap, at + 42 + gap))?.[0];
    if (
      !name ||
      (gap === 1 &&
        !madeUp.test(name) &&
        !nameInside(name, lexicon) &&
        !handleCue.test(lower.slice(Math.max(0, at - 40), at)))
    )
      continue;
    if (!madeUp.test(name) && isThing(name, lexicon) && !handleCue.test(lower.slice(Math.max(0, at - 40), at)))
      continue;
    if (/^(?:rpe|rir|pace|zone|hr|bpm|week|day)\d+$/i.test(name)) continue;
    if (/^\d+(?:[.-]\d+)*(?:k?g|lbs?|%|rpe|am|pm|h|min|mi|km)?$/i.test(name)) continue;
    end = at + 1 + gap + name.length;
    const server = instance.exec(text.slice(end, end + 200));
    if (server) end += server[0].length;
    take(reading, 'handle', at, end);
  }
}

const mark = '[\\p{L}\\p{N}_+%-]';
const dotWord = '(?:dot|point|punkt|punto|ponto|kropka|tochka|nokta)';
const dot = `(?: ?[([{<] ?(?:\\.|${dotWord}) ?[)\\]}>] ?| ${dotWord} | ?\\. ?)`;
const atWord = '(?:at|ät|arroba|arobase|chiocciola|małpa|malpa|apenstaartje|klammeraffe|kukac|zavinac)';
const at = `(?: ?[([{<] ?(?:@|a|${atWord}) ?[)\\]}>] ?| ${atWord} | @ |@)`;
const joint = `(?:${dot}| (?:underscore|dash|minus|hyphen|plus|guion bajo|unterstrich) )`;
const mailbox = new RegExp(
  `^(?:gmail|googlemail|yahoo|hotmail|outlook|icloud|protonmail|proton|gmx|aol|ymail|msn|yandex|naver|qq)(?:com|de|fr)?(?![\\p{L}\\p{N}@_-]| ?[([{<]? ?(?:\\.[)\\]}>]? ?\\n?(?:com|net|org|co|de|fr|es|nl|pl|br|ca|uk|ru)|${dotWord})(?!\\p{L}))`,
  'u',
);
/** "tess dot h at gmail": where the mailbox is, is said; its ending goes without saying. */
const unended = new RegExp(
  `(?<!${mark})(${mark}{1,64}(?:${joint}${mark}{1,64}){0,4})${at}${mailbox.source.slice(1)}`,
  'giu',
);
const small = '(?:address|is|me|at|it|to|him|her|them|us|es|est|ist|now|new|and|or|the)';
/** "bob at the gym dot org": an address in words, where a word of mail stands before it. */
const wordy = new RegExp(
  `(?<=(?<!\\p{L})(?:e-?mail|mail|correo|courriel|gmail)(?:'s|:|,)?(?: ${small}){0,3} )(?:(?!${small} )${mark}{1,30} ){0,2}?(?!${small} )${mark}{1,64}(?:${joint}${mark}{1,64}){0,4} ${atWord} (?:${mark}{1,30} ){0,2}${mark}{1,63}(?: ${dotWord} ${mark}{2,30}){0,2} ${dotWord} \\p{L}{2,24}(?!${mark})`,
  'giu',
);
const spoken = new RegExp(
  `(?<!${mark})(${mark}{1,64}(?:${joint}${mark}{1,64}){0,4})${at}(${mark}{1,63}(?:${dot}${mark}{1,63}){0,3}${dot}\\p{L}{2,24})(?!${mark})`,
  'giu',
);
const certainAt = /[([{<] ?(?:@|at)|@/i;
const mailCue = /(?:e-?mail|mail|gmail|correo|courriel)(?:'s|:| is| me| at| it| to)*:? $/;
const saidJoint = new RegExp(`${dotWord} |underscore`, 'iu');
const saidDot = new RegExp(`[ ([{<]${dotWord}[ )\\]}>]`, 'iu');
const smallEnding = /(?:in|it|at|me|be|no|us|is|so|am|my|do|to|as)$/i;
const provider =
  /gmail|google|yahoo|hotmail|outlook|live|icloud|proton|libero|virgilio|tiscali|alice|gmx|web|freenet|aol|mail|wp|onet|interia|ziggo|kpn|orange|uol|terra|telefonica|rediff|example|(?:[ .]|dot|punkt|punto|ponto)(?:ac|edu|co|org|gov)/i;
const knownEnding =
  /(?:com|org|net|edu|gov|io|co|me|app|dev|info|biz|eu|us|uk|ca|au|de|fr|es|it|nl|pl|pt|br|in|be|ch|at|ie|nz|se|no|dk|fi|cz|ru|ua|gr|tr|mx|ar|cl|za|jp|cn|kr|email|mail|online|example|test|fit|club)$/i;

function findSpokenEmails(reading: Reading): void {
  for (const match of matchesOf(wordy, reading.text)) {
    if (knownEnding.test(match[0])) take(reading, 'email', match.index, match.index + match[0].length);
  }
  for (const match of matchesOf(spoken, reading.text)) {
    const [whole, , host = ''] = match;
    const certain = certainAt.test(whole);
    if (whole.includes(' @ ') && !saidDot.test(host)) continue;
    if (/^www\b/i.test(host)) continue;
    // "at times. It" is no address: a plain "at" wants its dot tight or spelled, and an ending that is no word.
    if (!certain && (/\. | \./.test(host) || (smallEnding.test(host) && !provider.test(host) && !saidDot.test(host))))
      continue;
    if (certain || knownEnding.test(host)) take(reading, 'email', match.index, match.index + whole.length);
  }
  for (const match of matchesOf(unended, reading.text)) {
    const [whole, local = ''] = match;
    const before = reading.lower.slice(Math.max(0, match.index - 24), match.index);
    if (madeUp.test(local) || saidJoint.test(whole) || mailCue.test(before))
      take(reading, 'email', match.index, match.index + whole.length);
  }
}

const tag = /(?<![\p{L}\p{N}/])(?:\/?u\/[\w-]{3,30}|[\p{L}\d_][\p{L}\d_.]{1,31}#\d{4,5})(?![\p{L}\p{N}])/giu;

function findTags(reading: Reading): void {
  for (const match of matchesOf(tag, reading.text)) {
    if (!/^\/?u\/(?:s|k|n|l|r|a)$/i.test(match[0])) take(reading, 'handle', match.index, match.index + match[0].length);
  }
}

const platform =
  'insta|instagram|ig|snap|snapchat|sc|twitter|tiktok|tik tok|telegram|discord|twitch|reddit|strava|peloton|zwift|garmin|threads|bluesky|bsky|mastodon|xbox|psn|gamertag|skype|kik|wechat|line|facebook|fb|messenger|youtube|venmo|cashapp|linkedin|pinterest|tumblr|myfitnesspal|mfp|fitbit|nickname|usuario|utilisateur|benutzername|nome utente|gebruikersnaam|użytkownika|pseudo';
const nouns =
  'user ?name|user ?id|user|screen ?name|handle|login|log-in|account|nick|alias|profile|leaderboard name|display name|gamer ?tag|name|id|tag';
const handleCue = new RegExp(
  `(?<![a-z])(?:${platform}|user ?name|handle|nick|login|name|snap me|add me|follow|dm|tag)[^a-z]?[^.!?\\n]{0,20}$`,
);
const named = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:(?:${platform})(?:'s)?(?: (?:${nouns}))?|${nouns.replace('|name|id|tag', '').replace('|account', '').replace('|profile', '')})(?:,? (?:me|is|as|at|was|handle|name|to|on|i'm|im|under|es|est|ist|é|è|to))?(?:: ?| {1,2})([\\p{L}\\d_][\\p{L}\\d_.-]{1,38}[\\p{L}\\d_])`,
  'giu',
);
const madeUp = /[\d_]|[a-z]\.[a-z]/i;

/** A word after "my username is": a handle when it looks made up, with digits, underscores, dots or a name run together with a word. */
function findNamedHandles(reading: Reading, lexicon: PrivacyLexicon): void {
  for (const match of matchesOf(named, reading.text)) {
    const name = match[1] ?? '';
    if (!madeUp.test(name) && (lexicon.isPersonWord(name.toLowerCase()) || !nameInside(name, lexicon))) continue;
    if (/^[\d.:-]+[a-z]{0,4}$/i.test(name)) continue;
    const end = match.index + match[0].length;
    take(reading, 'handle', end - name.length, end);
  }
}

const bare =
  /(?<![\p{L}\p{N}_@./:#-])[a-z][a-z\d]{0,30}(?:_[a-z\d]{1,30}){1,4}(?![\p{L}\p{N}_@/=])|(?<![\p{L}\p{N}_@./:#-])[a-z]{5,28}\d{2,6}(?![\p{L}\p{N}_@/])/giu;

/** Strange words joined by underscores, and names run together with digits, are handles also without a word beside them. */
function findBareHandles(reading: Reading, lexicon: PrivacyLexicon): void {
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
const isThing = (name: string, lexicon: PrivacyLexicon): boolean =>
  (lexicon.table.bitsOf(name.toLowerCase()) & (known.word | known.notPerson)) !== 0;

/**
 * Does a word begin or end with a given name of five letters or more, with nothing or a usual word beside it?
 * "coachjulie30" does, "garmin265" does not.
 */
function nameInside(word: string, lexicon: PrivacyLexicon): boolean {
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
