import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { keyedHash } from '../../../layers/core/conversation/keyed-hash.ts';

const standard = (key: string, text: string) => createHmac('sha256', key).update(text).digest('hex');

describe('a keyed hash', () => {
  it('is that of the standard, test case 2 of RFC 4231', () => {
    expect(keyedHash('Jefe')('what do ya want for nothing?')).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });

  it('is what createHmac gives, for any key and any texts', () => {
    const anything = fc.string({ unit: 'binary', maxLength: 400 });
    fc.assert(
      fc.property(anything, fc.array(anything, { maxLength: 3 }), (key, texts) => {
        expect(texts.map(keyedHash(key))).toEqual(texts.map((text) => standard(key, text)));
      }),
    );
  });

  it.each([63, 64, 65])('is so for a key of %i bytes and a long text between short ones', (length) => {
    const [key, texts] = ['k'.repeat(length), ['short', 'ü'.repeat(5000), '', 'x'.repeat(341), 'x'.repeat(342), 's']];
    expect(texts.map(keyedHash(key))).toEqual(texts.map((text) => standard(key, text)));
  });
});
