/** One vowel group, ending consonant-vowel-consonant: stab, hit, cut, but not beat or play. */
const doubling = /^[^aeiou]*[aeiou][bdfgklmnprtvz]$/;

/**
 * The regular forms of an English word marked `+` in the lexicon: kill+ → kill, kills, killing, killed, killin.
 * Also serves nouns: the plural is among the forms. Irregular forms are listed by hand.
 */
export function inflect(word: string): string[] {
  if (/[^aeiou]y$/.test(word)) {
    const stem = word.slice(0, -1);
    return [word, `${stem}ies`, `${word}ing`, `${word}in`, `${stem}ied`];
  }
  const plural = /(s|x|z|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
  const stem = doubling.test(word) ? word + word.slice(-1) : word.replace(/([^eo])e$/, '$1');
  return [word, plural, `${stem}ing`, `${stem}in`, `${stem}ed`];
}

/** A lexicon entry as the words it stands for; phrases keep their `_`. */
export function expand(entry: string): string[] {
  if (!entry.endsWith('+')) return [entry];
  const parts = entry.slice(0, -1).split('_');
  const [first = '', ...rest] = parts;
  // In a phrase the verb comes first: cut+ … is written cut_down+ and means cuts down, cutting down.
  return inflect(first).map((form) => [form, ...rest].join('_'));
}
