import { entryWords } from '../../../../layers/core/dataset/near/band-entries.ts';
import { matchMeanings } from '../../../../layers/core/dataset/near/match-meanings.ts';
import {
  type Meaning,
  meaningFrom,
  meaningRow,
  meaningText,
  quantised,
  saysTheSame,
} from '../../../../layers/core/dataset/near/meaning.ts';
import type { MeaningFiles } from '../../../../layers/core/dataset/near/meaning-entries.ts';
import {
  cosineOfBits,
  differingBits,
  MeaningSigner,
  meaningBands,
  sketchTurn,
  turnWords,
} from '../../../../layers/core/dataset/near/meaning-signature.ts';
import { type Kind, kindOf, kinds, placeOf, reference } from '../../../../layers/core/dataset/ranges.ts';
import { verified } from '../../../../layers/core/dataset/select/paraphrases.ts';
import { cosine, normalised } from '../../../../layers/core/quality/embedder.ts';
import { seeded } from '../../../../layers/core/seeded.ts';
import { MemoryObjectStore } from '../../../support/memory-object-store.ts';

const dimensions = 384;

/** Vectors drawn by a seed, and others at a cosine to them. */
function drawing(seed: number) {
  const next = seeded(seed);
  const vector = () => {
    const numbers = new Float32Array(dimensions);
    for (let i = 0; i < dimensions; i++) numbers[i] = next() / 2 ** 31;
    return normalised(numbers);
  };
  const at = (to: Float32Array, closeness: number) => {
    const other = vector();
    const along = cosine(other, to);
    const aside = normalised(other.map((value, i) => value - along * (to[i] ?? 0)));
    const away = Math.sqrt(1 - closeness ** 2);
    return to.map((value, i) => closeness * value + away * (aside[i] ?? 0));
  };
  return { vector, at };
}

/** Entries as Match reads them, under all bands, the first the best. @param kind of each text */
function entriesOf(meanings: readonly Meaning[], kind: (text: number) => Kind = () => kinds.learned): Uint32Array {
  const signer = new MeaningSigner();
  const entries = new Uint32Array(meanings.length * meaningBands * entryWords);
  for (const [i, meaning] of meanings.entries()) {
    signer.sign(meaning);
    for (let band = 0; band < meaningBands; band++) {
      const at = (i * meaningBands + band) * entryWords;
      entries.set(signer.bandKeys.subarray(2 * band, 2 * band + 2), at);
      entries[at + 2] = reference(kind(i), 0, i);
      entries.set(signer.sketch, at + 4);
    }
  }
  return entries;
}

const meaningAt = (user: Float32Array, reply: Float32Array): Meaning => ({
  user: quantised(user),
  reply: quantised(reply),
});

describe('a meaning', () => {
  it('in one byte a dimension keeps the angle', () => {
    const { vector, at } = drawing(1);
    for (const closeness of [0.5, 0.84, 0.86, 0.95]) {
      const [one, reply] = [vector(), vector()];
      const pair = [meaningAt(one, reply), meaningAt(at(one, closeness), reply)] as const;
      expect(saysTheSame(...pair, closeness - 0.005)).toBe(true);
      expect(saysTheSame(...pair, closeness + 0.005)).toBe(false);
    }
  });

  it('must be near in both turns, and a vector of nothing is near to nothing', () => {
    const { vector } = drawing(2);
    const [one, other] = [vector(), vector()];
    expect(saysTheSame(meaningAt(one, other), meaningAt(one, one), 0.5)).toBe(false);
    expect(saysTheSame(meaningAt(one, other), meaningAt(other, other), 0.5)).toBe(false);
    const nothing = new Float32Array(dimensions);
    expect(saysTheSame(meaningAt(nothing, nothing), meaningAt(nothing, nothing), 0.5)).toBe(false);
  });

  it('is the same after it was written into a line', () => {
    const { vector } = drawing(3);
    const meaning = meaningAt(vector(), vector());
    expect(meaningFrom(meaningText(meaning))).toEqual(meaning);
  });

  it('has planes that are part of its version', () => {
    const sketch = new Uint32Array(turnWords);
    sketchTurn(
      Int8Array.from({ length: 10 }, (_, i) => 10 - 3 * i),
      sketch,
    );
    expect([...sketch.subarray(0, 2)].map((word) => word.toString(16))).toEqual(['e9b6f76c', 'da7680d5']);
  });

  it('is sketched by bits that tell the angle', () => {
    const { vector, at } = drawing(4);
    const bits = Array.from({ length: 200 }, () => {
      const one = vector();
      const [a, b] = [new Uint32Array(turnWords), new Uint32Array(turnWords)];
      sketchTurn(quantised(one), a);
      sketchTurn(quantised(at(one, 0.85)), b);
      return differingBits(a, 0, b, 0);
    });
    const mean = bits.reduce((sum, each) => sum + each, 0) / bits.length;
    expect(cosineOfBits(mean)).toBeCloseTo(0.85, 1);
  });
});

