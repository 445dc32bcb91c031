import { viewOf } from './text-view.ts';

/** One spelling for all the ways of writing a name: plain letters, lower case, single blanks. */
export const canonicalName = (name: string): string =>
  viewOf(name)
    .lower.replace(/[^\p{L}\p{M}]+/gu, ' ')
    .trim();

/** The people of one conversation. */
export interface People {
  /** Every word that is part of a name: a known name wherever it stands. */
  readonly words: ReadonlySet<string>;
  /** The one name that all the ways of naming a person come to. */
  personOf(name: string): string;
}

const short = /^.{1,2}$/;

/**
 * Tells who is who from the names that were met: "Carla", "Carla Jensen" and "Ms Jensen" are one person, as long
 * as there is no second Carla and no second Jensen.
 *
 * @param names canonical, in any order
 */
export function peopleOf(names: Iterable<string>): People {
  const all = [...new Set(names)].sort();
  const byFirst = new Map<string, Set<string>>();
  const byLast = new Map<string, Set<string>>();
  const words = new Set<string>();
  for (const name of all) {
    const parts = name.split(' ');
    const [first = ''] = parts;
    for (const part of parts) if (!short.test(part)) words.add(part);
    if (parts.length < 2) continue;
    add(byFirst, first, name);
    add(byLast, parts.at(-1) ?? '', name);
  }
  return {
    words,
    personOf(name) {
      const parts = name.split(' ');
      const [first = ''] = parts;
      if (parts.length > 1) return (byFirst.get(first)?.size ?? 0) > 1 ? name : first;
      const [full, ...others] = byLast.get(name) ?? [];
      if (full !== undefined && others.length === 0 && !byFirst.has(name)) return this.personOf(full);
      return name;
    },
  };
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const there = map.get(key);
  if (there) there.add(value);
  else map.set(key, new Set([value]));
}
