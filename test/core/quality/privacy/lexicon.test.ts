import { readFileSync } from 'node:fs';
import { privacyLexicon } from '../../../../layers/core/quality/privacy/lexicon.ts';
import { known } from '../../../../layers/core/quality/privacy/name-lexicon.ts';

const textOf = (name: string) => readFileSync(`layers/policy/privacy/${name}`, 'utf8');
const files =
  (changes: Readonly<Record<string, string>> = {}) =>
  (name: string) =>
    changes[name] ?? textOf(name);

describe('privacyLexicon', () => {
  it.each(['cues.json', 'addresses.json', 'names.json', 'stand-ins.json', 'scripts.json'] as const)(
    '%s may say only what is known',
    (name) => {
      const more = JSON.stringify({ ...JSON.parse(textOf(name)), unheardOf: [] });
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
      expect(
        textOf(name)
          .split('\n')
          .filter((word) => standIns.has(word)),
      ).toEqual([]);
    },
  );
});
