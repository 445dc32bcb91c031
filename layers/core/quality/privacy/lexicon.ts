import * as z from 'zod';
import { digitWords } from './digit-words.ts';
import { known, listBits, type NameWords, nameWordsSchema } from './name-lexicon.ts';
import { cue } from './signs.ts';
import { createStandIns, type StandIns, standInsSchema } from './stand-in.ts';
import { WordTable } from './word-table.ts';

const words = z.array(z.string().min(1)).readonly();

/** What `cues.json` may say. */
export const privacyCuesSchema = z.strictObject({
  description: z.string(),
  numbers: z.strictObject({
    card: words,
    phone: words,
    health: words,
    national: words,
    iban: words,
    none: words,
    units: words,
  }),
  /** Single words that open the search for dates of birth, handles and spoken e-mail addresses. */
  birth: words,
  accounts: words,
  spokenDots: words,
  spokenAts: words,
});

/** What `addresses.json` may say. */
export const addressWordsSchema = z.strictObject({
  description: z.string(),
  cues: words,
  firm: words,
  soft: words,
  leading: words,
  sureLeading: words,
  endings: words,
  units: words,
  states: words,
  stops: words,
});

/** What the finders know, ready for use. */
export interface PrivacyLexicon {
  readonly cues: z.infer<typeof privacyCuesSchema>;
  readonly addresses: z.infer<typeof addressWordsSchema>;
  readonly introductions: ReadonlySet<string>;
  readonly softIntroductions: ReadonlySet<string>;
  readonly personPhrases: ReadonlySet<string>;
  readonly standIns: StandIns;
  /** Bits of `known` and of `cue` by word, lower case. */
  readonly table: WordTable;
  isWord(lower: string): boolean;
  /** A given or family name. */
  isPersonWord(lower: string): boolean;
}

export const privacyFileNames = [
  'cues.json',
  'addresses.json',
  'names.json',
  'stand-ins.json',
  'first-names.txt',
  'usual-first-names.txt',
  'surnames.txt',
  'words.txt',
  'common-words.txt',
  'foreign-words.txt',
  'not-people.txt',
] as const;
/** The texts of the files of the privacy folder, by file name. */
export type PrivacyFiles = Readonly<Record<(typeof privacyFileNames)[number], string>>;

const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
const wordsIn = (text: string): string[] => lines(text).flatMap((line) => line.split(' '));

/** @throws ZodError when a file says what the schema does not know */
export function privacyLexicon(files: PrivacyFiles): PrivacyLexicon {
  const cues = privacyCuesSchema.parse(JSON.parse(files['cues.json']));
  const addresses = addressWordsSchema.parse(JSON.parse(files['addresses.json']));
  const names = nameWordsSchema.parse(JSON.parse(files['names.json']));
  const entries = new Entries();
  entries.bits(lines(files['words.txt']), known.word);
  entries.bits(lines(files['common-words.txt']), known.word | known.common);
  entries.bits(wordsIn(files['foreign-words.txt']), known.word | known.common);
  entries.bits(lines(files['first-names.txt']), known.given);
  entries.bits(lines(files['usual-first-names.txt']), known.usual);
  entries.bits(lines(files['surnames.txt']), known.family);
  entries.bits(wordsIn(files['not-people.txt']), known.notPerson);
  for (const [list, bit] of listBits) entries.bits(names[list], bit);
  addCues(entries, cues, addresses, names);
  const table = new WordTable(entries.all);
  return {
    cues,
    addresses,
    introductions: new Set(names.introductions),
    softIntroductions: new Set(names.softIntroductions),
    personPhrases: new Set(names.personPhrases),
    standIns: createStandIns(standInsSchema.parse(JSON.parse(files['stand-ins.json']))),
    table,
    isWord: (lower) => (table.bitsOf(lower) & known.word) !== 0,
    isPersonWord: (lower) => (table.bitsOf(lower) & (known.given | known.family)) !== 0,
  };
}

/** The word that a phrase ends with, as the scan cuts it. */
const lastWord = (phrase: string): string => (phrase.split(' ').at(-1) ?? '').replace(/'s$/, '');
const longestWord = (phrase: string): string =>
  phrase
    .split(' ')
    .sort((one, other) => other.length - one.length)[0]
    ?.replace(/'s$/, '') ?? '';
const firstWord = (phrase: string): string => (phrase.split(' ')[0] ?? '').replace(/\.$/, '');

function addCues(
  entries: Entries,
  cues: PrivacyLexicon['cues'],
  addresses: PrivacyLexicon['addresses'],
  names: NameWords,
): void {
  entries.cues(addresses.firm, cue.street | cue.firm);
  entries.cues(addresses.soft, cue.street);
  const { units, ...numbers } = cues.numbers;
  entries.cues(units, cue.counted);
  for (const list of Object.values(numbers)) entries.cues(list.map(longestWord), cue.number);
  entries.cues(addresses.leading.map(firstWord), cue.leading);
  entries.cues(addresses.sureLeading.map(firstWord), cue.sureLeading);
  entries.cues(addresses.cues.map(firstWord), cue.addressCue);
  entries.cues(addresses.units.map(firstWord), cue.unit);
  entries.cues(['box', 'postfach', 'apartado'], cue.box);
  entries.cues(cues.birth, cue.birth);
  entries.cues(cues.accounts, cue.account);
  entries.cues(cues.spokenDots, cue.dot);
  entries.cues(cues.spokenAts, cue.at);
  entries.cues([...digitWords], cue.digit);
  entries.cues(names.introductions.map(lastWord), cue.introduction);
  entries.cues(names.softIntroductions.map(lastWord), cue.softIntroduction);
  entries.cues(names.eponyms, cue.eponym);
  entries.cues(names.personPhrases.map(lastWord), cue.personPhrase);
}

const accents = /\p{M}/gu;
const special = /[łøßđæœ]/g;
const plainLetters: Readonly<Record<string, string>> = { ł: 'l', ø: 'o', ß: 'ss', đ: 'd', æ: 'ae', œ: 'oe' };

/** Bits and cues by word, in the making. A word with accents is known without them too. */
class Entries {
  readonly all = new Map<string, [bits: number, cues: number]>();

  bits(list: readonly string[], bit: number): void {
    for (const word of list) this.#spellings(word, bit, 0);
  }

  cues(list: readonly string[], bit: number): void {
    for (const word of list) this.#spellings(word, 0, bit);
  }

  #spellings(word: string, bits: number, cues: number): void {
    this.#add(word, bits, cues);
    if (!/[^ -~]/.test(word)) return;
    const plain = word.normalize('NFD').replace(accents, '');
    this.#add(
      plain.replace(special, (letter) => plainLetters[letter] ?? letter),
      bits,
      cues,
    );
  }

  #add(word: string, bits: number, cues: number): void {
    const there = this.all.get(word);
    if (there) {
      there[0] |= bits;
      there[1] |= cues;
    } else this.all.set(word, [bits, cues]);
  }
}
