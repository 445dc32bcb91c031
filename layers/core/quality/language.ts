import { alsoEnglish, scripts, words } from './language-words.ts';
import { hashOf, hashStart, hashStep } from './text/hash.ts';
import type { Tokens } from './text/tokens.ts';
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

/** What a word says: for each language that has it, by its place in `languages`, a share of the word's weight. */
type Listed = readonly { readonly place: number; readonly share: number }[];

/**
 * What a word counts for another language than English: a letter may be a plural's or spelled out, a word of two letters
 * an abbreviation, and English words say little in any text.
 */
function weightOf(word: string, places: readonly number[]): number {
  if (word.length === 1) return 0.25;
  if (alsoEnglish.has(word) || places.includes(english)) return 0.5;
  return word.length === 2 ? 0.6 : 1;
}

/** By hash, for cutting each word out of a text would cost more than all the rest. */
function listWords(): ReadonlyMap<number, Listed> {
  const owners = new Map<string, number[]>();
  for (const [place, language] of languages.entries()) {
    for (const word of new Set(words[language]?.split(' '))) owners.set(word, [...(owners.get(word) ?? []), place]);
  }
  const sharesOf = (word: string, places: readonly number[]): Listed =>
    places.map((place) => ({ place, share: (place === english ? 1 : weightOf(word, places)) / places.length }));
  return new Map([...owners].map(([word, places]) => [hashOf(word), sharesOf(word, places)]));
}
const listed = listWords();

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

  /** Counts a word; one that no language has says nothing. */
  vote(word: Listed | undefined): void {
    this.tokens++;
    if (word === undefined) return;
    const { sums } = this;
    for (const { place, share } of word) {
      const before = sums[place] ?? 0;
      if (before === 0) this.met[this.languages++] = place;
      sums[place] = before + share;
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

/** The words of a text as the lists have them: without accents, letters of full width or of mathematics as plain ones. */
const plainWords = (text: string): Iterable<string> =>
  text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Default_Ignorable_Code_Point}'’]/gu, '')
    .toLowerCase()
    .match(/[a-zøłßæœđı]+/g) ?? [];

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

/** The language of a text with letters that English has not: by its script, or by its words without accents. */
function byLetters(text: string): string {
  const start = text.length > longestRead.units ? beginningOf(text) : text;
  const script = byScript(start);
  if (script) return script;
  votes.begin();
  for (const word of plainWords(start)) votes.vote(listed.get(hashOf(word)));
  return votes.winner();
}

/** Tells the language that a text is written in, by its script and its frequent words. */
export class LanguageOfTokens {
  /** By the id of a word of the vocabulary. */
  readonly #listed: (Listed | undefined)[];
  readonly #wordless: Uint8Array;

  constructor(vocabulary: Vocabulary) {
    this.#wordless = vocabulary.wordless;
    this.#listed = new Array<Listed | undefined>(vocabulary.size).fill(undefined);
    for (const [hash, languages] of listed) {
      const id = vocabulary.idOf(hash);
      if (id !== sign.unknown) this.#listed[id] = languages;
    }
  }

  /**
   * The language of a text whose words were read already; stretched ones (`sooo`) count too.
   *
   * @returns an ISO 639-1 code (`tl` for Filipino), or `und` when there is too little to tell: no words, emoji only, or a
   *   word or two that could be anything, as a workout's name and a time; `mis` (ISO 639-2: one without a code) where most
   *   of several words are in no list of English
   */
  of(text: string, tokens: Tokens): string {
    const language = tokens.hasOtherLetters ? byLetters(text) : this.#ofWords(text, tokens);
    return language === 'und' && this.#isStrange(text, tokens) ? 'mis' : language;
  }

  #ofWords(text: string, tokens: Tokens): string {
    const { id: ids, start, end, count } = tokens;
    votes.begin();
    for (let at = 0; at < count && votes.tokens < longestRead.words; at++) {
      const id = ids[at] ?? 0;
      if (id === sign.unknown) votes.vote(listed.get(hashOfPart(text, start[at] ?? 0, end[at] ?? 0)));
      else if (this.#wordless[id] === 0) votes.vote(this.#listed[id]);
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

/** The hash of a word in a text as the lists have it, if it has no other letters than English has. */
function hashOfPart(text: string, from: number, to: number): number {
  let hash = hashStart;
  for (let at = from; at < to; at++) {
    const unit = text.charCodeAt(at);
    if (unit !== 39 && unit < 128) hash = hashStep(hash, unit >= 65 && unit <= 90 ? unit + 32 : unit);
  }
  return hash;
}

/**
 * The language of an exchange from those of its two turns: that of both, or of the one that tells; `mul` (ISO 639-2:
 * more than one) when they differ.
 */
export function languageOfBoth(user: string, reply: string): string {
  if (user === reply || reply === 'und') return user;
  return user === 'und' ? reply : 'mul';
}
