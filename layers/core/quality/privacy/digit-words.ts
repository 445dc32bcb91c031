const byWord = new Map<string, string>();
[
  'zero oh o nought null cero zéro nula nul zerou zera ноль',
  'one eins ein uno un um een jeden один',
  'two zwei zwo dos deux due dois duas twee dwa два',
  'three drei tres trois tre três drie trzy три',
  'four vier cuatro quatre quattro quatro cztery четыре',
  'five fünf fuenf cinco cinq cinque vijf pięć piec пять',
  'six sechs seis sei zes sześć szesc шесть',
  'seven sieben siete sept sette sete zeven siedem семь',
  'eight acht ocho huit otto oito osiem восемь',
  'nine neun nueve neuf nove negen dziewięć dziewiec девять',
].forEach((words, digit) => {
  for (const word of words.split(' ')) byWord.set(word, String(digit));
});
const repeats = new Map([
  ['double', 2],
  ['doble', 2],
  ['doppel', 2],
  ['triple', 3],
]);
/** Every word that says a digit, or how often one comes. */
export const digitWords: ReadonlySet<string> = new Set([...byWord.keys(), ...repeats.keys()]);
const word = /[\p{L}]+|\d/gu;

/** A number said in words: seven or more digits in a row, in one of ten languages. */
export interface SpokenNumber {
  readonly start: number;
  readonly end: number;
  readonly digits: string;
}

export function spokenNumbers(lower: string): SpokenNumber[] {
  const found: SpokenNumber[] = [];
  let digits = '';
  let said = 0;
  let start = 0;
  let end = 0;
  let times = 1;
  const close = () => {
    if (digits.length >= 7 && said >= 5) found.push({ start, end, digits });
    digits = '';
    said = 0;
  };
  for (const match of lower.matchAll(word)) {
    const repeat = repeats.get(match[0]);
    const digit = byWord.get(match[0]) ?? (/^\d$/.test(match[0]) ? match[0] : undefined);
    if (digits !== '' && match.index - end > 4) close();
    if (repeat !== undefined) {
      times = repeat;
      if (digits === '') {
        start = match.index;
        end = match.index + match[0].length;
      }
      continue;
    }
    if (digit === undefined) {
      close();
      times = 1;
      continue;
    }
    if (digits === '' && times === 1) start = match.index - (lower.startsWith('plus ', match.index - 5) ? 5 : 0);
    digits += digit.repeat(times);
    if (/\p{L}/u.test(match[0])) said++;
    times = 1;
    end = match.index + match[0].length;
  }
  close();
  return found;
}
