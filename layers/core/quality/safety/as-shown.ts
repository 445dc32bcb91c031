import { escapesIn } from '../text/escapes.ts';

/** From here on letters are shown from right to left, up to the line's end or to the sign that ends it. */
const override = '\u202e';

/** A text as somebody may read it, as long as it is stored, and which parts of it are stored the other way round. */
export interface Shown {
  readonly text: string;
  readonly reversed: readonly Part[];
}

/** UTF-16 units from `start` up to, not including, `end`. */
interface Part {
  readonly start: number;
  readonly end: number;
}

/** A text as it is shown where it overrides the direction of its letters. */
function overridden(text: string): Shown {
  const reversed: Part[] = [];
  const shown = text.replace(/\u202e([^\u202c\n]*)/g, (_, letters: string, at: number) => {
    reversed.push({ start: at + 1, end: at + 1 + letters.length });
    return override + [...letters].toReversed().join('');
  });
  return { text: shown, reversed };
}

/** What looks like a letter on its head, and below the letter that it is read as; plain ones turn into others. */
const [standing, meant] = ['ɐqɔpǝɟƃɓɥᴉıɾʞןꞁɯudbɹʇnʌʍʎ', 'abcdefgghiijkllmnpqrtuvwy'];
const heads = new Map([...standing].map((letter, at) => [letter, meant.charAt(at)]));
const onTheirHeads = /[ɐɔǝɟƃɥᴉɾʞןꞁɯɹʇʌʍʎ]/;

/** A text whose letters stand on their heads, as somebody reads it who turns the screen, and as who does not. */
function turned(text: string): Shown[] {
  if (!onTheirHeads.test(text)) return [];
  const upright = [...text].map((letter) => {
    const small = letter.toLowerCase();
    // A few letters grow when they are small, and then would move all behind them.
    return heads.get(small) ?? (small.length === letter.length ? small : letter);
  });
  return [
    { text: upright.toReversed().join(''), reversed: [{ start: 0, end: text.length }] },
    { text: upright.join(''), reversed: [] },
  ];
}

/** A text whose capital I behind a small letter is read as the l that it looks like, and an l by itself as I. */
function looked(text: string): Shown[] {
  if (!/[a-z]I|\bl\b/.test(text)) return [];
  const shown = text.replace(/(?<=[a-z])I+/g, (letters) => 'l'.repeat(letters.length)).replace(/\bl\b/g, 'I');
  return [{ text: shown, reversed: [] }];
}

/** Tags of text: those that begin a line, and those that show nothing by themselves. */
const tags = /<\/?(?:(p|br|div|li|ul|ol)|b|i|u|em|strong|span)\b[^<>]{0,100}>/gi;
/** Shows nothing: what is left of an escape or a tag, so that all behind it stays in its place. */
const nothing = '\u200b';

/** A text as a page shows it that was escaped for one: `I don&#39;t<br>`. */
function rendered(text: string): Shown[] {
  if (!text.includes('&') && !text.includes('<')) return [];
  let [shown, at] = ['', 0];
  for (const { start, end, shown: sign } of escapesIn(text)) {
    shown += text.slice(at, start) + sign.padEnd(end - start, nothing);
    at = end;
  }
  shown = (shown + text.slice(at)).replace(tags, (tag: string, block?: string) =>
    (block === undefined ? '' : '\n').padEnd(tag.length, nothing),
  );
  return shown === text ? [] : [{ text: shown, reversed: [] }];
}

/** Other ways to read a text than as it is stored: either may be what is meant. */
export const waysToRead = (text: string): Shown[] => [
  ...(text.includes(override) ? [overridden(text)] : []),
  ...turned(text),
  ...looked(text),
  ...rendered(text),
];

/** The place of the first part that ends behind a unit; they stand in their order. */
function firstBehind(parts: readonly Part[], unit: number): number {
  let [low, high] = [0, parts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((parts[middle]?.end ?? 0) > unit) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Where a part of the text as it is shown is stored: all units between its first and its last. */
export function storedAt({ reversed }: Shown, { start, end }: Part): Part {
  let [from, to] = [Number.POSITIVE_INFINITY, 0];
  const cover = (first: number, last: number) => {
    if (first >= last) return;
    from = Math.min(from, first);
    to = Math.max(to, last);
  };
  let at = start;
  for (let place = firstBehind(reversed, start); place < reversed.length; place++) {
    const part = reversed[place];
    if (!part || part.start >= end) break;
    cover(at, part.start);
    const [first, last] = [Math.max(at, part.start), Math.min(end, part.end)];
    cover(part.start + part.end - last, part.start + part.end - first);
    at = last;
  }
  cover(at, end);
  return { start: from, end: to };
}
