import fc from 'fast-check';
import { aiText, userText } from '../../../../bench/chatter.ts';
import { minHashKernel, permutations } from '../../../../layers/core/dataset/near/minhash-kernel.ts';
import { areNear, bands, Signer, similarity } from '../../../../layers/core/dataset/near/signature.ts';
import { seeded, seededShares } from '../../../../layers/core/seeded.ts';

const signer = new Signer();
const signed = (...parts: string[]) => {
  const { minima, sketch, bandKeys } = signer.sign(parts);
  return { minima: minima.slice(), sketch: sketch.slice(), bandKeys: bandKeys.slice() };
};
type Signed = ReturnType<typeof signed>;

const alike = (a: Signed, b: Signed) => similarity(a.sketch, 0, b.sketch, 0);
const near = (a: Signed, b: Signed) => areNear(a.sketch, 0, b.sketch, 0);
const meet = (a: Signed, b: Signed) =>
  Array.from({ length: bands }, (_, i) => 2 * i).some(
    (i) => a.bandKeys[i] === b.bandKeys[i] && a.bandKeys[i + 1] === b.bandKeys[i + 1],
  );

/** The exact share of word-3 shingles in common. */
function jaccard(a: string, b: string): number {
  const shingles = (text: string) => {
    const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
    return new Set(words.slice(2).map((_, i) => words.slice(i, i + 3).join(' ')));
  };
  const [one, other] = [shingles(a), shingles(b)];
  const common = [...one].filter((shingle) => other.has(shingle)).length;
  return common / (one.size + other.size - common);
}

describe('the kernel', () => {
  it('gives the smallest number of each permutation, over all shingles of all its calls', () => {
    const next = seeded(0x5eed);
    const rules = Array.from({ length: permutations }, () => ({ multiply: next() | 1, add: next() }));
    const integers = fc.array(fc.integer(), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(fc.array(integers, { minLength: 1, maxLength: 3 }), (calls) => {
        const { shingles, minima, run } = minHashKernel();
        minima.fill(0x7fffffff);
        for (const some of calls) {
          shingles.set(some);
          run(some.length);
        }
        const plain = rules.map(({ multiply, add }) =>
          Math.min(...calls.flat().map((shingle) => (Math.imul(multiply, shingle) + add) | 0)),
        );
        expect([...minima]).toEqual(plain);
      }),
    );
  });
});

describe('the signature of a text', () => {
  it('is made of all shingles of a text, of more than are taken at once too', () => {
    const told = (times: number) => `it began ${'I ran and slept '.repeat(times)} and it ended`;
    expect(signed(told(10_000)).minima).toEqual(signed(told(2)).minima);
  });

  it('is this one, which shards and datasets of all times are compared by', () => {
    const { minima, sketch, bandKeys } = signed('I ran five miles today.', 'What kept you going?');
    expect([...minima.slice(0, 3), ...sketch.slice(0, 2), ...bandKeys.slice(0, 2)]).toEqual([
      -1666978293, -1691166318, -2001806308, 3014656294, 2341306058, 1243609966, 2594721329,
    ]);
  });
});

describe('a signature', () => {
  it.each([
    ['case, punctuation and white space', 'I ran, today!', ' i RAN\n\ntoday'],
    ['the form of an apostrophe', "I don't know", 'I don’t know'],
  ])('does not see %s', (_, a, b) => {
    expect(alike(signed(a), signed(b))).toBe(1);
  });

  it.each([
    ['one word', 'tired', 'happy'],
    ['two words', 'so tired', 'so happy'],
    ['no word', '...', '?!'],
    ['emoji', '😴', '😀'],
    ['no spaces', '今日は疲れた', '今日は元気だ'],
    ['other white space', 'a\u2003b', 'ab'],
  ])('tells short texts of %s apart', (_, a, b) => {
    expect(near(signed(a), signed(b))).toBe(false);
    expect(near(signed(a), signed(a))).toBe(true);
  });

  it('sees what moves from the user to the reply', () => {
    expect(near(signed('I ran', 'today and why'), signed('I ran today', 'and why'))).toBe(false);
  });

  it('estimates the share of shingles that two texts have in common', () => {
    const random = seededShares(7);
    const errors = Array.from({ length: 300 }, () => {
      const [kept, rest, other] = [userText(random), aiText(random), aiText(random)];
      const [a, b] = [`${kept} ${rest}`, `${kept} ${other}`];
      return alike(signed(a), signed(b)) - jaccard(a, b);
    });
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    const spread = Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length);
    expect(Math.abs(mean)).toBeLessThan(0.01);
    expect(spread).toBeLessThan(0.05);
  });
});

describe('near-duplicates of the edit model', () => {
  // Texts of words from a large vocabulary: two of them are never near by themselves.
  const random = seededShares(3);
  const word = () => `w${Math.floor(random() * 5000)}`;
  const texts = Array.from({ length: 1000 }, () => Array.from({ length: 90 + Math.floor(random() * 130) }, word));
  const edited = texts.map((words) => {
    const changed = [...words];
    for (let edits = 1 + Math.floor(random() * 3); edits > 0; edits--) {
      changed[Math.floor(random() * changed.length)] = word();
    }
    return changed;
  });
  const signatures = (list: readonly string[][]) => list.map((words) => signed(words.join(' ')));
  const [before, after] = [signatures(texts), signatures(edited)];

  it('are found, at least 99 of 100', () => {
    const found = before.filter((signature, i) => {
      const other = after[i];
      return other !== undefined && meet(signature, other) && near(signature, other);
    });
    expect(found.length / before.length).toBeGreaterThanOrEqual(0.99);
  });

  it('are none of the texts that have nothing to do with each other', () => {
    const wrong = before
      .slice(0, 250)
      .filter((signature, i) => after.some((other, j) => i !== j && near(signature, other)));
    expect(wrong).toEqual([]);
  });
});
