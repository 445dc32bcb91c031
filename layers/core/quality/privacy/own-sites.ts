import { known } from './name-lexicon.ts';
import type { Reading } from './reading.ts';
import type { WordTable } from './word-table.ts';

/** "my site janedoe.com": somebody's own, of which no path tells. */
const owner =
  /(?<!\p{L})(?:my|our|her|his) (?:own |new |personal |little )?(?:web ?site|site|blog|homepage|home page|portfolio|domain|page|newsletter|vlog|web ?page)(?: is| at|'s|:| -| called| =)? (?:https?:\/\/)?$/u;

/** One of these is in any match of it. */
export const siteWords: readonly string[] = 'website site blog homepage portfolio domain newsletter vlog webpage'.split(
  ' ',
);

/** "mirasweights.net is my blog", "… is mine" */
const owned =
  /^(?:,? (?:is|that's|thats|-|–) (?:my|our|her|his) (?:\p{L}{1,12} ){0,2}(?:web ?site|site|blog|homepage|home page|portfolio|domain|page|newsletter|vlog|web ?page)(?!\p{L})|,? (?:is|that's|thats) (?:mine|me)(?= ?[.,!)]|$))/u;

/** Is what stands from `start` to `end` said to be somebody's own? */
export function isOwn({ lower }: Reading, start: number, end: number): boolean {
  return owner.test(lower.slice(Math.max(0, start - 50), start)) || owned.test(lower.slice(end, end + 50));
}

/** "anna-baker.com": whose site it is. */
export function isNamed(found: string, table: WordTable): boolean {
  const [, first = '', last = ''] =
    /^(?:https?:\/\/)?(?:www\.)?([a-z]{3,})-([a-z]{3,})(?:-[a-z]+)?\.[a-z.]{2,10}(?:\/|$)/i.exec(found) ?? [];
  const given = known.given | known.word | known.notPerson;
  return (
    (table.bitsOf(first.toLowerCase()) & given) === known.given &&
    (table.bitsOf(last.toLowerCase()) & known.family) !== 0
  );
}
