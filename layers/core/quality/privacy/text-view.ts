import { escapesIn } from '../text/escapes.ts';
import { matchesOf } from './matches.ts';
import { Patched } from './patched.ts';
import { personalKinds } from './span.ts';
import { joinSpelled, type Mapped } from './spelled.ts';

/**
 * A text as the finders read it (plain digits and letters, nothing invisible, spelled-out words joined),
 * and the way back to the text as it was written.
 */
export interface TextView {
  readonly text: string;
  /** `text` in lower case, unit for unit. */
  readonly lower: string;
  /** Surely written in ASCII alone. */
  readonly isAscii: boolean;
  /** The unit of the original at which the unit `index` of `text` begins. */
  start(index: number): number;
  /** The unit of the original just after the last unit before `index` of `text`. */
  end(index: number): number;
}

const invisible = /\p{Default_Ignorable_Code_Point}/u;
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

/** Marks that have a plainer form of the same length. */
const marks = /[’‘ʼ´`\u2010-\u2015\u2212\u00a0\u2002-\u200a\u202f\u3000]/g;
const dashes = /[\u2010-\u2015\u2212]/;
const apostrophe = "'";
const plainMark = (mark: string): string =>
  // By far the most are these.
  mark === '’' ? apostrophe : dashes.test(mark) ? '-' : mark.trim() === '' ? ' ' : apostrophe;
/** What hides letters and digits: invisible signs beside them, other forms of them, other alphabets among them. */
const disguise =
  /[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]|(?<=[\p{L}\p{N}@.])\p{Default_Ignorable_Code_Point}|\p{Default_Ignorable_Code_Point}(?=[\p{L}\p{N}@.])|[\uff01-\uff5e\u2100-\u214f\u2160-\u217f\u2460-\u24ff\u{1d400}-\u{1d7ff}\u{1f110}-\u{1f189}\u0131\u0251\u0261\u0269\u0262\u026a\u0274\u028f\u0280\u0299\u029c\u029f\u1d00-\u1d22\u02b0-\u02b8\u2070-\u209f\ufb00-\ufb06\u0370-\u052f]|(?![0-9])\p{Nd}|\p{M}|[\u2024\u2022\u00b7\u3002\u2028\u2029\u0085]/uy;
/** Units that may be half of a disguise, or hide something beside letters only. */
const doubtful = new RegExp(`[\\p{Cs}\\p{Default_Ignorable_Code_Point}]|${disguise.source}`, 'u');
const [unknown, harmless, suspect] = [0, 1, 2];
/** What is known of each unit: told once and kept, for most units beyond ASCII are accents, quotation marks and dashes. */
const units = new Uint8Array(65_536).fill(harmless, 0, 128);

function isDisguised(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (units[code] === unknown) units[code] = doubtful.test(text.charAt(at)) ? suspect : harmless;
    if (units[code] === harmless) continue;
    disguise.lastIndex = at;
    if (disguise.test(text)) return true;
  }
  return false;
}

/** A placeholder of an earlier redaction, which nothing may be read from. */
const placeholder = new RegExp(`\\[(?:${personalKinds.join('|')})\\]`, 'g');
/** What Markdown slants or makes bold by underscores: no part of an address, a link or a tag. */
const slanted =
  /(?<![\p{L}\p{N}_@/.#=&-])(_{1,3})(?=[^_\s])((?:[^_\n]|(?<=[\p{L}\p{N}])_(?=[\p{L}\p{N}])){1,200})(?<=\S)(_{1,3})(?![\p{L}\p{N}_@#&=]|[.-][\p{L}\p{N}])/gu;
const unslanted = (_: string, before: string, inside: string, behind: string): string =>
  `${' '.repeat(before.length)}${inside}${' '.repeat(behind.length)}`;
/** What each unit of a placeholder is read as. */
export const opaque = '\u0001';

/** "〇九〇-一二三四-五六七八": a number of seven figures or more, written in Han digits. */
const hanNumber = /[〇零一二三四五六七八九](?:[-ー ]?[〇零一二三四五六七八九\d]){6,}/g;
const hanDigits = '〇一二三四五六七八九';
const inDigits = (number: string): string =>
  number.replace(/[〇零一二三四五六七八九ー]/g, (sign) =>
    sign === 'ー' ? '-' : String(Math.max(0, hanDigits.indexOf(sign))),
  );

/** The frame about a digit that is a picture. */
const keycap = '\u20e3';

function plain(character: string): string {
  if (invisible.test(character) || character === keycap) return '';
  // Compatibility forms (full width, mathematical, circled) become what they stand for; accents stay.
  const folded = character.normalize('NFKC');
  const code = folded.codePointAt(0) ?? 0;
  if (code >= 0x660 && /^\p{Nd}/u.test(folded)) return String(digitValue(code));
  if (folded.trim() === '') return /[\n\r\u2028\u2029\u0085]/.test(folded) ? '\n' : ' ';
  if (/[’‘ʼ´`\u2010-\u2015\u2212]/.test(folded)) return plainMark(folded);
  return /[。․·•]/.test(folded) ? '.' : folded;
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
  for (const [part] of matchesOf(word, text)) {
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
export function lowered(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return [...text]
    .map((letter) => (letter.toLowerCase().length === letter.length ? letter.toLowerCase() : letter))
    .join('');
}

/** Reads a text of any length in time linear in it; unpaired surrogates pass as they are. */
export function viewOf(original: string): TextView {
  let patched: Patched | undefined;
  for (const { start, end, shown } of escapesIn(original)) {
    patched ??= new Patched(original);
    patched.put(start, end, shown);
  }
  if (!patched) return viewOfPlain(original);
  const view = viewOfPlain(patched.text);
  return {
    ...view,
    start: (index) => patched.start(view.start(index)),
    end: (index) => patched.end(view.end(index)),
  };
}

/** Most texts need no map: what is changed in them keeps its length. */
function viewOfPlain(original: string): TextView {
  const without = original.includes('[')
    ? original.replace(placeholder, (part) => opaque.repeat(part.length))
    : original;
  const text = without.includes('_') ? without.replace(slanted, unslanted) : without;
  if (isAscii(text)) return { text, lower: text.toLowerCase(), isAscii: true, start: same, end: same };
  const plainer = text.replace(marks, plainMark).replace(hanNumber, inDigits);
  // Marks disguise nothing, and most texts that are not of ASCII alone have nothing else.
  if (isAscii(plainer)) {
    return { text: plainer, lower: plainer.toLowerCase(), isAscii: true, start: same, end: same };
  }
  if (isDisguised(text)) return unmasked(text);
  return { text: plainer, lower: lowered(plainer), isAscii: false, start: same, end: same };
}

/** As many bytes as units. */
const isAscii = (text: string): boolean => Buffer.byteLength(text) === text.length;

/** The view with spelled-out words joined; undefined where nothing is spelled out. */
export function joinedView(view: TextView, length: number): TextView | undefined {
  const joined = joinSpelled(view.text);
  if (!joined) return undefined;
  return located(
    {
      text: joined.text,
      starts: joined.starts.map((unit) => view.start(unit)),
      ends: joined.ends.map((unit) => view.end(unit)),
    },
    length,
  );
}

function located({ text, starts, ends }: Mapped, length: number): TextView {
  return {
    text,
    lower: lowered(text),
    isAscii: false,
    start: (index) => starts[index] ?? length,
    end: (index) => ends[index - 1] ?? 0,
  };
}

function unmasked(original: string): TextView {
  const patched = new Patched(original);
  for (let index = 0; index < original.length; ) {
    const code = original.codePointAt(index) ?? 0;
    const end = index + (code > 0xffff ? 2 : 1);
    if (code >= 0x80) {
      const sign = original.slice(index, end);
      const piece = plain(sign);
      // A pair is a piece of its own, so that nothing found ends within it.
      if (piece !== sign || sign.length > 1) patched.put(index, end, piece);
    }
    index = end;
  }
  const read = patched.text;
  const text = mixable.test(read) ? latinised(read) : read;
  return {
    text,
    lower: lowered(text),
    isAscii: false,
    start: (index) => patched.start(index),
    end: (index) => patched.end(index),
  };
}
