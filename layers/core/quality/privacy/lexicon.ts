import * as z from 'zod';
import { known, listBits, nameWordsSchema } from './name-lexicon.ts';

const words = z.array(z.string().min(1)).readonly();

/** What `cues.json` may say. */
export const privacyCuesSchema = z.strictObject({
  description: z.string(),
  introductions: words,
  numbers: z.strictObject({
    card: words,
    phone: words,
    health: words,
    national: words,
    iban: words,
    none: words,
    units: words,
  }),
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

/** What `stand-ins.json` may say: stand-ins are every beginning with every ending. */
export const standInsSchema = z.strictObject({
  description: z.string(),
  beginnings: words,
  endings: words,
});

/** What the finders know, ready for use. */
export interface PrivacyLexicon {
  readonly cues: z.infer<typeof privacyCuesSchema>;
  readonly addresses: z.infer<typeof addressWordsSchema>;
  readonly introductions: ReadonlySet<string>;
  readonly softIntroductions: ReadonlySet<string>;
  readonly standInList: readonly string[];
  /** The same in lower case, to be recognised: a stand-in is not replaced again. */
  readonly standIns: ReadonlySet<string>;
  /** Bits of `known` by word, lower case. */
  readonly bits: ReadonlyMap<string, number>;
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
  'not-people.txt',
  'foreign-words.txt',
] as const;
/** The texts of the files of the privacy folder, by file name. */
export type PrivacyFiles = Readonly<Record<(typeof privacyFileNames)[number], string>>;

const accents = /\p{M}/gu;
const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

/** @throws ZodError when a file says what the schema does not know */
export function privacyLexicon(files: PrivacyFiles): PrivacyLexicon {
  const bits = new Map<string, number>();
  const add = (list: readonly string[], bit: number) => {
    for (const line of list) {
      bits.set(line, (bits.get(line) ?? 0) | bit);
      if (/[^ -~]/.test(line)) {
        const plain = line
          .normalize('NFD')
          .replace(accents, '')
          .replaceAll('ł', 'l')
          .replaceAll('ø', 'o')
          .replaceAll('ß', 'ss');
        bits.set(plain, (bits.get(plain) ?? 0) | bit);
      }
    }
  };
  add(lines(files['words.txt']), known.word);
  add(lines(files['common-words.txt']), known.word | known.common);
  add(
    lines(files['foreign-words.txt']).flatMap((line) => line.split(' ')),
    known.word | known.common,
  );
  add(lines(files['first-names.txt']), known.given);
  add(lines(files['surnames.txt']), known.family);
  add(lines(files['usual-first-names.txt']), known.usual);
  add(
    lines(files['not-people.txt']).flatMap((line) => line.split(' ')),
    known.notPerson,
  );
  const names = nameWordsSchema.parse(JSON.parse(files['names.json']));
  for (const [list, bit] of listBits) add(names[list], bit);
  const { beginnings, endings } = standInsSchema.parse(JSON.parse(files['stand-ins.json']));
  const standInList = beginnings.flatMap((beginning) => endings.map((ending) => beginning + ending));
  return {
    cues: privacyCuesSchema.parse(JSON.parse(files['cues.json'])),
    addresses: addressWordsSchema.parse(JSON.parse(files['addresses.json'])),
    introductions: new Set(names.introductions),
    softIntroductions: new Set(names.softIntroductions),
    standInList,
    standIns: new Set(standInList.map((name) => name.toLowerCase())),
    bits,
    isWord: (lower) => ((bits.get(lower) ?? 0) & known.word) !== 0,
    isPersonWord: (lower) => ((bits.get(lower) ?? 0) & (known.given | known.family)) !== 0,
  };
}
