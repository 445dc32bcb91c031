import { viewOf } from './text-view.ts';

/** All but letters; of hyphens and apostrophes those that join no letters. */
const between = /[^\p{L}\p{M}'-]+|(?<![\p{L}\p{M}])['-]+|['-]+(?![\p{L}\p{M}])/gu;
const plainLetters = /^[A-Za-z]+$/;
const oneWord = /^\p{L}+$/u;
const spelledOut = /^\p{L}(?: \p{L}){2,}$/u;

/**
 * One spelling for all the ways of writing a name: plain letters, lower case, single blanks. A hyphen or an apostrophe
 * within a word stays: "Jean-Luc" and "O'Neill" are a word each. "S a r a h" is "sarah".
 */
export function canonicalName(name: string): string {
  if (plainLetters.test(name)) return name.toLowerCase();
  const { lower } = viewOf(name);
  if (oneWord.test(lower)) return lower;
  const spaced = lower.replace(between, ' ').replace(/ {2,}/g, ' ').trim();
  return spelledOut.test(spaced) ? spaced.replaceAll(' ', '') : spaced;
}

/** The people of one conversation. */
export interface People {
  /**
   * Every word that is part of a name: a known name wherever it stands, one of two letters where it has a capital. Of a
   * joined word the parts too, and what it is without apostrophes.
   */
  readonly words: ReadonlySet<string>;
  /** The one name that all the ways of naming a person come to. */
  personOf(name: string): string;
}

/**
 * Tells who is who from the names that were met: "Carla", "Carla Jensen", "Carla Maria Jensen" and "Ms Jensen" are one
 * person, as long as there is no second Carla and no second Jensen. A name is of the one person whose longer name begins
 * with it, else of the one whose longer name has its parts in the same order. Where that may be two, it is neither's.
 *
 * @param names canonical, in any order
 */
export function peopleOf(names: Iterable<string>): People {
  const all = new Set(names);
  // Most conversations name people by one word: each is a person.
  if (!areComposed(all)) return { words: wordsOf(all), personOf: firstWord };
  const words = wordsOf([...all].flatMap((name) => name.split(' ').flatMap(formsOf)));
  const spellings = new Map([...all].sort().map((name) => [partsOf(name).join(' '), name]));
  const shorter = new ShorterNames();
  const firsts = new Map<string, number>();
  const parted = [...spellings.keys()].map((parts) => parts.split(' '));
  for (const parts of parted.sort((one, other) => other.length - one.length)) {
    const name = parts.join(' ');
    const whole = shorter.wholeOf(name);
    if (whole === name) {
      const first = firstWord(spellings.get(name) ?? name);
      firsts.set(first, (firsts.get(first) ?? 0) + 1);
    }
    shorter.add(parts, whole);
  }
  return {
    words,
    personOf(name) {
      const whole = shorter.wholeOf(partsOf(name).join(' '));
      const first = firstWord(spellings.get(whole) ?? name);
      return (firsts.get(first) ?? 0) > 1 ? whole : first;
    },
  };
}

const composed = /[ '-]/;
const areComposed = (names: ReadonlySet<string>): boolean => {
  for (const name of names) if (composed.test(name)) return true;
  return false;
};
const wordsOf = (all: Iterable<string>): ReadonlySet<string> => {
  const words = new Set<string>();
  for (const word of all) if (word.length > 1) words.add(word);
  return words;
};
const bare = (word: string): string => word.replaceAll("'", '');
const partsOf = (name: string): string[] => bare(name).split(/[ -]/);
const formsOf = (word: string): string[] => (composed.test(word) ? [word, bare(word), ...word.split(/['-]/)] : [word]);
const firstWord = (name: string): string =>
  composed.test(name) ? (name.split(' ', 1)[0] ?? '').replace(/['-]/g, '') : name;

/** So many parts of a name are left out one by one: six have 62 shorter forms. */
const mostParts = 6;
const several = '';

/** Whose the shorter forms of names are. */
class ShorterNames {
  readonly #beginnings = new Map<string, string>();
  readonly #selections = new Map<string, string>();

  /** The whole name that a name is short for; itself where it is short for none or for several. */
  wholeOf(name: string): string {
    return (this.#beginnings.get(name) ?? this.#selections.get(name) ?? several) || name;
  }

  /** @param whole what the name of these parts is short for, or itself */
  add(parts: readonly string[], whole: string): void {
    const first = parts.slice(0, mostParts);
    for (let length = 1; length < Math.min(parts.length, mostParts + 1); length++) {
      note(this.#beginnings, first.slice(0, length).join(' '), whole);
    }
    for (let chosen = 1; chosen < 2 ** first.length - 1; chosen++) {
      note(this.#selections, first.filter((_, at) => chosen & (1 << at)).join(' '), whole);
    }
    const last = parts.at(-1);
    if (parts.length > mostParts && last !== undefined) note(this.#selections, last, whole);
  }
}

function note(map: Map<string, string>, name: string, whole: string): void {
  const there = map.get(name);
  map.set(name, there === undefined || there === whole ? whole : several);
}
