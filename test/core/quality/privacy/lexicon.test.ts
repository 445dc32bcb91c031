import { readFileSync } from 'node:fs';
import {
  type PrivacyFiles,
  privacyFileNames,
  privacyLexicon,
} from '../../../../layers/core/quality/privacy/lexicon.ts';
import { known } from '../../../../layers/core/quality/privacy/name-lexicon.ts';

const texts = Object.fromEntries(
  privacyFileNames.map((name) => [name, readFileSync(`layers/policy/privacy/${name}`, 'utf8')]),
);
const files = (changes: Partial<PrivacyFiles> = {}): PrivacyFiles => {
  const text = (name: keyof PrivacyFiles) => changes[name] ?? texts[name] ?? '';
  return {
    'cues.json': text('cues.json'),
    'addresses.json': text('addresses.json'),
    'names.json': text('names.json'),
    'stand-ins.json': text('stand-ins.json'),
    'scripts.json': text('scripts.json'),
    'first-names.txt': text('first-names.txt'),
    'usual-first-names.txt': text('usual-first-names.txt'),
    'surnames.txt': text('surnames.txt'),
    'words.txt': text('words.txt'),
    'common-words.txt': text('common-words.txt'),
    'foreign-words.txt': text('foreign-words.txt'),
    'not-people.txt': text('not-people.txt'),
    'public-names.txt': text('public-names.txt'),
  };
};

describe('privacyLexicon', () => {
  it.each(['cues.json', 'addresses.json', 'names.json', 'stand-ins.json', 'scripts.json'] as const)(
    '%s may say only what is known',
    (name) => {
      const more = JSON.stringify({ ...JSON.parse(texts[name] ?? '{}'), unheardOf: [] });
      expect(() => privacyLexicon(files({ [name]: more }))).toThrow('unheardOf');
    },
  );

  it('knows a word with accents without them too, and passes over comments', () => {
    const { table } = privacyLexicon(files({ 'first-names.txt': '# by hand\nzoë\nmałgorzata\n' }));
    for (const name of ['zoë', 'zoe', 'małgorzata', 'malgorzata']) expect(table.bitsOf(name) & known.given).not.toBe(0);
    expect(table.bitsOf('by hand')).toBe(0);
  });

  it.each(['first-names.txt', 'surnames.txt', 'words.txt', 'common-words.txt'] as const)(
    'no stand-in is in %s',
    (name) => {
      const { standIns } = privacyLexicon(files());
      expect((texts[name] ?? '').split('\n').filter((word) => standIns.has(word))).toEqual([]);
    },
  );
});
