/** A number per letter, added up: the same for any order of the letters. */
const weigh = (code: number) => Math.imul(code + 0x9e37, 0x85ebca6b) ^ (code << 7);

function sumOf(word: string): number {
  let sum = 0;
  for (let i = 0; i < word.length; i++) sum = (sum + weigh(word.charCodeAt(i))) | 0;
  return sum;
}

/** Keys beside one another. */
const rows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
const areBeside = (one: string, other: string): boolean =>
  rows.some((row) => row.includes(one + other) || row.includes(other + one));

/** Letters that are written for one another by ear or by eye: bulemia, suiside, pllls. */
const alike = ['aeiouy', 'sc', 'ck', 'sz', 'il', 'uv'];
const areAlike = (one: string, other: string): boolean =>
  alike.some((letters) => letters.includes(one) && letters.includes(other));

/**
 * One letter lost, one too many, two neighbours swapped, a key beside it hit or one like it written, and the same first letter:
 * what typing does to a word.
 */
function isSlip(typed: string, meant: string): boolean {
  let at = 0;
  while (at < typed.length && typed[at] === meant[at]) at++;
  if (at === 0) return false;
  if (typed.length + 1 === meant.length) return typed.slice(at) === meant.slice(at + 1);
  // A letter behind the word makes another of it: crank, cranky.
  if (typed.length === meant.length + 1) {
    return at < meant.length && typed.length >= shortestBeside && typed.slice(at + 1) === meant.slice(at);
  }
  if (typed.length !== meant.length) return false;
  if (typed.slice(at + 1) === meant.slice(at + 1)) {
    const [one, other] = [typed.charAt(at), meant.charAt(at)];
    return (typed.length >= shortestBeside && areBeside(one, other)) || areAlike(one, other);
  }
  return typed[at] === meant[at + 1] && typed[at + 1] === meant[at] && typed.slice(at + 2) === meant.slice(at + 2);
}

/** In a shorter word a lost letter leaves too many other words that it could have been. */
const [shortestSwapped, shortestLost, shortestBeside] = [4, 5, 6];

/** Words by what a slip of the fingers makes of them, found by the sum of their letters. */
export class Slips {
  readonly #bySum = new Map<number, (readonly [id: number, word: string])[]>();

  /** @param words with their ids; where two fit, the first is found */
  constructor(words: readonly (readonly [id: number, word: string])[]) {
    for (const entry of words) {
      const [, word] = entry;
      if (word.length < shortestSwapped || !/^[a-z]+$/.test(word)) continue;
      const sum = sumOf(word);
      this.#put(sum, entry);
      if (word.length < shortestLost) continue;
      for (let i = 1; i < word.length; i++) this.#put((sum - weigh(word.charCodeAt(i))) | 0, entry);
    }
  }

  #put(sum: number, entry: readonly [id: number, word: string]): void {
    const others = this.#bySum.get(sum);
    if (others) others.push(entry);
    else this.#bySum.set(sum, [entry]);
  }

  /** The id of the word that a slip turned into this one. */
  find(typed: string): number | undefined {
    const sum = sumOf(typed);
    const found = this.#find(typed, sum);
    if (found !== undefined || typed.length < shortestLost) return found;
    // Without the letter that was hit, the word sums up to what is left of the one that was meant.
    for (let i = 1; i < typed.length; i++) {
      const beside = this.#find(typed, (sum - weigh(typed.charCodeAt(i))) | 0);
      if (beside !== undefined) return beside;
    }
    return undefined;
  }

  #find(typed: string, sum: number): number | undefined {
    return this.#bySum.get(sum)?.find(([, meant]) => isSlip(typed, meant))?.[0];
  }
}
