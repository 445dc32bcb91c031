import { known } from './name-lexicon.ts';
import type { WordTable } from './word-table.ts';

const thrice = /(.)\1{2,}/u;
const runs = /(.)\1{2,}/gu;
const doubled = /(.)\1$/u;
/** What friends are called after what one does with them. */
const companion = /^(.{3,12})(?:bro|bros|mate|mates|buddy|buddies|fam|rat|rats)$/u;
/** Letters of a drawn-out given name that is no usual word: "Saaaamantha". */
export const isDrawnOut = (word: string, table: WordTable): boolean =>
  thrice.test(word) &&
  word.replace(runs, '$1').length >= 4 &&
  (readings(word, table) & (known.given | known.word)) === known.given;

const readings = (word: string, table: WordTable): number =>
  table.bitsOf(word.replace(runs, '$1')) | table.bitsOf(word.replace(runs, '$1$1'));

/** Who is spoken to, or no person's name for sure. */
const spokenTo = known.notPerson | known.role | known.petName | known.interjection;

/**
 * Is a strange word a drawn-out or playful spelling of a usual one: "sooo", "buddyy", "guyz", "coachie", "friendo", "gymbro"?
 * A drawn-out given name ("Sarahhh") is none.
 *
 * @param word lower case, in none of the lists
 */
export function isPlayful(word: string, table: WordTable): boolean {
  const isUsual = (part: string, also: number = known.word) => {
    const bits = table.bitsOf(part);
    return (bits & (known.word | known.given)) === known.word && (bits & also) !== 0;
  };
  if (thrice.test(word)) return isUsual(word.replace(runs, '$1')) || isUsual(word.replace(runs, '$1$1'));
  if (doubled.test(word) && isUsual(word.slice(0, -1), spokenTo)) return true;
  if (word.endsWith('z') && isUsual(`${word.slice(0, -1)}s`, spokenTo)) return true;
  const stem = /^(.{4,})(?:ie|o)$/u.exec(word)?.[1];
  if (stem !== undefined && isUsual(stem, known.role | known.petName)) return true;
  const activity = companion.exec(word)?.[1];
  return activity !== undefined && isUsual(activity);
}
