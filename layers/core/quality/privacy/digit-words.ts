import { matchesOf } from './matches.ts';

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
  ['treble', 3],
]);
/** Of a number that is said in pairs ("twenty three forty"): what each says alone. */
const tens = new Map(
  'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
    .split(' ')
    .map((word, unit): [string, string] => [word, String(10 + unit)]),
);
'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ').forEach((word, unit) => {
  tens.set(word, String(20 + 10 * unit));
});
/** What follows a digit: "nine hundred". */
const noughts = new Map([
  ['hundred', '00'],
  ['thousand', '000'],
]);
/** Said between two groups of digits. */
const joiners = new Set(['dash', 'hyphen', 'minus', 'dot', 'point', 'space', 'slash']);
/** Every word that says a digit or more, how often one comes, or what stands between two. */
export const digitWords: ReadonlySet<string> = new Set([
  ...byWord.keys(),
  ...repeats.keys(),
  ...tens.keys(),
  ...noughts.keys(),
  ...joiners,
]);
/** Digits and pairs of them as Romance languages say them. */
export const pairWords: ReadonlySet<string> = new Set(
  [
    'zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt trente quarante cinquante soixante quatre-vingt quatre-vingts',
    'cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis dieciseis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintidos veintitrés veintitres veinticuatro veinticinco veintiséis veintiseis veintisiete veintiocho veintinueve treinta cuarenta cincuenta sesenta setenta ochenta noventa',
    'quattro cinque sei sette otto dieci undici dodici tredici quattordici quindici sedici venti trenta quaranta cinquanta sessanta settanta ottanta novanta due tre nove',
    'um dois três quatro cinco sete oito onze doze treze vinte quarenta cinquenta sessenta oitenta',
  ].flatMap((words) => words.split(' ')),
);
const word = /[\p{L}]+|\d/gu;
/** So many units may stand between two words of one number. */
const mostGap = 4;

/** A number of which some is said in words: seven or more digits in a row, in one of ten languages. */
export interface SpokenNumber {
  readonly start: number;
  readonly end: number;
  readonly digits: string;
  /** Said in tens or hundreds, as what is counted is too ("five ten fifteen twenty"). */
  readonly paired: boolean;
  /** Said in five words or more, or letters and figures run together ("7one8"). */
  readonly sure: boolean;
}

export function spokenNumbers(lower: string): SpokenNumber[] {
  const found: SpokenNumber[] = [];
  let digits = '';
  let said = 0;
  let start = 0;
  let end = 0;
  /** The end of the last word of the number or between two of its words. */
  let seen = 0;
  let times = 1;
  let paired = false;
  let glued = false;
  /** Words between groups of digits, or that tell how often one comes. */
  let joined = 0;
  let wasSaid = false;
  let open = false;
  const close = () => {
    if (digits.length >= 7 && (said >= 1 || joined >= 2))
      found.push({ start, end, digits, paired, sure: said >= 5 || glued });
    digits = '';
    said = 0;
    times = 1;
    paired = false;
    glued = false;
    joined = 0;
  };
  for (const match of matchesOf(word, lower)) {
    const [told] = match;
    const last = match.index + told.length;
    const wasOpen = open;
    open = false;
    if (digits !== '' && match.index - seen > mostGap) close();
    const repeat = repeats.get(told);
    if (repeat !== undefined) {
      times = repeat;
      joined++;
      if (digits === '') start = match.index;
      seen = last;
      continue;
    }
    if (joiners.has(told) && digits !== '') {
      joined++;
      seen = last;
      continue;
    }
    const pair = tens.get(told);
    const digit = byWord.get(told) ?? (/^\d$/.test(told) ? told : undefined) ?? pair;
    const more = digits === '' ? undefined : noughts.get(told);
    if (digit === undefined && more === undefined) {
      close();
      continue;
    }
    if (digits === '' && times === 1) start = match.index - (lower.startsWith('plus ', match.index - 5) ? 5 : 0);
    // "twenty three": the three takes the place of the nought.
    if (wasOpen && digit !== undefined && pair === undefined && digit !== '0') digits = digits.slice(0, -1) + digit;
    else digits += (digit ?? more ?? '').repeat(times);
    open = pair?.endsWith('0') === true && pair !== '10';
    paired ||= pair !== undefined || more !== undefined;
    const isSaid = /\p{L}/u.test(told);
    if (isSaid) said++;
    if (match.index === end && start < end && isSaid !== wasSaid) glued = true;
    wasSaid = isSaid;
    times = 1;
    end = last;
    seen = last;
  }
  close();
  return found;
}
