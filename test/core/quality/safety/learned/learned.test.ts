import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { loadSafetyCorpus } from '../../../../../layers/adapters/safety-corpus.ts';
import { loadSafetyLexicon } from '../../../../../layers/adapters/safety-files.ts';
import type { CorpusLine } from '../../../../../layers/core/quality/safety/corpus.ts';
import { bucketsOf } from '../../../../../layers/core/quality/safety/learned/features.ts';
import { LaidWeights } from '../../../../../layers/core/quality/safety/learned/laid-weights.ts';
import { learnFrom } from '../../../../../layers/core/quality/safety/learned/learn.ts';
import {
  learnedHeadSchema,
  readLearned,
  writeLearned,
} from '../../../../../layers/core/quality/safety/learned/learned-file.ts';
import { LearnedReader } from '../../../../../layers/core/quality/safety/learned/learned-reader.ts';
import { UndisguisedReading } from '../../../../../layers/core/quality/safety/reading.ts';
import { compileRules } from '../../../../../layers/core/quality/safety/rule-book.ts';
import { Vocabulary } from '../../../../../layers/core/quality/safety/vocabulary.ts';
import { harmless, said } from '../examples.ts';

const folder = 'layers/policy/safety';
const lexicon = loadSafetyLexicon(folder);
const vocabulary = new Vocabulary(compileRules(lexicon).vocabulary);
const reading = new UndisguisedReading(vocabulary, lexicon.characters);
const reader = new LearnedReader(vocabulary);
const head = learnedHeadSchema.parse(JSON.parse(readFileSync(`${folder}/learned.json`, 'utf8')));
const bytes = readFileSync(`${folder}/learned.bin`);
const shipped = readLearned(head, bytes);

function weigh(text: string, weights = shipped.words, sender: 'user' | 'ai' = 'user'): number {
  reading.read(text);
  return reader.weigh(reading.words, sender, weights);
}

const line = (text: string, label: CorpusLine['label'], template: number): CorpusLine => ({
  text,
  label,
  template,
  sender: 'user',
});
const small = [
  line('i keep a blade under the pillow', 'self_harm', 0),
  line('the blade helps me sleep', 'self_harm', 1),
  line('he follows me home and waits', 'abuse', 2),
  line('he waits at my door and follows me', 'abuse', 3),
  line('my knee hurts after the hill', 'none', 4),
  line('the hill was easy. my knee is fine', 'none', 5),
];

it('what is shipped is what the corpus gives: after a change to corpus or lexicon run node cli/learn-safety.ts', () => {
  const { words, categories, doubted } = learnFrom(loadSafetyCorpus('corpus/safety'), lexicon);
  const again = writeLearned({ words, categories, doubted });
  expect(again.head.words).toEqual(head.words);
  expect(again.head.categories).toEqual(head.categories);
  expect(again.head.doubted).toEqual(head.doubted);
  expect(Buffer.from(again.bytes).equals(bytes.subarray(0, again.bytes.length))).toBe(true);
}, 600_000);

describe('what is learned', () => {
  const learned = learnFrom(small, lexicon);

  it('tells harm from none, and the kinds of harm apart, in words that no line has in this order', () => {
    expect(weigh('a blade for my sleep', learned.words)).toBeGreaterThan(weigh('my hill, my knee', learned.words));
    weigh('he waits and follows', learned.words);
    expect(reader.kinds(reading.words, 'user', learned.categories)[0]).toBe('abuse');
    weigh('under the blade', learned.words);
    expect(reader.kinds(reading.words, 'user', learned.categories)[0]).toBe('self_harm');
  });

  it('names both kinds of harm where it is as near to one as to the other', () => {
    const kindsOf = (text: string) => {
      weigh(text);
      return reader.kinds(reading.words, 'user', readLearned(head, bytes).categories);
    };
    expect(kindsOf("i took them. all of them. it's fine")).toContain('crisis_suicide');
    expect(kindsOf('cutting my arms again tonight')).toEqual(['self_harm']);
  });

  it('is of whoever spoke: what a user said teaches nothing of a companion', () => {
    const { words } = learned;
    expect(weigh('the blade helps', words, 'ai') - words.bias.ai).toBe(0);
  });

  it('learns what texts mean where that is given', () => {
    const pointing = (text: string) => Float32Array.of(/blade|waits/.test(text) ? 1 : 0, 0.5);
    const { meaning } = learnFrom(small, lexicon, { embedder: 'two numbers', of: pointing });
    expect(meaning?.embedder).toBe('two numbers');
    expect(meaning?.direction.user[0]).toBeGreaterThan(0.1);
    expect(meaning?.direction.user[1]).toBeCloseTo(0);
  });
});

