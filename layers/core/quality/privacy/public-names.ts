import { goods } from './goods.ts';
import { unaccented } from './letters.ts';
import { known } from './name-lexicon.ts';
import type { Scan } from './scan.ts';

/** So many words of a text may be one name ("alexander the great" has three). */
const most = 4;
const soldBelow = '# Sold';
const linesOf = (part: string): string[] => part.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
const lettersOf = (name: string): string => /^\p{L}*/u.exec(name)?.[0] ?? '';

/** Names that are nobody's secret: of people in public life and in history, of characters, of makers. */
export class PublicNames {
  readonly #names: ReadonlySet<string>;
  /** Those under which something is sold, and which anybody may bear. */
  readonly #sold: ReadonlySet<string>;
  /** The letters that names begin with: most words begin none. */
  readonly #beginnings: ReadonlySet<string>;

  /** @param file one name a line, lower case without accents; lines that begin with # are none, but begin a part */
  constructor(file: string) {
    const [names = '', sold = ''] = file.split(soldBelow);
    this.#names = new Set(linesOf(names));
    this.#sold = new Set(linesOf(sold));
    this.#beginnings = new Set([...this.#names, ...this.#sold].map(lettersOf));
  }

  /**
   * Does such a name begin with the word `first`, with the one before it ("Mother Teresa") or with the one before
   * that ("Yoga With Adriene"), and reach at least to `last`, or to a second word where none behind it can be part of a name?
   * "Dua Lipa Workout" does, "Michael Jordan Smith" does not.
   *
   * @returns its first word and its last
   */
  rangeOf(scan: Scan, first: number, last: number): readonly [first: number, last: number] | undefined {
    for (let from = first; from >= Math.max(0, first - 2); from--) {
      if (!this.#beginnings.has(lettersOf(unaccented(scan.word(from))))) continue;
      for (let to = Math.min(from + most, scan.count) - 1; to >= first && (to > from || to >= last); to--) {
        const name = unaccented(scan.lower.slice(scan.start(from), scan.end(to)));
        // "jack daniel's" is what is sold; Jack Daniel may be anybody.
        const isFamous = this.#names.has(name) || (scan.possessive(to) && this.#names.has(`${name}'s`));
        if (!isFamous && !(this.#sold.has(name) && isSoldHere(scan, from, to))) continue;
        if (areOnlyWords(scan, to + 1, last)) return [from, to];
      }
    }
    return undefined;
  }
}

const article = /^(?:an?|another)$/;
/** What has a price, or energy; an age, children and a weight are a person's. */
const counted =
  /^ (?:is|has|was|costs?) (?:about |only |like |around |just )?(?:[$€£] ?\d|\d[\d.,]{0,6} ?(?:k?cals?|calories|kj|carbs|g (?:of )?(?:carbs|sugar|protein|fat)|bucks|dollars|euros?|quid)(?!\p{L}))/u;
/** Before an article of which somebody is met or known. */
const ofPeople =
  /^(?:met|meet|meeting|know|knew|knows|there|there's|theres|dated|dating|date|married|marry|saw|see|seen|hired|called|named|with|by|from|to|as|and)$/;
/** After one that somebody is. */
const ofPerson =
  /^,? (?:who|whose|told|tells|says?|said|asked|texted|called|calls|lives?|lived|works?|worked|coaches|trains?|lifts|runs|from|next door|at (?:the|my|our)|in (?:my|our|the) (?:class|team|gym|office|building|street|group|year))(?!\p{L})/u;

/** "had a Tom Collins", "my Vera Bradley gym bag": an article before it, or right after it what is sold. */
function isSoldHere(scan: Scan, from: number, to: number): boolean {
  const behind = scan.lower.slice(scan.end(to), scan.end(to) + 48);
  if (counted.test(behind) || (article.test(scan.word(from - 1)) && isThing(scan, from - 1, behind))) return true;
  const next = to + 1;
  if (next >= scan.count || scan.start(next) - scan.end(to) !== 1 || scan.possessive(to)) return false;
  return goods.test(scan.word(next)) || goods.test(scan.word(next + 1));
}

/** @param article the index of the "a" before the name */
function isThing(scan: Scan, article: number, behind: string): boolean {
  const before = scan.word(article - 1);
  if (/^(?:is|was)$/.test(before) && scan.word(article - 2) === 'there') return false;
  return !ofPeople.test(before) && (drunk.test(before) || !ofPerson.test(behind));
}
const drunk = /^(?:had|have|having|drank|drink|drinking|ordered|order|bought|buy)$/;

const areOnlyWords = (scan: Scan, from: number, last: number): boolean => {
  for (let index = from; index <= last; index++) {
    if ((scan.bits(index) & (known.word | known.family | known.given)) !== known.word) return false;
  }
  return true;
};
