import {
  findBareHandles,
  findCashtags,
  findNamedHandles,
  findTags,
  handleCue,
  isThing,
  madeUp,
  nameInside,
} from './handles.ts';
import type { PrivacyLexicon } from './lexicon.ts';
import { findLinks } from './links.ts';
import { matchesOf } from './matches.ts';
import { isTaken, type Reading, take } from './reading.ts';
import { sign } from './signs.ts';

/** E-mail addresses, handles and links that lead to a person: each asked where the text holds its sign. */
export function findContacts(reading: Reading, signs: number, lexicon: PrivacyLexicon): void {
  if (signs & sign.link) findLinks(reading, lexicon);
  if (signs & sign.at) findAts(reading, lexicon);
  if (signs & (sign.spokenEmail | sign.at) || (signs & sign.bareHandle && reading.lower.includes('_at_')))
    findSpokenEmails(reading, lexicon);
  if (signs & sign.tag) findTags(reading);
  if (signs & sign.account) {
    findCashtags(reading);
    findNamedHandles(reading, lexicon);
  }
  if (signs & sign.bareHandle) findBareHandles(reading, lexicon);
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

/** "tess.h @gmail.com", "tess@ gmail.com": a blank on one side, and where mailboxes of people are or a name that is hardly a word. */
const halfSpaced =
  /(?<![\p{L}\p{N}._+-])(?!(?:e-?mail|mail|at|is|me|it|my|the|on|in|an?|have|use|your|their|his|her) )[\p{L}\p{N}._+-]{2,40}(?: @|@ )(?:gmail|googlemail|yahoo|hotmail|outlook|icloud|protonmail|proton|gmx|aol|ymail|msn|live|yandex)\.(?:com|net|de|fr|me|ru|es|it|nl|pl|co\.uk)(?![\p{L}\p{N}])|(?<![\p{L}\p{N}._+-])(?=[\p{L}\p{N}+-]{1,30}[._\d])[\p{L}\p{N}._+-]{3,40}(?<![.\d])(?: @|@ )[a-z][a-z\d-]{1,20}\.(?:com|net|org|co\.uk|io|de|fr|es|it|nl|edu|example)(?![\p{L}\p{N}])/u;
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
    const half =
      text[at - 1] === ' ' || text[at + 1] === ' ' ? halfSpaced.exec(lower.slice(Math.max(0, at - 40), at + 30)) : null;
    if (half && !spaced) {
      const from = Math.max(0, at - 40) + half.index;
      take(reading, 'email', from, from + half[0].length);
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
const atWord =
  '(?:at(?: the rate(?: of)?)?|ät|arroba|arobase|chiocciola|małpa|malpa|apenstaartje|klammeraffe|kukac|zavinac)';
const at = `(?: ?[([{<] ?(?:@|a|${atWord}) ?[)\\]}>] ?| ${atWord} |_at_| @ |@)`;
const joint = `(?:${dot}| (?:underscore|dash|minus|hyphen|plus|guion bajo|unterstrich) )`;
const firstJoint = new RegExp(`^${joint}`, 'iu');
const mailbox = new RegExp(
  `^(?:gmail|googlemail|yahoo|hotmail|outlook|icloud|protonmail|proton|gmx|aol|ymail|msn|yandex|naver|qq)(?:com|de|fr)?(?![\\p{L}\\p{N}@_-]| ?[([{<]? ?(?:\\.[)\\]}>]? ?\\n?(?:com|net|org|co|de|fr|es|nl|pl|br|ca|uk|ru)|${dotWord})(?!\\p{L}))`,
  'u',
);
/** An at sign with what stands before it: looked for from the sign on, for words stand everywhere. */
const addressed = `${at}(?<=(?<!${mark})(${mark}{1,64}(?:${joint}${mark}{1,64}){0,4})${at})`;
/** "tess dot h at gmail": where the mailbox is, is said; its ending goes without saying. */
const unended = new RegExp(`${addressed}${mailbox.source.slice(1)}`, 'giu');
const small = '(?:address|is|me|at|it|to|him|her|them|us|es|est|ist|now|new|and|or|the)';
/** "bob at the gym dot org": an address in words, where a word of mail stands before it. */
const wordy = new RegExp(
  `(?<=(?<!\\p{L})(?:e-?mail|mail|correo|courriel|gmail)(?:'s|:|,)?(?: ${small}){0,3} )(?:(?!${small} )${mark}{1,30} ){0,2}?(?!${small} )${mark}{1,64}(?:${joint}${mark}{1,64}){0,4} ${atWord} (?:${mark}{1,30} ){0,2}${mark}{1,63}(?: ${dotWord} ${mark}{2,30}){0,2} ${dotWord} \\p{L}{2,24}(?!${mark})`,
  'giu',
);
const spoken = new RegExp(
  `${addressed}(${mark}{1,63}(?:${dot}${mark}{1,63}){0,3}${dot}\\p{L}{2,24})(?!${mark})`,
  'giu',
);
const certainAt = /[([{<] ?(?:@|at)|@|_at_/i;
const mailCue = /(?:e-?mail|mail|gmail|correo|courriel)(?:'s|:| is| me| at| it| to)*:? $/;
const saidJoint = new RegExp(`${dotWord} |underscore`, 'iu');
const saidDot = new RegExp(`[ ([{<]${dotWord}[ )\\]}>]`, 'iu');
const smallEnding = /(?:in|it|at|me|be|no|us|is|so|am|my|do|to|as)$/i;
const provider =
  /gmail|google|yahoo|hotmail|outlook|live|icloud|proton|libero|virgilio|tiscali|alice|gmx|web|freenet|aol|mail|wp|onet|interia|ziggo|kpn|orange|uol|terra|telefonica|rediff|example|(?:[ .]|dot|punkt|punto|ponto)(?:ac|edu|co|org|gov)/i;
/** Where mailboxes of people are, by themselves. */
const ofPeople =
  /^(?:gmail|googlemail|yahoo|hotmail|outlook|live|icloud|proton(?:mail)?|libero|virgilio|tiscali|alice|gmx|web|freenet|aol|mail|wp|onet|interia|ziggo|kpn|orange|uol|terra|rediffmail|example)[ .]/i;
const knownEnding =
  /(?:com|org|net|edu|gov|io|co|me|app|dev|info|biz|eu|us|uk|ca|au|de|fr|es|it|nl|pl|pt|br|in|be|ch|at|ie|nz|se|no|dk|fi|cz|ru|ua|gr|tr|mx|ar|cl|za|jp|cn|kr|email|mail|online|example|test|fit|club)$/i;

function findSpokenEmails(reading: Reading, lexicon: PrivacyLexicon): void {
  const { text } = reading;
  if (saidDot.test(text)) {
    for (const match of matchesOf(wordy, text)) {
      if (knownEnding.test(match[0])) take(reading, 'email', match.index, match.index + match[0].length);
    }
  }
  for (const { start, whole, local, host } of addressesOf(spoken, text)) {
    const certain = certainAt.test(whole);
    if (whole.includes(' @ ') && !saidDot.test(host)) continue;
    // "look_at_this.now"
    if (whole.startsWith('_at_', local.length) && !ofPeople.test(host)) continue;
    // "the recipe at site.com/soups" is a link.
    if (/^www\b/i.test(host) || (!certain && /^\/\w/.test(text.slice(start + whole.length, start + whole.length + 2))))
      continue;
    // "look at site.com": a usual word, and nothing that speaks of mail.
    if (!certain && !saidDot.test(host) && !ofPeople.test(host) && lexicon.isWord(local.toLowerCase())) {
      if (!mailCue.test(reading.lower.slice(Math.max(0, start - 24), start))) continue;
    }
    // "at times. It" is no address: a plain "at" wants its dot tight or spelled, and an ending that is no word.
    if (!certain && (/\. | \./.test(host) || (smallEnding.test(host) && !provider.test(host) && !saidDot.test(host))))
      continue;
    if (certain || knownEnding.test(host)) take(reading, 'email', start, start + whole.length);
  }
  for (const { start, whole, local } of addressesOf(unended, text)) {
    const before = reading.lower.slice(Math.max(0, start - 24), start);
    if (madeUp.test(local) || saidJoint.test(whole) || mailCue.test(before))
      take(reading, 'email', start, start + whole.length);
  }
}

interface Addressed {
  readonly start: number;
  readonly whole: string;
  readonly local: string;
  readonly host: string;
}

/** The matches of a form that begins with `addressed`, with what stands before the at sign; none over another. */
function* addressesOf(form: RegExp, text: string): Iterable<Addressed> {
  let last = 0;
  for (const { index, 0: rest, 1: before = '', 2: host = '' } of matchesOf(form, text)) {
    const over = last - (index - before.length);
    const local = over > 0 ? before.slice(over).replace(firstJoint, '') : before;
    if (local === '') continue;
    last = index + rest.length;
    yield { start: index - local.length, whole: local + rest, local, host };
  }
}