describe('matchMeanings', () => {
  it('meets paraphrases among thousands of texts: nearly all that are just near enough, all that are nearer', () => {
    const { vector, at } = drawing(5);
    const pairsOf = (n: number, closeness: number) =>
      Array.from({ length: n }, () => {
        const [user, reply] = [vector(), vector()];
        return [meaningAt(user, reply), meaningAt(at(user, closeness), at(reply, closeness))];
      });
    const [just, nearer, rest] = [pairsOf(100, 0.85), pairsOf(100, 0.9), pairsOf(800, 0.3)];
    const { pairs } = matchMeanings(entriesOf([...just, ...nearer, ...rest].flat()), 0.85);
    const found = new Set<number>();
    for (let i = 0; i < pairs.length; i += 2) {
      const [one, other] = [pairs[i] ?? 0, pairs[i + 1] ?? 0].sort((a, b) => a - b);
      if (other === (one ?? 0) + 1 && (one ?? 1) % 2 === 0) found.add((one ?? 0) / 2);
    }
    const among = (from: number, to: number) => [...found].filter((pair) => pair >= from && pair < to).length;
    expect(among(0, 100)).toBeGreaterThanOrEqual(95);
    expect(among(100, 200)).toBe(100);
    expect(among(200, 1000)).toBe(0);
  });

  it('takes time for a crowd that says one thing in proportion, not in its square', () => {
    const { vector, at } = drawing(6);
    const [user, reply] = [vector(), vector()];
    const crowd = (n: number) => Array.from({ length: n }, () => meaningAt(at(user, 0.97), at(reply, 0.97)));
    const found = [300, 1200].map((n) => matchMeanings(entriesOf(crowd(n)), 0.85).pairs.length / n);
    expect(found[1]).toBeLessThan(2 * (found[0] ?? 0));
  });
  const held = (text: number): Kind => (text % 2 === 0 ? kinds.learned : kinds.heldOutText);

  type Crowd = (drawn: ReturnType<typeof drawing>) => (text: number) => Meaning;
  const inOtherWords: Crowd = ({ vector, at }) => {
    const [user, reply] = [vector(), vector()];
    return () => meaningAt(at(user, 0.97), at(reply, 0.97));
  };
  const nearlyTheSame: Crowd = ({ vector, at }) => {
    const [user, reply] = [vector(), vector()];
    const [one, other] = [meaningAt(user, reply), meaningAt(at(user, 0.85), at(reply, 0.85))];
    return (text) => (text % 2 === 0 ? one : other);
  };

  it.each([
    ['the same in other words', inOtherWords],
    ['one text, and another one that is just as near as must be', nearlyTheSame],
  ])('compares what learners and held-out users say, %s, in proportion, not in its square', (_, drawCrowd) => {
    const told = drawCrowd(drawing(9));
    const crowd = (n: number) => Array.from({ length: 2 * n }, (_, text) => told(text));
    const [few, many] = [200, 800].map((n) => {
      const { heldOut, compared } = matchMeanings(entriesOf(crowd(n), held), 0.85);
      const learned = new Set(heldOut.filter((_, i) => i % 2 === 0));
      return { compared: compared / n, pairs: heldOut.length / n, learned: learned.size / n };
    });
    expect(many?.learned).toBe(1);
    expect(many?.compared).toBeLessThan(2 * (few?.compared ?? 0));
    expect(many?.pairs).toBeLessThan(2 * (few?.pairs ?? 0));
  });

  it('looks as often for each text of a crowd that says different things, however many there are', () => {
    // All share a band's first eight bits, as they do among some 500,000 and two million texts.
    const next = seeded(7);
    const [few, many] = [2000, 8000].map((n) => {
      const entries = Uint32Array.from({ length: n * entryWords }, next);
      for (let text = 0; text < n; text++) entries.set([1, next(), text, 0], text * entryWords);
      return matchMeanings(entries, 0.85).compared / n;
    });
    expect(many).toBeLessThan(1.2 * (few ?? 0));
    expect(many).toBeLessThan(512);
  });

  it('leaves to the vectors what the bits leave in doubt: each of those who say it, with each different text', () => {
    const { vector, at } = drawing(9);
    const [user, reply] = [vector(), vector()];
    const doubtful = meaningAt(at(user, 0.85), at(reply, 0.85));
    const [one, other] = [meaningAt(user, reply), meaningAt(at(user, 0.999), at(reply, 0.999))];
    const { heldOut } = matchMeanings(entriesOf([doubtful, one, doubtful, other, doubtful, one], held), 0.85);
    const found = new Set<string>();
    for (let i = 0; i < heldOut.length; i += 2) {
      expect(kindOf(heldOut[i + 1] ?? 0)).toBe(kinds.heldOutText);
      found.add([heldOut[i], heldOut[i + 1]].map((text) => placeOf(text ?? 0).index).join());
    }
    expect([...found].sort()).toEqual(['0,1', '0,3', '2,1', '2,3', '4,1', '4,3']);
  });
});

describe('verified', () => {
  it('drops what the bits took for near, each pair once, in as many passes as the memory asks for', async () => {
    const { vector, at } = drawing(7);
    const store = new MemoryObjectStore();
    const base = Array.from({ length: 6 }, () => [vector(), vector()] as const);
    const meanings = base.flatMap(([user, reply], i) => [
      meaningAt(user, reply),
      meaningAt(at(user, i < 3 ? 0.9 : 0.8), at(reply, 0.9)),
    ]);
    const files: MeaningFiles[] = [];
    for (const [i, some] of [meanings.slice(0, 5), [], meanings.slice(5)].entries()) {
      const bytes = Buffer.concat(some.map(meaningRow));
      await store.put(`vectors ${i}`, bytes);
      const vectors = { key: `vectors ${i}`, start: 0, end: bytes.length };
      files.push({
        entries: { key: '', offsets: [] },
        vectors,
        rowBytes: some.length && 2 * dimensions,
        atLeast: 0.85,
      });
    }
    const pairs = Uint32Array.from([8, 9, 0, 1, 2, 3, 10, 11, 4, 5, 0, 1, 6, 7, 0, 2]);
    for (const most of [2, 3, 1000]) {
      const { from, to } = await verified(store, files, pairs, most);
      expect([[...from], [...to]]).toEqual([
        [0, 2, 4],
        [1, 3, 5],
      ]);
    }
  });
});
