import { matchesOf } from './matches.ts';

/** A text in the making, with the place in the original of each of its units. */
export interface Mapped {
  text: string;
  starts: number[];
  ends: number[];
}

/** Four or more single signs in a row, with spaces or dots between: a word or a number spelled out. */
const spelled =
  /(?<![\p{L}\p{N}\p{M}'])[\p{L}\p{N}@+#](?:[ .]{1,6}[\p{L}\p{N}\p{M}@+\-/_#,:()'&?=%~](?![\p{L}\p{N}\p{M}'])){3,}(?:[ .]{1,6}[.](?= ))?/gu;
/** A name of three letters, spelled out: "E v a". */
const short = /(?<![\p{L}\p{N}'])\p{Lu}[ .]\p{Ll}[ .]\p{Ll}(?![\p{L}\p{N}'])/gu;
/** "B_r_o_w_n", "b-r-o-w-n": four letters or more with the same mark between. */
const marked = /(?<![\p{L}\p{N}_*~|/+=,-])\p{L}([_*~|/+=,-])\p{L}(?:\1\p{L}){2,40}(?![\p{L}\p{N}_*~|/+=-])/gu;
const onlyMarked = /^\p{L}([_*~|/+=,-])/u;
const onlyDigits = /^[\d. ]+$/;
const singleDigits = /^\d(?: \d){3,}$/;

/**
 * Joins what was spelled out ("S a r a h", "0 7 . 0 5 . 1 9 8 8", "J.o.h.n"): a single space or dot between
 * signs goes, a wider gap becomes one space. Letters that only look spelled ("5 x 5") do no harm when joined,
 * for every unit keeps its place.
 *
 * @returns undefined where nothing is spelled out
 */
export function joinSpelled(text: string): Mapped | undefined {
  const parts: [number, number][] = [];
  for (const pattern of [spelled, short, marked]) {
    for (const match of matchesOf(pattern, text)) parts.push([match.index, match.index + match[0].length]);
  }
  if (parts.length === 0) return undefined;
  parts.sort((one, other) => one[0] - other[0]);
  const out: Mapped = { text: '', starts: [], ends: [] };
  const keep: string[] = [];
  const put = (index: number, unit: string) => {
    keep.push(unit);
    out.starts.push(index);
    out.ends.push(index + 1);
  };
  let from = 0;
  const copy = (to: number) => {
    for (; from < to; from++) put(from, text[from] ?? '');
  };
  for (const [start, end] of parts) {
    if (start < from) continue;
    copy(start);
    const part = text.slice(start, end);
    if (isCount(part)) continue;
    const [, mark] = onlyMarked.exec(part) ?? [];
    if (mark !== undefined) {
      for (; from < end; from++) if (text[from] !== mark) put(from, text[from] ?? '');
      continue;
    }
    // "8.8.8.8" is an address of the internet and "3.1.1.0" a tempo: five digits make a spelled number.
    const dotted = /[^. ]\.[^. ]/.test(part);
    if (dotted && onlyDigits.test(part) && part.replace(/\D/g, '').length < 5) continue;
    while (from < end) {
      const gap = /^[ .]+/.exec(text.slice(from, from + 8))?.[0] ?? '';
      if (gap === '') {
        put(from, text[from] ?? '');
        from++;
      } else {
        // A dot with spaces about it is itself a spelled sign: "0 7 . 0 5" is "07.05".
        const sign = !dotted && gap.includes('.') && gap.includes(' ');
        if (sign) put(from + gap.indexOf('.'), '.');
        else if (dotted ? gap.includes(' ') : gap.length > 1) put(from, ' ');
        from += Math.min(gap.length, end - from);
      }
    }
  }
  copy(text.length);
  out.text = keep.join('');
  return out;
}

/** "9 8 7 6 5", "2 4 6 8": the digits of who counts up or down are numbers each, and spell none. */
function isCount(part: string): boolean {
  if (!singleDigits.test(part)) return false;
  const step = Number(part[2]) - Number(part[0]);
  if (step === 0) return false;
  for (let at = 4; at < part.length; at += 2) if (Number(part[at]) - Number(part[at - 2]) !== step) return false;
  return true;
}
