/** "&#39;", "&#x27;", "&nbsp;", "&eacute;"; escaped twice too ("&amp;#39;"). */
const escaped =
  /&(?:amp;)?(?:#0{0,5}(\d{2,6})|#x0{0,4}([\da-f]{2,5})|([a-z])(acute|grave|circ|tilde|uml|cedil|ring|caron)|([a-z]{2,6}));/gi;

const named: Readonly<Record<string, string>> = {
  nbsp: ' ',
  ensp: ' ',
  emsp: ' ',
  thinsp: ' ',
  shy: '',
  amp: '&',
  quot: '"',
  apos: "'",
  lsquo: "'",
  rsquo: "'",
  ldquo: '"',
  rdquo: '"',
  laquo: '«',
  raquo: '»',
  lt: '<',
  gt: '>',
  ndash: '-',
  mdash: '-',
  hyphen: '-',
  hellip: '…',
  commat: '@',
  period: '.',
  plus: '+',
  num: '#',
  colon: ':',
  sol: '/',
  lowbar: '_',
  lpar: '(',
  rpar: ')',
  szlig: 'ß',
  oslash: 'ø',
  aelig: 'æ',
};
/** The accent that goes onto the letter before it. */
const accents: Readonly<Record<string, string>> = {
  acute: '\u0301',
  grave: '\u0300',
  circ: '\u0302',
  tilde: '\u0303',
  uml: '\u0308',
  cedil: '\u0327',
  ring: '\u030a',
  caron: '\u030c',
};

interface Escape {
  /** UTF-16 units from `start` up to, not including, `end`. */
  readonly start: number;
  readonly end: number;
  /** What it stands for; never longer. */
  readonly shown: string;
}

/** The escapes of HTML in a text, in their order; what stands for nothing known is none. */
export function* escapesIn(text: string): Generator<Escape> {
  if (!text.includes('&')) return;
  for (const match of text.matchAll(escaped)) {
    const shown = readingOf(match);
    if (shown !== undefined) yield { start: match.index, end: match.index + match[0].length, shown };
  }
}

function readingOf([, decimal, hexadecimal, letter, accent = '', name = '']: RegExpExecArray): string | undefined {
  if (letter !== undefined) return `${letter}${accents[accent.toLowerCase()] ?? ''}`.normalize('NFC');
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
  if (Number.isNaN(code)) return named[name] ?? lettered(name);
  const isLetterOrMark = code >= 0x20 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return isLetterOrMark ? String.fromCodePoint(code) : code === 10 ? '\n' : undefined;
}

/** "&AElig;", "&NBSP;" */
const lettered = (name: string): string | undefined => named[name.toLowerCase()]?.toUpperCase();
