import * as z from 'zod';
import { readPolicyText } from '../policy-text.ts';
import { digitWords, pairWords } from './digit-words.ts';
import { entryWords, pinWords } from './entry-numbers.ts';
import { germanWords, known, listBits, type NameWords, nameWordsSchema, trainingWords } from './name-lexicon.ts';
import { siteWords } from './own-sites.ts';
import { PublicNames } from './public-names.ts';
import { compileScripts, scriptsSchema } from './scripts.ts';
import { secretWords } from './secrets.ts';
import { cue } from './signs.ts';
import { createStandIns, type StandIns, standInsSchema } from './stand-in.ts';
import { WordTable } from './word-table.ts';

const words = z.array(z.string().min(1)).readonly();

/** What `cues.json` may say. */
const privacyCuesSchema = z.strictObject({
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
  /** Words after which a code of letters and digits is a health number, though a number alone is not. */
  healthCodes: words,
  /** Single words that open the search for dates of birth, handles and spoken e-mail addresses. */
  birth: words,
  accounts: words,
  mailboxes: words,
  spokenDots: words,
  spokenAts: words,
});

/** What `addresses.json` may say. */
const addressWordsSchema = z.strictObject({
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
  /** What is counted or measured: a number before one of these is no part of an address. */
  measures: words,
});

/** What the finders know, ready for use. */
export interface PrivacyLexicon {
  readonly cues: z.infer<typeof privacyCuesSchema>;
  readonly addresses: z.infer<typeof addressWordsSchema>;
  readonly introductions: ReadonlySet<string>;
  readonly softIntroductions: ReadonlySet<string>;
  readonly personPhrases: ReadonlySet<string>;
  /** Family names that are usual words too, and which of those mostly go on with a sentence after a given name. */
  readonly plainSurnames: ReadonlySet<string>;
  readonly neverSurnames: ReadonlySet<string>;
  readonly publicNames: PublicNames;
  readonly standIns: StandIns;
  /** Where names stand in scripts without capitals. */
  readonly scripts: readonly RegExp[];
  /** Bits of `known` and of `cue` by word, lower case. */
  readonly table: WordTable;
  isWord(lower: string): boolean;
  /** A given or family name. */
  isPersonWord(lower: string): boolean;
}

/**
 * Makes what the redactor knows.
 *
 * @param text of a file of the privacy folder, by the file's name
 * @throws {InvalidPolicyFile} naming the file that says what its schema does not know
 */
export function privacyLexicon(text: (file: string) => string): PrivacyLexicon {
  const read = <Schema extends z.ZodType>(schema: Schema, name: string): z.infer<Schema> =>
    readPolicyText(schema, text(name), `privacy/${name}`);
  const cues = read(privacyCuesSchema, 'cues.json');
  const addresses = read(addressWordsSchema, 'addresses.json');
  const names = read(nameWordsSchema, 'names.json');
  const table = new WordTable(100_000);
  table.addAll(text('words.txt'), known.word);
  table.addAll(text('common-words.txt'), known.word | known.common);
  table.addAll(text('foreign-words.txt'), known.word | known.common);
  table.addAll(text('first-names.txt'), known.given);
  table.addAll(text('usual-first-names.txt'), known.usual);
  table.addAll(text('surnames.txt'), known.family);
  table.addAll(text('not-people.txt'), known.notPerson);
  for (const [list, bit] of listBits) for (const word of names[list]) table.add(word, bit, 0);
  addCues(table, cues, addresses, names);
  return {
    cues,
    addresses,
    introductions: new Set(names.introductions),
    softIntroductions: new Set(names.softIntroductions),
    personPhrases: new Set(names.personPhrases),
    plainSurnames: new Set(names.plainSurnames),
    neverSurnames: new Set(names.neverSurnames),
    publicNames: new PublicNames(text('public-names.txt')),
    standIns: createStandIns(read(standInsSchema, 'stand-ins.json')),
    scripts: compileScripts(read(scriptsSchema, 'scripts.json')),
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
  table: WordTable,
  cues: PrivacyLexicon['cues'],
  addresses: PrivacyLexicon['addresses'],
  names: NameWords,
): void {
  const add = (words: readonly string[], cues: number) => {
    for (const word of words) table.add(word, 0, cues);
  };
  add(addresses.firm, cue.street | cue.firm);
  add(addresses.soft, cue.street);
  const { units, ...numbers } = cues.numbers;
  add(units, cue.counted);
  for (const list of Object.values(numbers)) add(list.map(longestWord), cue.number);
  add(addresses.leading.map(firstWord), cue.leading);
  add(addresses.sureLeading.map(firstWord), cue.sureLeading);
  add(addresses.cues.map(firstWord), cue.addressCue);
  add(addresses.units.map(firstWord), cue.unit);
  add(['box', 'postfach', 'apartado'], cue.box);
  add(cues.birth, cue.birth);
  add(cues.accounts, cue.account);
  add(cues.mailboxes, cue.mailbox);
  add(cues.spokenDots, cue.dot);
  add(cues.spokenAts, cue.at);
  add([...digitWords, ...pairWords], cue.digit);
  add(entryWords, cue.entry);
  add(secretWords, cue.secret);
  add(siteWords, cue.site);
  add(pinWords, cue.entry | cue.pin);
  add(germanWords, cue.german);
  add(trainingWords, cue.training);
  add(names.introductions.map(lastWord), cue.introduction);
  add(names.softIntroductions.map(lastWord), cue.softIntroduction);
  add(names.eponyms, cue.eponym);
  add(names.qualities, cue.quality);
  add(names.assistants, cue.assistant);
  add(names.makers, cue.maker);
  add(names.lifters, cue.lifter);
  add(names.personPhrases.map(lastWord), cue.personPhrase);
}
