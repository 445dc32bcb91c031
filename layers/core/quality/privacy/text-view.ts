import { joinSpelled, type Mapped } from './spelled.ts';

/**
 * A text as the finders read it (plain digits and letters, nothing invisible, spelled-out words joined),
 * and the way back to the text as it was written.
 */
export interface TextView {
  readonly text: string;
  /** `text` in lower case, unit for unit. */
  readonly lower: string;
  /** The unit of the original at which the unit `index` of `text` begins. */
  start(index: number): number;
  /** The unit of the original just after the last unit before `index` of `text`. */
  end(index: number): number;
}

const invisible = /\p{Default_Ignorable_Code_Point}/u;
const needsWork = /[^ -~\n\r\t]/;
const same = (index: number) => index;

const pairs = (from: string, to: string): [string, string][] =>
  [...from].map((letter, index) => [letter, to[index] ?? letter]);
/** Cyrillic, Greek and phonetic letters that look like Latin ones: read as Latin in a Latin text. */
const lookalikes = new Map([
  ...pairs('авсԁеһіјкӏморԛѕтуѵԝхґпгьзч', 'abcdehijklmopqstyvwxrnrb34'),
  ...pairs('АВСЕНІЈКМОРЅТУХԚԜӀ', 'ABCEHIJKMOPSTYXQWI'),
  ...pairs('αονρτυικεηχγωϲϳ', 'aovptuikenxywcj'),
  ...pairs('ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ', 'ABEZHIKMNOPTYX'),
  ...pairs('ıɡɑɩʏᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀᴛᴜᴠᴡᴢ', 'igaiyabcdeghijklmnoprtuvwz'),
]);
const mixable =
  /[\u0370-\u03ff\u0400-\u052f\u0131\u0251\u0261\u0269\u028f\u0262\u026a\u0274\u0280\u0299\u029c\u029f\u1d00-\u1d22]/;
const word = /[\p{L}\p{M}\p{N}]+/gu;
const latin = /[A-Za-z]/;

function plain(character: string): string {
  if (invisible.test(character)) return '';
  // Compatibility forms (full width, mathematical, circled) become what they stand for; accents stay.
  const folded = character.normalize('NFKC');
  const code = folded.codePointAt(0) ?? 0;
  if (code >= 0x660 && /^\p{Nd}/u.test(folded)) return String(digitValue(code));
  if (folded.trim() === '') return /[\n\r\u2028\u2029\u0085]/.test(folded) ? '\n' : ' ';
  if (folded === '’' || folded === '‘' || folded === 'ʼ' || folded === '´' || folded === '`') return "'";
  if (/[\u2010-\u2015\u2212]/.test(folded)) return '-';
  return folded === '。' || folded === '․' || folded === '·' || folded === '•' ? '.' : folded;
}

/** Decimal digits stand in runs of ten from zero: walk back to the first of the run. */
function digitValue(code: number): number {
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value++;
  return value;
}

function latinised(text: string): string {
  // A word that mixes alphabets is disguised; one all of lookalikes is, when the text about it is Latin.
  let latinWords = 0;
  let others = 0;
  for (const [part] of text.matchAll(word)) {
    if (latin.test(part)) latinWords++;
    else if (mixable.test(part)) others++;
  }
  return text.replace(word, (part) => {
    if (!mixable.test(part)) return part;
    const letters = [...part].map((letter) => lookalikes.get(letter) ?? letter).join('');
    const disguised = latin.test(part) || (latinWords > others && !mixable.test(letters));
    return disguised && letters.length === part.length ? letters : part;
  });
}

/** Lower case that keeps every unit in its place (a few letters grow when they are lowered). */
function lowered(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return [...text]
    .map((letter) => (letter.toLowerCase().length === letter.length ? letter.toLowerCase() : letter))
    .join('');
}

/** Reads a text of any length in time linear in it; unpaired surrogates pass as they are. */
export function viewOf(original: string): TextView {
  const odd = needsWork.test(original);
  const mapped = odd ? unmasked(original) : undefined;
  const joined = joinSpelled(mapped ?? original);
  if (!joined) {
    const { text, starts, ends } = mapped ?? { text: original, starts: undefined, ends: undefined };
    if (!starts) return { text, lower: text.toLowerCase(), start: same, end: same };
    return located({ text, starts, ends }, original.length);
  }
  return located(joined, original.length);
}

function located({ text, starts, ends }: Mapped, length: number): TextView {
  return {
    text,
    lower: lowered(text),
    start: (index) => starts[index] ?? length,
    end: (index) => ends[index - 1] ?? 0,
  };
}

function unmasked(original: string): Mapped {
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
  return { text: mixable.test(text) ? latinised(text) : text, starts, ends };
}
