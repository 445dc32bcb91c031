import { known } from './name-lexicon.ts';
import { cue } from './signs.ts';
import { lowered, type TextView } from './text-view.ts';
import type { WordTable } from './word-table.ts';

const numeral = /(?<![\p{L}\p{N}])[\doil][\doilsb]{1,30}(?![\p{L}\p{N}])/giu;
const figureOf: Readonly<Record<string, string>> = { o: '0', i: '1', l: '1', s: '5', b: '8' };
const spelled =
  /(?<![\p{L}\p{N}@$!|._/-])(?=[\p{L}\d])[\p{L}\p{M}0-9@$!|]{3,24}(?<![!|])(?![\p{L}\p{N}@$_/-]|\.\p{L})/gu;
const letterOf: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '2': 'z',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '6': 'g',
  '7': 't',
  '8': 'b',
  '9': 'g',
  '@': 'a',
  $: 's',
  '!': 'i',
};
const sign = /[\d@$!|]/g;
/** A letter before and after what may stand for one; or one digit first or last, and three letters or more. */
const inside = /\p{L}[\d@$!|]{1,2}\p{L}/u;
const atEdge = /^(?:\d\p{L}{3,}|\p{Lu}\p{Ll}{2,}[034])$/u;
/** What stands after the name of a street. */
const nextWord = /^ ([\p{L}\d]{2,10})(?![\p{L}\p{N}])/u;

/**
 * Undoes letters that stand for digits ("O79l1") and digits that stand for letters of a name ("M4rcus"), unit for
 * unit. The token tells: all else in it are digits, it spells a given name, or it is or
 * stands before a word of streets ("H1ghfield R0ad").
 *
 * @returns undefined where nothing is swapped
 */
export function unswapped(view: TextView, table: WordTable): TextView | undefined {
  const text = view.text
    .replace(numeral, (token, place: number) =>
      (standsForDigits(token) && !isHalf(token, view.text, place)) || isAmongDigits(token, view.text, place)
        ? token.replace(/[oilsb]/gi, figure)
        : token,
    )
    .replace(spelled, (token, place: number) => {
      const isInside = inside.test(token);
      if (!isInside && !atEdge.test(token)) return token;
      const plain = lettersOf(token, table);
      const bits = table.bitsOf(plain.toLowerCase());
      if (isInside ? bits & known.given : bits & known.usual && !(bits & known.word)) return plain;
      return (isInside || token.startsWith('0')) &&
        isOfStreet(plain, view.text.slice(place + token.length, place + token.length + 12), table)
        ? plain
        : token;
    });
  return text === view.text ? undefined : { ...view, text, lower: lowered(text) };
}

/** With letters for signs; "1" stands for an i or an l, whichever makes a given name. */
function lettersOf(token: string, table: WordTable): string {
  const read = (one: string): string =>
    token.replace(sign, (mark) => (/[1|]/.test(mark) ? one : (letterOf[mark] ?? mark)));
  const plain = read('i');
  if (!/[1|]/.test(token) || table.bitsOf(plain.toLowerCase()) & known.given) return plain;
  const other = read('l');
  return table.bitsOf(other.toLowerCase()) & known.given ? other : plain;
}

/** Is the word one of streets, or does one follow? */
function isOfStreet(plain: string, rest: string, table: WordTable): boolean {
  const capital = /^\p{Lu}/u;
  if (plain.length >= 4 && capital.test(plain) && table.cuesOf(plain.toLowerCase()) & cue.firm) return true;
  const next = nextWord.exec(rest)?.[1];
  return (
    capital.test(next ?? '') &&
    next !== undefined &&
    (table.cuesOf(lettersOf(next, table).toLowerCase()) & cue.firm) !== 0
  );
}

const figure = (letter: string): string => figureOf[letter.toLowerCase()] ?? letter;

/** "9OO" and "4l1l" before or after other digits. */
function isAmongDigits(token: string, text: string, place: number): boolean {
  if (
    !/^(?:\d[o\d]*o|o\d[o\d]*\d[o\d]*|o\d[o\d]*o|(?=[a-z]*\d[a-z]*\d)[\doil]{4,})$/i.test(token) ||
    !/[oil]/i.test(token)
  )
    return false;
  const [before, after] = [
    text.slice(Math.max(0, place - 4), place),
    text.slice(place + token.length, place + token.length + 4),
  ];
  return /[\do]{2}[ -]$/i.test(before) || /^[ -](?=[o\d]*\d)[\do]{3}/i.test(after);
}

/** The end of a Canadian postcode, "P3E 1B8", or the beginning of a British plate, "LB70 KMX": its letters are some. */
const isHalf = (token: string, text: string, place: number): boolean =>
  (/^\d[A-Z]\d$/i.test(token) && halfPostcode.test(text.slice(Math.max(0, place - 5), place))) ||
  (/^[A-Z]{2}\d\d$/i.test(token) && halfPlate.test(text.slice(place + token.length, place + token.length + 5)));
const halfPlate = /^ ?[a-z]{3}(?![\p{L}\p{N}])/iu;
const halfPostcode = /(?<![\p{L}\p{N}])[a-z]\d[a-z][ -]?$/iu;

/** Three digits or more, or two and one of them last: "10l" are litres. */
function standsForDigits(token: string): boolean {
  const figures = token.replace(/\D/g, '').length;
  if (figures === token.length || /[ilsb]$/i.test(token)) return false;
  return figures >= 3 || (figures === 2 && /\d$/.test(token));
}
