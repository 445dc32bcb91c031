import { known } from './name-lexicon.ts';
import { lowered, type TextView } from './text-view.ts';
import type { WordTable } from './word-table.ts';

const numeral = /(?<![\p{L}\p{N}])[\doil][\doilsb]{1,30}(?![\p{L}\p{N}])/giu;
const figureOf: Readonly<Record<string, string>> = { o: '0', i: '1', l: '1', s: '5', b: '8' };
const spelled = /(?<![\p{L}\p{N}@$._/-])[\p{L}\p{M}013457@$]{3,24}(?![\p{L}\p{N}@$_/-]|\.\p{L})/gu;
const letterOf: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
};

/**
 * Undoes letters that stand for digits ("O79l1") and digits that stand for letters of a name ("M4rcus"), unit for
 * unit. The token alone tells: all else in it are digits, or it spells a given name.
 *
 * @returns undefined where nothing is swapped
 */
export function unswapped(view: TextView, table: WordTable): TextView | undefined {
  const text = view.text
    .replace(numeral, (token) => (standsForDigits(token) ? token.replace(/[oilsb]/gi, figure) : token))
    .replace(spelled, (token) => {
      if (!/\p{L}[\d@$]{1,2}\p{L}/u.test(token)) return token;
      const plain = token.replace(/[\d@$]/g, (sign) => letterOf[sign] ?? sign);
      return (table.bitsOf(plain.toLowerCase()) & known.given) !== 0 ? plain : token;
    });
  return text === view.text ? undefined : { ...view, text, lower: lowered(text) };
}

const figure = (letter: string): string => figureOf[letter.toLowerCase()] ?? letter;

/** Three digits or more, or two and one of them last: "10l" are litres. */
function standsForDigits(token: string): boolean {
  const figures = token.replace(/\D/g, '').length;
  if (figures === token.length || /[ilsb]$/i.test(token)) return false;
  return figures >= 3 || (figures === 2 && /\d$/.test(token));
}
