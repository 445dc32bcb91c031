/**
 * A text as the finders read it (plain digits and letters, nothing invisible), and the way back to the
 * text as it was written.
 */
export interface TextView {
  readonly text: string;
  /** The unit of the original at which the unit `index` of `text` begins. */
  start(index: number): number;
  /** The unit of the original just after the last unit before `index` of `text`. */
  end(index: number): number;
}

const invisible = /\p{Default_Ignorable_Code_Point}/u;
const needsWork = /[^ -~\n\r\t]/;
const same = (index: number) => index;

/** Cyrillic and Greek letters that look like Latin ones: read as Latin where a word mixes alphabets. */
const lookalikes = new Map(
  Object.entries({
    а: 'a',
    в: 'b',
    с: 'c',
    ԁ: 'd',
    е: 'e',
    һ: 'h',
    і: 'i',
    ј: 'j',
    к: 'k',
    ӏ: 'l',
    м: 'm',
    о: 'o',
    р: 'p',
    ԛ: 'q',
    ѕ: 's',
    т: 't',
    у: 'y',
    ѵ: 'v',
    ԝ: 'w',
    х: 'x',
    А: 'A',
    В: 'B',
    С: 'C',
    Е: 'E',
    Н: 'H',
    І: 'I',
    Ј: 'J',
    К: 'K',
    М: 'M',
    О: 'O',
    Р: 'P',
    Ѕ: 'S',
    Т: 'T',
    У: 'Y',
    Х: 'X',
    Ԛ: 'Q',
    Ԝ: 'W',
    α: 'a',
    ο: 'o',
    ν: 'v',
    ρ: 'p',
    τ: 't',
    υ: 'u',
    ι: 'i',
    κ: 'k',
    ε: 'e',
    η: 'n',
    χ: 'x',
    γ: 'y',
    ω: 'w',
    ϲ: 'c',
    ϳ: 'j',
    Α: 'A',
    Β: 'B',
    Ε: 'E',
    Ζ: 'Z',
    Η: 'H',
    Ι: 'I',
    Κ: 'K',
    Μ: 'M',
    Ν: 'N',
    Ο: 'O',
    Ρ: 'P',
    Τ: 'T',
    Υ: 'Y',
    Χ: 'X',
    ı: 'i',
    ɡ: 'g',
    ɑ: 'a',
    ɩ: 'i',
    ʏ: 'y',
  }),
); // prettier-ignore
const mixable = /[\u0370-\u03ff\u0400-\u052f\u0131\u0251\u0261\u0269\u028f]/;
const mixedWord = /[\p{L}\p{M}\p{N}]+/gu;
const latin = /[A-Za-z]/;

function plain(character: string): string {
  if (invisible.test(character)) return '';
  // Compatibility forms (full width, mathematical, circled) become what they stand for; accents stay.
  const folded = character.normalize('NFKC');
  const code = folded.codePointAt(0) ?? 0;
  if (code >= 0x660 && /\p{Nd}/u.test(folded)) return String(digitValue(code));
  if (folded.trim() === '' && !/[\n\r]/.test(folded)) return ' ';
  return folded === '’' || folded === '‘' || folded === 'ʼ' ? "'" : /[\u2010-\u2015\u2212]/.test(folded) ? '-' : folded;
}

/** Decimal digits stand in runs of ten from zero: walk back to the first of the run. */
function digitValue(code: number): number {
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value++;
  return value % 10;
}

/** Reads a text of any length in time linear in it; unpaired surrogates pass as they are. */
export function viewOf(original: string): TextView {
  if (!needsWork.test(original)) return { text: original, start: same, end: same };
  const starts: number[] = [];
  const ends: number[] = [];
  let text = '';
  for (let index = 0; index < original.length; ) {
    const code = original.codePointAt(index) ?? 0;
    const length = code > 0xffff ? 2 : 1;
    const piece = code < 0x80 ? (original[index] ?? '') : plain(original.slice(index, index + length));
    for (let unit = 0; unit < piece.length; unit++) {
      starts.push(index);
      ends.push(index + length);
    }
    text += piece;
    index += length;
  }
  if (mixable.test(text)) {
    text = text.replace(mixedWord, (word) =>
      latin.test(word) && mixable.test(word)
        ? word.replace(/./gsu, (letter) => lookalikes.get(letter) ?? letter)
        : word,
    );
  }
  return {
    text,
    start: (index) => starts[index] ?? original.length,
    end: (index) => ends[index - 1] ?? 0,
  };
}
