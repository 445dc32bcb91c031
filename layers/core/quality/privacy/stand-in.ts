import type { PrivacyLexicon } from './lexicon.ts';

/** FNV-1a with a final mixing: spreads names over the stand-ins. The secret is in the key, not in the hash. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/**
 * The stand-in of a name: always the same for one key and one name, so a user's people stay who they are.
 *
 * @param key the user's pseudonym, itself a keyed hash
 * @param name the name in its canonical form
 */
export function standInFor(lexicon: PrivacyLexicon, key: string, name: string): string {
  const { standInList } = lexicon;
  return standInList[hash(`${key}\0${name}`) % standInList.length] ?? '';
}
