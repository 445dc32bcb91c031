/** What a unit of a text is: told once for each and kept, for a look at a table is quicker than a pattern. */
export const kinds = new Uint8Array(65536);
const unknown = 0;
export const other = 1;
export const letter = 2;
export const digit = 3;
const isLetter = /[\p{L}\p{M}]/u;
for (let code = 0; code < 128; code++) {
  const text = String.fromCharCode(code);
  kinds[code] = /[A-Za-z]/.test(text) ? letter : /\d/.test(text) ? digit : other;
}

export function kindOf(code: number): number {
  const kind = kinds[code] ?? other;
  if (kind !== unknown) return kind;
  const found = isLetter.test(String.fromCharCode(code)) ? letter : other;
  kinds[code] = found;
  return found;
}

const beyondAscii = /[^ -~]/;
const accents = /\p{M}/gu;
const special = /[łøßđæœ]/g;
const plainLetters: Readonly<Record<string, string>> = { ł: 'l', ø: 'o', ß: 'ss', đ: 'd', æ: 'ae', œ: 'oe' };

/** A word in lower case as who has no such keys writes it: "malgorzata" for "małgorzata". */
export const unaccented = (word: string): string =>
  beyondAscii.test(word)
    ? word
        .normalize('NFD')
        .replace(accents, '')
        .replace(special, (letter) => plainLetters[letter] ?? letter)
    : word;
