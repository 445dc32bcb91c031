import { alsoEnglish, scripts, words } from './language-words.ts';
import { isIgnorable, isIgnorablePair } from './text/ignorable.ts';
import type { Tokens } from './text/tokens.ts';
import { isOfEnglish } from './text/unit-kinds.ts';
import { sign, type Vocabulary } from './text/vocabulary.ts';

/** Every code that a judgement's language may be. */
export const languageCodes = [
  ...new Set([...Object.keys(words), ...scripts.map(([, language]) => language), 'uk', 'und', 'mul', 'mis']),
].sort();

/** A text's beginning tells its language as well as the whole of it: so many units, or words that were read already. */
const longestRead = { units: 600, words: 120 };
/** Of a longer text only so much is looked at, for blanks are passed over before its beginning is taken. */
const longestLookedAt = 10 * longestRead.units;

/** So many words or more, of which this share is in no list, are a language that is not known here. */
const strange = { words: 4, share: 0.5 } as const;

const languages = Object.keys(words);
const english = languages.indexOf('en');

const mixed = (hash: number, code: number): number => Math.imul(hash ^ code, 0x01000193);
const hashOf = (word: string): number => [...word].reduce((hash, letter) => mixed(hash, letter.charCodeAt(0)), 0);

/**
 * What a word counts for another language than English: a letter may be a plural's or spelled out, a word of two letters
 * an abbreviation, and English words say little in any text.
 */
function weightOf(word: string, places: readonly number[]): number {
  if (word.length === 1) return 0.25;
  if (alsoEnglish.has(word) || places.includes(english)) return 0.5;
  return word.length === 2 ? 0.6 : 1;
}

/** Of each word the languages that have it, by their places in `languages`. */
const owners = new Map<string, number[]>();
for (const [place, language] of languages.entries()) {
  for (const word of new Set(words[language]?.split(' '))) owners.set(word, [...(owners.get(word) ?? []), place]);
}

/**
 * The words by hash and length, for cutting each word out of a text would cost more than all the rest: of each the hash,
 * the length, and where its languages stand in `lists`, after their number and what the word counts for them.
 */
const slotInts = 3;
const slots = new Int32Array(slotInts * 2 ** Math.ceil(Math.log2(owners.size * 2)));
const mask = slots.length / slotInts - 1;
/** Place 0 is that of words that no language has. */
const lists: number[] = [0];
for (const [word, places] of owners) {
  const hash = hashOf(word);
  let slot = hash & mask;
  while (slots[slot * slotInts + 1] !== 0) slot = (slot + 1) & mask;
  slots.set([hash, word.length, lists.length], slot * slotInts);
  lists.push(places.length, weightOf(word, places), ...places);
}

/** What a unit is to the count, besides a letter, which is given by its small form. */
const [part, skip, unread] = [0, 1, 2];
const asciiKinds = Uint8Array.from({ length: 128 }, (_, unit) => {
  if (unit >= 65 && unit <= 90) return unit + 32;
  if (unit >= 97 && unit <= 122) return unit;
  return unit === 39 ? skip : part;
});
/** Beyond a to z, what a word here may be written with. */
const otherLetters = new Set([...'øłßæœđı'].map((letter) => letter.charCodeAt(0)));

function kindBeyondAscii(unit: number): number {
  if (unit === 0x2019 || isIgnorable(unit)) return skip;
  return isOfEnglish(unit) ? part : unread;
}

/** The frequent words of a text, as votes for the languages that have them: a word that n languages share says 1/n of its weight for each. */
class Votes {
  readonly sums = new Float64Array(languages.length);
  /** The first `languages` of these, in the order in which they were met: the first wins a tie. */
  readonly met = new Uint8Array(languages.length);
  languages = 0;
  tokens = 0;

  begin(): void {
    this.sums.fill(0);
    this.languages = this.tokens = 0;
  }

  /**
   * Counts the words of a text.
   *
   * @param folded whether accents and marks were taken from it, and capitals made small
   * @returns whether all of it could be read: what has accents must be folded first
   */
  count(text: string, folded: boolean): boolean {
    this.begin();
    let hash = 0;
    let length = 0;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      let kind = unit < 128 ? (asciiKinds[unit] ?? part) : kindBeyondAscii(unit);
      if (kind === unread) {
        if (!folded) return false;
        kind = otherLetters.has(unit) ? unit : part;
      }
      if (kind === skip) continue;
      if (kind === part && unit >= 128 && isIgnorablePair(unit, text.charCodeAt(at + 1))) {
        at++;
        continue;
      }
      if (kind !== part) {
        hash = mixed(hash, kind);
        length++;
      } else if (length > 0) {
        this.vote(listOf(hash, length));
        hash = length = 0;
      }
    }
    if (length > 0) this.vote(listOf(hash, length));
    return true;
  }

  /** Counts a word by the place of its languages in `lists`, 0 for a word that none has. */
  vote(list: number): void {
    this.tokens++;
    if (list === 0) return;
    const { sums } = this;
    const count = lists[list] ?? 0;
    const weight = lists[list + 1] ?? 0;
    for (let at = list + 2; at < list + 2 + count; at++) {
      const place = lists[at] ?? 0;
      const before = sums[place] ?? 0;
      if (before === 0) this.met[this.languages++] = place;
      sums[place] = before + (place === english ? 1 : weight) / count;
    }
  }

  /** The language that the words counted are of. */
  winner(): string {
    const { sums, met, tokens } = this;
    const forEnglish = sums[english] ?? 0;
    let best = -1;
    let most = 0;
    for (let at = 0; at < this.languages; at++) {
      const place = met[at] ?? 0;
      const sum = sums[place] ?? 0;
      // English wins ties: it is what most people here write, and its jargon travels.
      if (place !== english && sum > most && sum > forEnglish) [best, most] = [place, sum];
    }
    if (best >= 0 && most >= 1 && most >= tokens * 0.12) return languages[best] ?? 'und';
    // What says more of another language, yet too little, is undecided.
    return forEnglish >= 0.5 && forEnglish >= tokens * 0.05 && best < 0 ? 'en' : 'und';
  }
}
const votes = new Votes();

