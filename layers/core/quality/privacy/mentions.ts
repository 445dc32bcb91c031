import type { Found } from './finder.ts';
import { digit, kindOf, letter } from './letters.ts';

/** So few names are looked for one by one, which is quicker: most dialogues know no more. */
const few = 8;

const [apostrophe, hyphen, underscore] = [39, 45, 95];

/**
 * Does a name stand in a text where nothing was found? In time linear in the text, however many names there are.
 * Says yes now and then where the name is a part of a word, never no where it is a word.
 *
 * @param names in lower case; words as `Scan` reads them, without a possessive ending
 */
export function mentions(found: Found, names: ReadonlySet<string>): boolean {
  if (names.size > few) return amongWords(found, names);
  for (const name of names) if (standsIn(found, name)) return true;
  return false;
}

function standsIn({ read, places }: Found, name: string): boolean {
  for (let at = read.indexOf(name), next = 0; at >= 0; at = read.indexOf(name, at + 1)) {
    while (next < places.length && (places[next + 1] ?? 0) < at + name.length) next += 2;
    if ((places[next] ?? Number.POSITIVE_INFINITY) > at) return true;
  }
  return false;
}

function amongWords({ read, places }: Found, names: ReadonlySet<string>): boolean {
  for (let at = 0, next = 0; at < read.length; ) {
    const end = wordEnd(read, at);
    if (end === at) {
      at++;
      continue;
    }
    const bare = read.endsWith("'s", end) ? end - 2 : end;
    while (next < places.length && (places[next + 1] ?? 0) < bare) next += 2;
    if ((places[next] ?? Number.POSITIVE_INFINITY) > at && names.has(read.slice(at, bare))) return true;
    at = end;
  }
  return false;
}

/** Where the word or number ends that begins at `start`: there itself, where none begins. */
function wordEnd(read: string, start: number): number {
  let joins = true;
  let at = start;
  for (; at < read.length; at++) {
    const code = read.charCodeAt(at);
    const kind = kindOf(code);
    if (kind === digit) joins = false;
    else if (kind === letter || (code === underscore && at > start)) continue;
    else if (!joins || at === start || (code !== apostrophe && code !== hyphen)) break;
    else if (kindOf(read.charCodeAt(at + 1)) !== letter || kindOf(read.charCodeAt(at - 1)) !== letter) break;
  }
  return at;
}
