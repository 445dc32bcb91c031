import type { PrivacyLexicon } from './lexicon.ts';
import { matchesOf } from './matches.ts';
import { known } from './name-lexicon.ts';
import { isNamed, isOwn } from './own-sites.ts';
import { isPublicPage } from './public-pages.ts';
import { isTaken, type Reading, take } from './reading.ts';

const point = '(?:\\n?\\.\\n?| \\. | ?[[({](?:\\.|dot)[\\])}] ?| dot )';
/** "site dot com slash name"; a slash between blanks after an ending that was said or bracketed. */
const saidSlash = '(?: (?:forward )?slash (?=\\w)|(?<=(?:\\)|\\]| dot| \\.) {0,2}[a-z]{2,4}) ?\\/ ?(?=\\w))';
const link = new RegExp(
  `(?<![\\w@])(?:h(?:tt|xx)ps? ?: ?\\/\\/ ?|www${point})?(?:[a-z0-9-]{1,63}${point}){1,5}[a-z]{2,24}(?::\\d{1,5})?(?:(?:[/?#]|${saidSlash})(?: \\. (?=\\w)|${saidSlash}|(?<=/)\\n(?=[@\\w])|\\[\\.\\]|[^\\s<>"'|\\\\^\`{}]){0,2000})?`,
  'gi',
);
const pointed = new RegExp(point, 'gi');
const slashed = / (?:forward )?slash | ?\/ ?/gi;
const personalHost =
  /(?:^|\.)(?:strava|instagram|facebook|fb|twitter|x|tiktok|youtu|youtube|linkedin|myfitnesspal|gofundme|onepeloton|peloton|zoom|t|telegram|wa|whatsapp|snapchat|discord|reddit|github|gitlab|twitch|pinterest|tumblr|medium|flickr|vimeo|soundcloud|spotify|patreon|paypal|venmo|cash|ko-fi|buymeacoffee|linktr|calendly|docs|drive|photos|icloud|dropbox|onedrive|1drv|sharepoint|meet|teams|garmin|fitbit|whoop|oura|polar|suunto|komoot|runkeeper|mapmyrun|mapmyride|trainingpeaks|zwift|wodify|sugarwod|btwb|threads|mastodon|bsky|vk|ok|weibo|line|signal|skype|kakao|meetup|couchsurfing|airbnb|etsy|ebay|vinted|tinder|bumble|hinge|goodreads|last|substack|notion|trello|figma|forms|justgiving|gofund|caringbridge|imgur|vsco|onlyfans|fiverr|behance|dribbble|academia|researchgate|orcid|stackoverflow|quora|nextdoor|flipboard|steamcommunity|playstation|xbox|roblox|map|maps|goo|bit|tinyurl|tiny|lnkd|connect|linktree|cal|chess|lichess|carrd|about|beacons|taplink|letterboxd|what3words|w3w|untappd|duolingo|depop|poshmark|gravatar|keybase|deviantart|artstation|wattpad|bandcamp|mixcloud|wetransfer|doodle|partiful|evite|hevy|jefit|kaggle|codepen|leetcode|ravelry)\.[a-z.]{2,12}$/i;