/** Where the languages of the word of this hash and length stand in `lists`, or 0. */
function listOf(hash: number, length: number): number {
  for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
    const known = slots[slot * slotInts + 1] ?? 0;
    if (known === 0) return 0;
    if (known === length && slots[slot * slotInts] === hash) return slots[slot * slotInts + 2] ?? 0;
  }
}

/** Without accents, and letters of full width or of mathematics as plain ones. */
const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\p{M}'’]/gu, '')
    .toLowerCase();

/** The language of a script that makes up more of the text than Latin letters do. */
function byScript(text: string): string | undefined {
  if (!/[\u0370-\u1fff\u3040-\ud7af]/.test(text)) return undefined;
  const latin = text.match(/[a-z]/gi)?.length ?? 0;
  for (const [script, language] of scripts) {
    const letters = text.match(script)?.length ?? 0;
    if (letters >= 2 && letters > latin) return /[іїєґ]/i.test(text) && language === 'ru' ? 'uk' : language;
  }
  return undefined;
}

/** White space is one blank: how wide it is must not tell how much is read. */
const beginningOf = (text: string): string =>
  text.trimStart().slice(0, longestLookedAt).replace(/\s+/g, ' ').slice(0, longestRead.units);

/**
 * The language a text is written in, by its script and its frequent words.
 *
 * @returns an ISO 639-1 code (`tl` for Filipino), or `und` when there is too little to tell:
 *   no words, emoji only, or a word or two that could be anything, as a workout's name and a time
 */
export function detectLanguage(text: string): string {
  const start = text.length > longestRead.units ? beginningOf(text) : text;
  if (!votes.count(start, false)) {
    const script = byScript(start);
    if (script) return script;
    votes.count(fold(start), true);
  }
  return votes.winner();
}

/** Tells the language of texts whose words were read already: each word of the vocabulary has its languages beside it. */
export class LanguageOfTokens {
  /** By the id of a word: where its languages stand in `lists`, or 0. */
  readonly #lists: Uint16Array;
  readonly #wordless: Uint8Array;

  constructor(vocabulary: Vocabulary) {
    this.#wordless = vocabulary.wordless;
    this.#lists = new Uint16Array(vocabulary.size);
    for (const word of owners.keys()) {
      const id = vocabulary.id(word);
      if (id !== sign.unknown) this.#lists[id] = listOf(hashOf(word), word.length);
    }
  }

  /**
   * As `detectLanguage`, by the first words; stretched ones (`sooo`) count too. Where nothing tells and most of several words
   * are in no list of English, it is a language that is not known here: `mis` (ISO 639-2: one without a code).
   */
  of(text: string, tokens: Tokens): string {
    const language = tokens.hasOtherLetters ? detectLanguage(text) : this.#ofWords(text, tokens);
    return language === 'und' && this.#isStrange(text, tokens) ? 'mis' : language;
  }

  #ofWords(text: string, tokens: Tokens): string {
    const { id: ids, start, end, count } = tokens;
    votes.begin();
    for (let at = 0; at < count && votes.tokens < longestRead.words; at++) {
      const id = ids[at] ?? 0;
      if (id === sign.unknown) votes.vote(listOfPart(text, start[at] ?? 0, end[at] ?? 0));
      else if (this.#wordless[id] === 0) votes.vote(this.#lists[id] ?? 0);
    }
    return votes.winner();
  }

  /** Whether a text has several words, and most of them are unknown. What holds a digit is a code, and no word. */
  #isStrange(text: string, { id, count, start, end }: Tokens): boolean {
    let [words, unknown] = [0, 0];
    for (let at = 0; at < count && words < longestRead.words; at++) {
      if (this.#wordless[id[at] ?? 0] !== 0 || /\d/.test(text.slice(start[at], end[at]))) continue;
      words++;
      if (id[at] === sign.unknown) unknown++;
    }
    return words >= strange.words && unknown >= words * strange.share;
  }
}

/** As `listOf`, of a word that stands in a text. */
function listOfPart(text: string, from: number, to: number): number {
  let hash = 0;
  let length = 0;
  for (let at = from; at < to; at++) {
    const letter = asciiKinds[text.charCodeAt(at)] ?? skip;
    if (letter === skip) continue;
    hash = mixed(hash, letter);
    length++;
  }
  return listOf(hash, length);
}

/**
 * The language of an exchange from those of its two turns: that of both, or of the one that tells; `mul` (ISO 639-2:
 * more than one) when they differ.
 */
export function languageOfBoth(user: string, reply: string): string {
  if (user === reply || reply === 'und') return user;
  return user === 'und' ? reply : 'mul';
}
