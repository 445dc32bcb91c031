/** One vowel group, ending consonant-vowel-consonant: stab, hit, cut, but not beat or play. */
const doubling = /^[^aeiou]*[aeiou][bdfgklmnprtvz]$/;

/** Irregular forms, each line one word: what `inflect` and `stems` cannot make. */
const irregular: readonly (readonly string[])[] = [
  'be am is are was were been being',
  'beat beaten beating beats',
  'become became becoming becomes',
  'bend bent bending',
  'bite bit bitten biting bites',
  'bleed bled bleeding bleeds',
  'blow blew blown blowing blows',
  'break broke broken breaking breaks',
  'bring brought bringing brings',
  'burn burnt burned burning burns',
  'buy bought buying buys',
  'catch caught catching catches',
  'choose chose chosen choosing chooses',
  'come came coming comes',
  'cut cuts cutting cuttin',
  'die died dies dying dyin',
  'dig dug digging digs',
  'do did does doing done',
  'draw drew drawn drawing draws',
  'drink drank drunk drinking drinks',
  'drive drove driven driving drives',
  'eat ate eaten eating eats',
  'fall fell fallen falling falls',
  'feel felt feeling feels',
  'fight fought fighting fights',
  'find found finding finds',
  'forget forgot forgotten forgetting',
  'get got gotten getting gets',
  'give gave given giving gives',
  'go went gone going goes',
  'grow grew grown growing grows',
  'hang hung hanged hanging hangs',
  'hide hid hidden hiding hides',
  'hit hits hitting hittin',
  'hold held holding holds',
  'hurt hurts hurting hurtin',
  'keep kept keeping keeps',
  'know knew known knowing knows',
  'leave left leaving leaves',
  'lie lied lying lies',
  'lose lost losing loses',
  'make made making makes',
  'put puts putting',
  'rise rose risen rising',
  'run ran running runs',
  'say said saying says',
  'see saw seen seeing sees',
  'sell sold selling sells',
  'send sent sending sends',
  'shake shook shaken shaking shakes',
  'shoot shot shooting shoots',
  'sink sank sunk sinking',
  'sleep slept sleeping sleeps',
  'slit slits slitting',
  'speak spoke spoken speaking',
  'spit spat spitting spits',
  'stand stood standing stands',
  'steal stole stolen stealing steals',
  'stick stuck sticking sticks',
  'sting stung stinging stings',
  'strike struck striking strikes',
  'swallow swallowed swallowing swallows',
  'swell swelled swollen swelling swells',
  'take took taken taking takes',
  'tear tore torn tearing tears',
  'tell told telling tells',
  'think thought thinking thinks',
  'throw threw thrown throwing throws',
  'wake woke woken waking wakes',
  'write wrote written writing writes',
  'child children',
  'man men',
  'woman women',
  'knife knives',
  'wife wives',
  'foot feet',
  'tooth teeth',
  'life lives',
].map((line) => line.split(' '));
const irregularBase = new Map(irregular.flatMap((forms) => forms.map((form) => [form, forms[0] ?? form] as const)));

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

/** A lexicon entry as the words it stands for; phrases keep their `_`. In a phrase the verb comes first. */
export function expand(entry: string): string[] {
  if (!entry.endsWith('+')) return [entry];
  const [first = '', ...rest] = entry.slice(0, -1).split('_');
  return inflect(first).map((form) => [form, ...rest].join('_'));
}

const formEndings: ReadonlySet<number> = new Set([...'sdgn'].map((letter) => letter.charCodeAt(0)));

/** What a word may be a form of, likeliest first: scratched → scratch, scratche; stabbing → stab, stabb, stabbe. */
export function stems(word: string): string[] {
  const base = irregularBase.get(word);
  if (base !== undefined) return [base];
  // No form ends with another letter, and most words do.
  if (!formEndings.has(word.charCodeAt(word.length - 1))) return [];
  const cut = (ending: number, added = '') => word.slice(0, word.length - ending) + added;
  if (word.length < 5) return word.length === 4 && /[^s]s$/.test(word) ? [cut(1)] : [];
  if (/ies$|ied$/.test(word)) return [cut(3, 'y'), cut(1)];
  if (/[^aeiou]in$/.test(word)) return [`${word}g`];
  const ending = /(?:ing|ed)$/.exec(word)?.[0].length;
  if (ending !== undefined) {
    const stem = cut(ending);
    if (!/[aeiouy]/.test(stem)) return [];
    const single = /(.)\1$/.test(stem) ? [stem.slice(0, -1)] : [];
    // A short stem that would have doubled its last letter has lost an e: scared is of scare, not of scar.
    return doubling.test(stem) ? [`${stem}e`, stem] : [stem, ...single, `${stem}e`];
  }
  if (/(?:s|x|z|ch|sh)es$/.test(word)) return [cut(2), cut(1)];
  return /[^su]s$/.test(word) ? [cut(1)] : [];
}
