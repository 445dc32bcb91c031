const isVowel = (word: string, at: number): boolean => 'aeiouy'.includes(word.charAt(at));
const hasVowel = (word: string): boolean => /[aeiouy]/.test(word);

/** `stopp` → `stop`, but `feel`, `guess` and `full` keep their double letter. */
const withoutDouble = (word: string): string => {
  const last = word.length - 1;
  const double =
    last > 2 && word[last] === word[last - 1] && !isVowel(word, last) && !'lsz'.includes(word.charAt(last));
  return double ? word.slice(0, -1) : word;
};

const plural = (word: string): string => {
  if (!word.endsWith('s') || word.length < 4 || /(ss|us|is)$/.test(word)) return word;
  if (word.endsWith('ies')) return word.length > 4 ? `${word.slice(0, -3)}y` : word.slice(0, -1);
  return /(sse|xe|che|she|zze)s$/.test(word) ? word.slice(0, -2) : word.slice(0, -1);
};

const endings = [
  'ingly',
  'edly',
  'ation',
  'ness',
  'ment',
  'less',
  'ful',
  'ity',
  'ive',
  'ing',
  'ion',
  'ed',
  'ly',
  'er',
  'al',
];

/**
 * What words of one family share: `stressed`, `stressful` and `stress` give one stem.
 * A light stemmer in the manner of Porter (1980); a stem need not be a word.
 *
 * @param word lower case, without apostrophes
 */
export function stem(word: string): string {
  let root = plural(word);
  for (let round = 0; round < 2; round++) {
    const ending = endings.find(
      (end) => root.endsWith(end) && root.length - end.length >= 3 && hasVowel(root.slice(0, -end.length)),
    );
    if (ending === undefined) break;
    root = withoutDouble(root.slice(0, -ending.length));
  }
  if (root.length > 3 && root.endsWith('e')) root = root.slice(0, -1);
  return root.length > 2 && root.endsWith('y') ? `${root.slice(0, -1)}i` : root;
}
