import { InputError } from './input-error.ts';

/** What a file is that holds no rows, and how to come to some. */
interface OtherKind {
  readonly is: string;
  readonly mend: string;
  /** In place of what is wanted of any file. */
  readonly wanted?: string;
}

/** By its byte order mark, or by the zero that half of each plain letter is. */
const isUtf16 = ([one, two]: Uint8Array): boolean =>
  (one === 0xff && two === 0xfe) || (one === 0xfe && two === 0xff) || (one === 0) !== (two === 0);

const unpack = 'unpack it, and give what is in it.';
const writeOut = 'write its rows out as such.';
const sheet = 'save its sheet as "CSV UTF-8", or its rows as JSON Lines.';
const copyText = 'copy what was said into one of them.';

/** How files of other programs begin, where they begin with the same signs always. */
const beginnings: readonly (readonly [string, OtherKind])[] = [
  ['%PDF-', { is: 'a PDF', mend: copyText }],
  ['{\\rtf', { is: 'a rich text (RTF)', mend: copyText }],
  ['\xd0\xcf\x11\xe0', { is: 'a file of Excel or Word', mend: sheet }],
  ['SQLite format 3', { is: 'a database of SQLite', mend: writeOut }],
  ['PAR1', { is: 'a Parquet file', mend: writeOut }],
  ['\x1f\x8b', { is: 'packed with gzip twice', mend: 'unpack it once.' }],
  ['BZh', { is: 'packed with bzip2', mend: unpack }],
  ['\xfd7zXZ', { is: 'packed with xz', mend: unpack }],
  ['\x28\xb5\x2f\xfd', { is: 'packed with Zstandard', mend: unpack }],
  ['7z\xbc\xaf', { is: 'a 7z archive', mend: unpack }],
  ['Rar!', { is: 'a RAR archive', mend: unpack }],
  ['\x89PNG', { is: 'a picture', mend: copyText }],
  ['\xff\xd8\xff', { is: 'a picture', mend: copyText }],
  [
    'version https://git-lfs.github.com',
    { is: 'a pointer of Git LFS in place of the file', mend: 'git lfs pull gets it.' },
  ],
];

function zipKind(text: string): OtherKind {
  if (text.includes('xl/')) return { is: 'a file of Excel', mend: sheet };
  if (text.includes('word/')) return { is: 'a file of Word', mend: copyText };
  if (text.includes('mimetypeapplication/vnd.oasis')) return { is: 'a file of LibreOffice', mend: sheet };
  return { is: 'a ZIP archive or a file of Excel', mend: 'unpack it, or save its sheet as text.' };
}

function otherKind(bytes: Uint8Array): OtherKind | undefined {
  if (isUtf16(bytes))
    return { is: 'UTF-16 text', wanted: 'UTF-8 is', mend: 'save it anew, or use iconv -f UTF-16 -t UTF-8.' };
  const text = Buffer.from(bytes.subarray(0, 65_536)).toString('latin1');
  if (text.startsWith('PK\x03\x04')) return zipKind(text);
  if (text.slice(257, 262) === 'ustar') return { is: 'a tar archive', mend: unpack };
  const known = beginnings.find(([begins]) => text.startsWith(begins));
  if (known !== undefined) return known[1];
  const start = text.replace(/^\xef\xbb\xbf/, '').trimStart();
  if (/^<(?:!doctype\s+html|html|head|body|script|meta)\b/i.test(start))
    return { is: 'a web page', mend: 'download the file itself; a page in its place may ask to sign in.' };
  if (/^<[?!a-z]/i.test(start)) return { is: 'XML', mend: writeOut };
  return undefined;
}

/**
 * What bytes are that begin so, where they are no rows: the end of a sentence that begins with their name.
 *
 * @param first of the bytes, unpacked; some hundred tell most kinds, some thousand a file of Excel from other archives
 * @param wanted such as "JSON Lines are"
 * @returns undefined where they may be rows
 */
export function otherThanRows(first: Uint8Array, wanted: string): string | undefined {
  const kind = otherKind(first);
  return kind && `is ${kind.is}, and ${kind.wanted ?? wanted} wanted: ${kind.mend}`;
}

/** What files of conversations are. */
const formsWanted = 'JSON or CSV is';

/** The error of a file that is of no text at all. */
export const noText = 'InputIsNoText';

/**
 * @param bytes unpacked
 * @param name of what is read, for the error
 * @throws InputError `InputIsNoText`, before anything is given out
 */
export async function* checkedBytes(
  bytes: AsyncIterable<Uint8Array>,
  name: string,
  wanted: string = formsWanted,
): AsyncGenerator<Uint8Array> {
  let isFirst = true;
  for await (const piece of bytes) {
    const what = isFirst ? otherThanRows(piece, wanted) : undefined;
    if (what !== undefined) throw new InputError(noText, `${name} ${what}`);
    isFirst = false;
    yield piece;
  }
}