describe('the weight of a text', () => {
  const sentences = harmless.filter((text) => /^[A-Za-z ,']+[.!?]?$/.test(text));

  it('never falls for what stands before and behind it', () => {
    const around = fc.array(fc.constantFrom(...sentences), { maxLength: 4 });
    const harms = Object.values(said).flat();
    const marks = fc.constantFrom('. ', ', ', '\n', '\n\n', ' - ', '... ', ' / ', ': ');
    const open = (text: string) => text.replace(/[.!?…\s]+$/, '');
    fc.assert(
      fc.property(around, fc.constantFrom(...harms), around, marks, (before, harm, behind, mark) => {
        const text = [...before, harm, ...behind].map(open).join(mark);
        expect(weigh(text)).toBeGreaterThanOrEqual(weigh(open(harm)));
      }),
      { numRuns: 1000 },
    );
  });

  it('of words in a row is what was learned of them, found without walking over them again', () => {
    const laid = new LaidWeights(vocabulary);
    const hashes = vocabulary.hashes();
    const texts = fc.array(fc.constantFrom('i', 'want', 'blade', 'the', 'coach', 'xqz', '5'), {
      minLength: 1,
      maxLength: 9,
    });
    fc.assert(
      fc.property(texts, fc.constantFrom('user' as const, 'ai' as const), (some, sender) => {
        reading.read(some.join(' '));
        const { words } = reading;
        laid.lay(words, sender, shipped.words.buckets);
        const { single, others } = bucketsOf(words, [0, words.count], sender, hashes);
        const weights = [...single, ...single, ...others].map((bucket) => shipped.words.buckets[bucket] ?? 0);
        expect(laid.of(0, words.count)).toBe(weights.reduce((sum, weight) => sum + weight, 0));
      }),
    );
  });

  it('is the same in every disguise that the reader sees through', () => {
    const plain = weigh('nobody would miss me if i died');
    expect(weigh('NOBODY would mіss me if i d\u200bied')).toBe(plain);
  });

  it('is there for any text, however long or strange', () => {
    for (const text of ['', '🙂', 'a'.repeat(5000), 'so tired '.repeat(20_000), '. '.repeat(5000)]) {
      expect(Number.isFinite(weigh(text))).toBe(true);
    }
  });
});

describe('the weight of the words around a hit', () => {
  /** Of the words `jump` in a text, the first one's. */
  const around = (text: string, weights = shipped.words) => {
    reading.read(text);
    const at = text.split(/[ ,]+/).indexOf('jump');
    return reader.weighAround(reading.words, 'user', weights, { start: at, end: at + 1 });
  };

  it('never falls for what stands beside it, with or without a comma', () => {
    const alone = around('i am going to jump');
    for (const text of [
      'i am going to jump and my squats went well today and i slept fine',
      'hey coach i am going to jump thanks for asking',
      'squats went fine, i am going to jump, thanks',
    ])
      expect(around(text)).toBeGreaterThanOrEqual(alone);
  });

  it('costs as much in a long text as in a short one: a text may be full of hits', () => {
    const asked = (text: string): number => {
      let count = 0;
      const buckets = new Proxy(shipped.words.buckets, {
        get: (target, key) => {
          count++;
          return Reflect.get(target, key, target);
        },
      });
      around(text, { ...shipped.words, buckets });
      return count;
    };
    const [before, after] = [
      'we walked along the quiet river '.repeat(40),
      ' and went home again by the old road'.repeat(40),
    ];
    expect(asked(`${before}jump${after.repeat(10)}`)).toBe(asked(`${before}jump${after}`));
  });
});

describe('the files', () => {
  it('hold what was written, byte by byte', () => {
    const all = readLearned(head, bytes, head.meaning?.embedder);
    const again = writeLearned(all);
    expect(Buffer.from(again.bytes).equals(bytes)).toBe(true);
    expect(again.head).toEqual(head);
    expect(bytes.length).toBeLessThan(300_000);
  });

  it('say nothing of the vectors of another embedder', () => {
    expect(head.meaning).toBeDefined();
    expect(readLearned(head, bytes, 'another').meaning).toBeUndefined();
  });

  it('are refused when they do not belong together', () => {
    expect(() => readLearned(head, bytes.subarray(1))).toThrow(/learned\.bin has/);
  });
});
