import { matchesOf } from './matches.ts';
import type { Reading } from './reading.ts';
import type { Scan } from './scan.ts';
import { cue } from './signs.ts';

/** What a word beside a number says the number is. `none`: an order, a serial number or the like. */
export type NumberCue = 'card' | 'phone' | 'health' | 'national' | 'iban' | 'none';
export type CueWords = Readonly<Record<NumberCue | 'units', readonly string[]>>;

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const longestFirst = (one: string, other: string): number => other.length - one.length;
/** Words as one alternative each; a blank in them may be blanks, dots, dashes or apostrophes. */
export const anyOf = (words: readonly string[]): string =>
  [...words]
    .sort(longestFirst)
    .map((word) => escaped(word).replace(/[ ']/g, "[ .'-]{1,3}"))
    .join('|');

/** Any number's word: by itself a phone's. */
const justNumber = /^(?:num[eé]ro|número|nummer|numer|number|number's|номер)$/;
/** What a number of an insurance stands on or is called: by itself somebody's papers, or a bank's card. */
const justPaper = /^(?:id|id number|id no|uid|cards?)$/;
const blanks = /[ .'-]{1,3}/g;
const spaced = (words: string): string => words.replace(blanks, ' ');

const firstLetters = /^[\p{L}\p{N}]+/u;

const before = 56;
const after = 40;

/** Reads the words about a number. Only pieces of fixed length are looked at, so the cost does not grow. */
export class NumberCues {
  readonly #kinds: ReadonlyMap<string, NumberCue>;
  readonly #cue: RegExp;
  readonly #unit: RegExp;
  readonly #healthCode: RegExp;

  /** @param healthCodes words before a code that make it a health number */
  constructor(words: CueWords, healthCodes: readonly string[]) {
    const kinds = ['none', 'iban', 'national', 'health', 'phone', 'card'] as const;
    // A word of two kinds is of the later one.
    this.#kinds = new Map(kinds.flatMap((kind) => words[kind].map((word) => [spaced(word), kind])));
    this.#cue = new RegExp(`(?<![\\p{L}\\p{N}])(?:${anyOf(kinds.flatMap((kind) => words[kind]))})(?![\\p{L}])`, 'gu');
    this.#healthCode = new RegExp(
      `(?<![\\p{L}\\p{N}])(?:${anyOf(healthCodes)})(?: (?:number|no|id|ref|reference|code|is|was)\\.?){0,3}[ :#]{1,3}$`,
      'u',
    );
    this.#unit = new RegExp(`^ ?(?:${anyOf(words.units)})(?![\\p{L}\\p{N}])`, 'u');
  }

  /** Does a word stand before a code of letters and digits that makes it a health number? */
  isHealthCode({ lower }: Reading, start: number): boolean {
    return this.#healthCode.test(lower.slice(Math.max(0, start - before), start));
  }

  /** The cue nearest before the number, else the one after it in the same clause. */
  about({ lower, scan }: Reading, start: number, end: number): NumberCue | undefined {
    const next = scan.indexAt(end);
    // "… mi móvil": my, not miles
    const isCounted = scan.cues(next) & cue.counted && !(scan.cues(next + 1) & cue.number);
    if (scan.start(next) - end <= 1 && isCounted) {
      if (this.#unit.test(lower.slice(end, end + after))) return 'none';
    }
    if (hasCue(scan, scan.indexAt(start) - 1, -1, start - before)) {
      let nearest: NumberCue | undefined;
      let told = Number.NEGATIVE_INFINITY;
      const from = Math.max(0, start - before);
      // No end of a word that begins farther back: "clinic" is no "nic".
      const near = from === 0 ? lower.slice(0, start) : lower.slice(from - 1, start).replace(firstLetters, '');
      for (const match of matchesOf(this.#cue, near)) {
        const kind = this.#kind(match);
        // "driving licence number", "health insurance id": what kind of number it is, the word before has said.
        if (match.index - told === 1) {
          // "Kaiser record number": whose record it is.
          if (nearest === 'health' && match[0] === 'record') {
            told = match.index + match[0].length;
            continue;
          }
          if (kind === 'phone' && justNumber.test(match[0])) continue;
          if (nearest === 'health' && justPaper.test(match[0])) {
            told = match.index + match[0].length;
            continue;
          }
        }
        nearest = kind;
        told = match.index + match[0].length;
      }
      if (nearest) return nearest;
    }
    if (!hasCue(scan, next, 1, end + after)) return undefined;
    const clause = /^[^.!?;\n\d]*/.exec(lower.slice(end, end + after))?.[0] ?? '';
    for (const match of matchesOf(this.#cue, clause)) {
      // What comes after ("… then my zip") does not make an order of a card.
      const kind = this.#kind(match);
      return kind === 'none' ? undefined : kind;
    }
    return undefined;
  }

  #kind(match: RegExpExecArray): NumberCue | undefined {
    return this.#kinds.get(spaced(match[0]));
  }
}

/** Stands a word that says what a number is between here and `edge`? */
function hasCue(scan: Scan, from: number, step: 1 | -1, edge: number): boolean {
  for (let index = from; index >= 0 && index < scan.count; index += step) {
    if (step === 1 ? scan.start(index) > edge : scan.end(index) < edge) return false;
    if (scan.cues(index) & cue.number) return true;
  }
  return false;
}
