import fc from 'fast-check';
import { createPseudonyms, WeakPseudonymKey } from '../../../layers/core/conversation/pseudonym.ts';

const key = 'a key for tests only';

describe('pseudonyms', () => {
  const { exchange, conversation, user } = createPseudonyms(key);

  it('are the same in every run', () => {
    expect([exchange('c', 'm'), conversation('c'), user('c')]).toEqual([
      'f532f238789345ed4c3af492401ba702',
      '7155a6837bdefb2cccc3b8c855e55db9',
      'fcd1fe627944ae9ace8337119c2fec72',
    ]);
  });

  it('depend on the key', () => {
    expect(createPseudonyms('another key, as long').user('u')).not.toBe(user('u'));
  });

  it('refuse a key that keeps no secret', () => {
    expect(() => createPseudonyms('short')).toThrow(WeakPseudonymKey);
  });

  it('tell ids and kinds apart', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 2 }), ([a = '', b = '']) => {
        const hashes = [user(a), user(b), conversation(a), conversation(b), exchange(a, b), exchange(b, a)];
        expect(new Set(hashes).size).toBe(hashes.length);
        for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{32}$/);
      }),
    );
  });
});
