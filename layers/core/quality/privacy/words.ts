/** How a word is written. */
export const shape = { low: 0, capital: 1, upper: 2 } as const;

/** One word of a text, without the possessive ending. */
export interface Word {
  readonly start: number;
  readonly end: number;
  readonly lower: string;
  /** One of `shape`: mixed case such as McDonald counts as a capital. */
  readonly shape: number;
  /** Was it followed by 's? */
  readonly possessive: boolean;
}

const pattern = /[\p{L}\p{M}]+(?:['-][\p{L}\p{M}]+)*/gu;
const smallLetter = /\p{Ll}/u;
const bigLetter = /\p{Lu}/u;

function shapeOf(text: string): number {
  const code = text.charCodeAt(0);
  if (code >= 97 && code <= 122) return shape.low;
  if (!bigLetter.test(text[0] ?? '')) return shape.low;
  return text.length > 1 && !smallLetter.test(text) ? shape.upper : shape.capital;
}

export function wordsOf(text: string, lower: string): Word[] {
  const words: Word[] = [];
  for (const match of text.matchAll(pattern)) {
    const start = match.index;
    let end = start + match[0].length;
    const tail = lower.slice(end - 2, end);
    const possessive = tail === "'s" && end - start > 2;
    if (possessive) end -= 2;
    words.push({ start, end, lower: lower.slice(start, end), shape: shapeOf(text.slice(start, end)), possessive });
  }
  return words;
}