const personalPath =
  /(?:[?&#][^=&]{0,40}(?:id|uid|user|usr|token|key|sig|pwd|code|email|mail|name|invite|session|auth|ref|member|account|profile|si|igsh|fbid|hash)[^=&]{0,20}=)|\/(?:u|user|users|profile|profiles|people|members?|athletes?|in|channel|c|invite|join|reset|verify|account|accounts|me|my|diary|d|f|j|s|share|shared|album|albums|order|orders|unsubscribe|confirm|meetup-join|r|patients?|customers?|clients?|wishlist|registry|parkrunner|runners?|bibs?|racers?|participants?|entrants?|finishers?|swimmers?|riders?|attendees?|guests?|students?|employees?|donors?)\/[^/\s]{2,}|\/(?:cv|about-me|my-story)(?:[/?#]|$)|\/[@~][\w.-]{2,}|%40|@/i;
/** A training by its number: without a headline it is one person's. */
const trained = /\/workouts?\/(?!(?:19|20)\d\d(?![\w-]))(?=[a-z-]{0,20}\d)[\w-]{4,}/i;
/** What one has or is at, by its number, which is no year and no word. */
const entered =
  /\/(?:reports?|dashboards?|sessions?|chats?|meal-?plans?|assessments?|evaluations?|diagnos[ei]s|scans?|notes?)\/(?!(?:19|20)\d\d(?![\w-]))(?=[a-f-]*\d)[\da-f-]{3,}\/?(?:[?#]|$)/i;
/** A number or a key such as one person's page has, or one article. */
const keyed = /[0-9a-f]{8}-?[0-9a-f]{4}|\d{5,}|(?=[A-Za-z_-]{0,40}\d)[\w-]{16,}/i;
/** Where somebody's own pages lie beneath a name that was chosen for them. */
const ownSite =
  /^(?!(?:www|[a-z]{2}|blog|support|help|docs|api|forums?)\.)[\w-]+\.(?:wordpress|blogspot|wixsite|weebly|livejournal|jimdo|jimdosite|jimdofree|over-blog|neocities|typepad|journoportfolio|tumblr|substack|carrd|github|gitlab|netlify|vercel|pages|webflow|squarespace|myportfolio|ghost|strikingly|notion|framer|glitch)\.[a-z.]{2,12}$/i;
/** A paper of one person, by its number; a year is none. */
const numbered =
  /\/(?:results?|claims?|labs?|bookings?|reservations?|appointments?|invoices?|receipts?|tickets?|tracking|records?|charts?|referrals?|prescriptions?|files?|uploads?|downloads?|activit(?:y|ies))\/(?!(?:19|20)\d\d(?![\w-]))(?=[a-z-]{0,20}\d)[\w-]{4,}/i;
/** A word of a headline, or a short number of one: "5k", "12", a year of these times. */
const headlineWord = '(?:[a-z]+|\\d{1,3}[a-z]{0,2}|20[12]\\d)';
const articleId = '[a-z]?\\d{5,}';
/** The last part of a path: so many words of a headline, and its number before or after them at most. */
const headline = (least: number) =>
  `(?:(?:${articleId}/)?[a-z]+(?:-${headlineWord}){${least - 1},}|[a-z]+(?:-${headlineWord}){${least - 1},}[/-]${articleId})/?$`;
const sectionParts = '(?:(?:[a-z]+(?:-[a-z]+){0,5}|\\d{1,4})/){0,6}';
/**
 * What anybody may read. A headline says so: of four words anywhere (a name has rarely as many), of three beneath a
 * section. A number or a key alone does so only where news are: beneath /training/ or /health/ it is one person's.
 */
const article = new RegExp(
  [
    `/${headline(4)}`,
    `^/(?:news|sports?|articles?|story|stories|health|healthy-lifestyle|recipes?|training|fitness|nutrition|conditions)/${sectionParts}(?:${headline(3)}|art(?:icle)?-\\d{5,}/?$)`,
    `^/(?:(?:news|articles?)/|sports?/[a-z-]+/)${sectionParts}(?:[a-z]+-){0,6}${articleId}/?$`,
  ].join('|'),
  'i',
);
/** Headlines of these are about one person who is named. */
const aboutSomebody = /\/[^/]{0,20}(?:obituar|memorial|tribute|fundrais|donat|campaign|in-memory|in-loving)/i;

const wholeLink = new RegExp(`^${link.source}`, 'i');
/** What of a link may stand after the end of a line. */
const nextLine = /^(\.[a-z]?)?\n([\w./?=&%@~#+-]{2,200})/;
/** No word of talk: more of a link. */
const onlyInLinks = /[\d/=_]|\.\w/;

/** A path without its site: "/health/jane-marie-doe-12345678". */
const bare = /(?<![\w./:~<-])\/(?:[a-z][a-z-]{1,20}\/){1,4}[a-z][\w-]{4,60}(?![\w/])/gi;

/** Links that lead to a person, or hold what only one may have. */
export function findLinks(reading: Reading, lexicon: PrivacyLexicon): void {
  findWhole(reading, lexicon);
  for (const { index, 0: path } of matchesOf(bare, reading.text)) {
    if (namesSomebody(path, lexicon) && !isTaken(reading, index, index + path.length))
      take(reading, 'url_id', index, index + path.length);
  }
}

/** Does the last part of a path name somebody: "jane-marie-doe-12345678", "/team/jane-doe"? */
function namesSomebody(path: string, { table }: PrivacyLexicon): boolean {
  const [, numbered, plain] = named.exec(path) ?? [];
  const words = (numbered ?? plain ?? '').toLowerCase().split(/[-._]/);
  const [first = ''] = words;
  const given = table.bitsOf(first);
  if ((given & known.given) === 0 || (given & known.common) !== 0) return false;
  // Without a number it must be a name for sure: no town, no word, and a family's behind it.
  if (
    plain !== undefined &&
    ((given & (known.word | known.notPerson | known.workout)) !== 0 || (given & known.usual) === 0)
  )
    return false;
  if (plain !== undefined && (table.bitsOf(words.at(-1) ?? '') & known.family) === 0) return false;
  return words.every((word) => {
    const bits = table.bitsOf(word);
    return (bits & (known.given | known.family)) !== 0 || (bits & (known.word | known.notPerson)) === 0;
  });
}
const named = /\/(?:dr-)?(?:([a-z]+(?:-[a-z]+){1,4})-\d{4,}|([a-z]+(?:[-._][a-z]+){1,2}))\/?(?:[?#].*)?$/i;
/** "17763-runners-knee", "10-best-stretches": two usual words in one part of a path, and neither "my" nor a name there. */
function isHeadline(path: string, { table }: PrivacyLexicon): boolean {
  const nameOrWord = known.given | known.word;
  return (path.split(/[?#]/, 1)[0] ?? '').split('/').some((part) => {
    const words = part.toLowerCase().split(/[-_.]/, mostWords);
    const bits = words.map((word) => table.bitsOf(word) & nameOrWord);
    if (words.some((word, at) => word === 'my' || bits[at] === known.given)) return false;
    return words.filter((word, at) => word.length > 2 && bits[at] === known.word).length >= 2;
  });
}
const mostWords = 24;

/** Who is written about there is in public life. */
const encyclopedia = /(?:^|\.)(?:wikipedia|wikimedia|imdb|britannica|goodreads|genius|discogs|espn|olympics)\./i;

/** "my last video: …" */
const somebodys = /(?<!\p{L})(?:my|our|her|his|their)(?!\p{L})[^.!?\n]{0,30}$/u;

function findWhole(reading: Reading, lexicon: PrivacyLexicon): void {
  const { text } = reading;
  for (const { index, 0: found } of matchesOf(link, text)) {
    const whole = found.replace(trailing, '');
    const mine = somebodys.test(reading.lower.slice(Math.max(0, index - 40), index));
    const known = linkLength(found, lexicon, mine);
    const length =
      known === 0 && (isOwn(reading, index, index + whole.length) || isNamed(whole, lexicon.table))
        ? whole.length
        : known;
    const end = index + found.length;
    const line = /[\n.]/.test(text[end] ?? '') ? nextLine.exec(text.slice(end, end + 210)) : null;
    if (line) {
      const [, point = '', next = ''] = line;
      // A link that the end of a line broke: what it is with the next line, if that says it or is no word.
      const joined = wholeLink.exec(found + point + next)?.[0] ?? '';
      const all = joined.length > found.length ? linkLength(joined, lexicon, mine) : 0;
      if (all > found.length && (length === 0 || onlyInLinks.test(next))) {
        take(reading, 'url_id', index, index + all + 1);
        continue;
      }
    }
    if (length > 0) take(reading, 'url_id', index, index + length);
  }
}

const trailing = /[.,;:!?)\]}»”*_]+$/u;

/**
 * @param mine it is said to be the speaker's or another's own
 * @returns how much of what was found is a link that leads to a person; 0 where none does
 */
function linkLength(found: string, lexicon: PrivacyLexicon, mine: boolean): number {
  const whole = found.replace(trailing, '');
  const rest = whole
    .replace(/^h(?:tt|xx)ps? ?: ?\/\/ ?/i, '')
    .replace(pointed, '.')
    .replace(slashed, '/');
  const slash = rest.search(/[/?#]/);
  if (slash < 0) return ownSite.test(rest) ? whole.length : 0;
  const host = rest.slice(0, slash).replace(/:\d+$/, '');
  const path = rest.slice(slash);
  if (path.length < 2) return ownSite.test(host) ? whole.length : 0;
  if (isPublicPage(host, path, mine)) return 0;
  if (ownSite.test(host) || /^(?:m|ig)\.me$/i.test(host) || (personalHost.test(host) && /[\w-]{2,}/.test(path)))
    return whole.length;
  if (personalPath.test(path) || numbered.test(path)) return whole.length;
  if (entered.test(path)) return whole.length;
  if (isHeadline(path, lexicon)) return aboutSomebody.test(path) || namesSomebody(path, lexicon) ? whole.length : 0;
  if (trained.test(path)) return whole.length;
  if (!keyed.test(path)) return namesSomebody(path, lexicon) && !encyclopedia.test(host) ? whole.length : 0;
  return !article.test(path) || aboutSomebody.test(path) || namesSomebody(path, lexicon) ? whole.length : 0;
}

/** Does what begins at `start` stand in a link? One that was left alone anybody may read, its numbers too. */
export const isInLink = ({ text }: Reading, start: number): boolean =>
  inLink.test(text.slice(Math.max(0, start - farBack), start));
const inLink = /(?:\/\/|www\.|\.[a-z]{2,10}\/)\S*$/i;
const farBack = 200;
