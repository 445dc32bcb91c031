import { loadMeasures } from '../../../layers/adapters/judge-files.ts';
import { withAlternatives } from '../../../layers/core/quality/text/alternatives.ts';
import { Phrases } from '../../../layers/core/quality/text/phrases.ts';
import { Tokens } from '../../../layers/core/quality/text/tokens.ts';
import { wordsOf } from '../../../layers/core/quality/text/trie.ts';
import { Vocabulary } from '../../../layers/core/quality/text/vocabulary.ts';

const { lexicon, frequencies } = loadMeasures(
  new URL('../../../layers/policy', import.meta.url).pathname,
  'reflect',
).scoring;
const vocabulary = new Vocabulary(wordsOf(lexicon), frequencies);
const phrases = new Phrases(lexicon, vocabulary);
const tokens = new Tokens(vocabulary);

const classesIn = (text: string): Set<string> => {
  const found = new Set<string>();
  phrases.find(tokens.read(text), (index) => found.add(phrases.classes[index] ?? ''));
  return found;
};
const member = (name: string): string => lexicon[name]?.find((word) => !/[ <]/.test(word)) ?? '';
/** A text that the phrase stands for: any word for `*`, a number for `#`, a word of its class for `<class>`. */
const anExampleOf = (phrase: string): string =>
  phrase
    .split(' ')
    .filter((part) => part !== '...')
    .map((part) =>
      part
        .replace(/^\*$/, 'xylophone')
        .replace(/^#$/, '17')
        .replace(/^<(.+)>$/, (_, name) => member(name)),
    )
    .join(' ');

it.each([
  ['(you are|youre) (|so) tired', ['you are tired', 'you are so tired', 'youre tired', 'youre so tired']],
  ['a <insult> (man|woman)', ['a <insult> man', 'a <insult> woman']],
  [':( (wow)', [':( (wow)']],
])('%s stands for each of its choices', (phrase, all) => expect(withAlternatives(phrase)).toEqual(all));

describe('the word lists', () => {
  it('find every phrase that they hold', () => {
    const lost = Object.entries(lexicon).flatMap(([name, all]) =>
      all.filter((phrase) => !classesIn(anExampleOf(phrase)).has(name)).map((phrase) => `${name}: ${phrase}`),
    );
    expect(lost).toEqual([]);
  });

  it.each([
    ['celebration', 'Amazing! How did it feel?'],
    ['celebration', 'That is amazing !!!'],
    ['achieves', 'I DID IT!'],
    ['warmth', 'see you there :D'],
    ['warmth', 'see you there =-D'],
  ])('see %s in %s', (name, text) => expect(classesIn(text)).toContain(name));

  it.each(['The view was amazing.', 'did it hurt', 'ratio :d'])('see nothing to celebrate in %s', (text) => {
    for (const name of ['celebration', 'achieves', 'warmth']) expect(classesIn(text)).not.toContain(name);
  });
});
