import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadJudge, loadJudgeWithMeaning, loadParts } from '../../../layers/adapters/judge-files.ts';
import type { Dialogue } from '../../../layers/core/conversation/exchange.ts';
import type { Embedder } from '../../../layers/core/quality/embedder.ts';
import { createJudge, type JudgeParts } from '../../../layers/core/quality/judge.ts';
import type { Evidence } from '../../../layers/core/quality/judgement.ts';
import {
  closenessOf,
  credibility,
  embedPrototypes,
  judgeAll,
  nothingUsual,
  tagsNear,
  textsToEmbed,
} from '../../../layers/core/quality/meaning.ts';

/** One direction for talk of animals, one for all the rest. */
const embedder: Embedder = {
  // As the weights expect it: nothing is mapped.
  name: 'all-MiniLM-L6-v2-int8',
  dimensions: 2,
  embed: async (texts) => texts.map((text) => Float32Array.from(/hound|dog|pupp/i.test(text) ? [1, 0] : [0, 1])),
};
const user = 'My hound will not eat since Monday.';
const near = { user, assistant: 'Puppies can be picky. Is there a vet nearby?', context: [] };
const far = { user, assistant: 'Interest rates can be fickle. Is there a bank nearby?', context: [] };

/** The parts of the policy of the house, and that nothing is usual. */
const parts = { ...loadParts('layers/policy', 'reflect'), usual: nothingUsual };
const unit = (cosine: number) => Float32Array.from([cosine, Math.sqrt(1 - cosine ** 2)]);

describe('the second stage', () => {
  it('embeds the reply, the user and, where there are turns before, the last of them with the user, newest first', () => {
    expect(textsToEmbed(near)).toEqual([near.assistant, user]);
    const context = ['a', 'b', 'c', 'd'].map((text) => ({ sender: 'ai' as const, text }));
    expect(textsToEmbed({ ...near, context })).toEqual([near.assistant, user, `${user}\nd\nc\nb`]);
    const wide = { user: `\n${user}${' '.repeat(9000)}`, assistant: near.assistant.replaceAll(' ', ' \n\t') };
    expect(textsToEmbed({ ...wide, context: [] })).toEqual([near.assistant, user]);
  });

  it('hears what words do not share, and changes no score of words alone', async () => {
    const judge = await loadJudgeWithMeaning('layers/policy', 'reflect', embedder);
    const [close, distant] = await judgeAll(judge, embedder, [near, far]);
    expect(close?.scores.relevance).toBeGreaterThan((distant?.scores.relevance ?? 1) + 0.3);
    expect(close?.scores.empathy).toBe(judge.judge(near).scores.empathy);
    expect(judge.judge(near)).toEqual(loadJudge('layers/policy', 'reflect').judge(near));
  });

  it.each([
    ['a tag that there is none of', '"anxiety":', '"anxeity":', /anxeity/],
    ['a tag without examples', /"anxiety": *\[[^\]]*\]/, '"anxiety": []', /anxiety/],
  ])('refuses examples of %s, by its name', async (_, correct, wrong, named) => {
    const folder = mkdtempSync(join(tmpdir(), 'policies-'));
    cpSync('layers/policy', folder, { recursive: true });
    const file = join(folder, 'lexicons', 'prototypes.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace(correct, wrong));
    const loading = loadJudgeWithMeaning(folder, 'reflect', embedder);
    await expect(loading).rejects.toThrow(/prototypes\.json is not as it should be/);
    await expect(loading).rejects.toThrow(named);
  });

  it('is not impressed by what everybody says', async () => {
    // The first direction is that of commonplaces: all that these three texts share.
    const vectors = [
      [0.8, 0.6, 0],
      [0.8, 0.6, 0],
      [0.8, 0, 0.6],
    ].map((numbers) => Float32Array.from(numbers));
    const [reply, same, other] = vectors;
    const judge = createJudge({ ...parts, commonplace: Float32Array.from([1, 0, 0]) });
    const plain = createJudge(parts);
    const relevance = (by: typeof judge, to: Float32Array | undefined) =>
      reply && to ? by.judgeWithMeaning(far, [reply, to]).scores.relevance : Number.NaN;
    expect(relevance(judge, same)).toBe(relevance(plain, same));
    expect(relevance(judge, other)).toBeLessThan(relevance(plain, other) - 0.2);
  });

  it.each([
    ['a reply that is near to usual messages', { messages: [unit(0.5)], replies: [] }],
    ["a user's turn that is near to usual replies", { messages: [], replies: [unit(0.5)] }],
  ])('believes less in %s', (_, usual) => {
    const relevance = (given: object) =>
      createJudge({ ...parts, ...given }).judgeWithMeaning(far, [unit(1), unit(0.2)]).scores.relevance;
    expect(relevance({ usual })).toBeLessThan(relevance({}) - 0.02);
  });

  it('rejects no kind reply to a word or two for being far from them, and the same far from a sentence', () => {
    const judge = createJudge(parts);
    const by = (given: Dialogue, cosine: number) =>
      judge.judgeWithMeaning(given, [unit(1), unit(cosine), unit(cosine)]).scores.relevance;
    const reply = 'That sounds like a lot. What happened?';
    const long = 'My landlord sold the house, the new one raised the rent, and the boiler has been broken since March.';
    const [short, sentence] = ['Rough day.', long].map((user) => ({ user, assistant: reply, context: [] }));
    if (!short || !sentence) throw new Error('two turns');
    const after = { ...short, context: [{ sender: 'user' as const, text: long }] };
    const span = (given: Dialogue) => by(given, 0.5) - by(given, -0.3);
    expect(by(short, -0.3)).toBeGreaterThan(0.15);
    expect(by(sentence, -0.3)).toBeLessThan(0.15);
    // What was said before makes up for a short turn.
    expect(span(after)).toBeGreaterThan(span(short) + 0.1);
  });

  it('believes half of a closeness to three words, and none of one to nothing', () => {
    expect([0, 3, 27].map(credibility)).toEqual([0, 0.5, 0.9]);
  });

  it('takes the three nearest of what is usual', () => {
    const usual = { messages: [unit(0), unit(1), unit(0.5), unit(0.6)], replies: [] };
    expect(closenessOf([unit(1), unit(1)], undefined, usual).usualMessage).toBeCloseTo(0.7, 6);
    expect(closenessOf([unit(1), unit(1)]).usualMessage).toBe(0);
  });

  it('shows whose turn gave a tag by its meaning', () => {
    const judge = createJudge({
      ...parts,
      prototypes: new Map([
        ['stress', [unit(1)]],
        ['goals', [unit(0)]],
      ]),
    });
    const evidence: Evidence[] = [];
    const { domain } = judge.judgeWithMeaning(far, [unit(0), unit(1)], evidence);
    expect(domain).toEqual(expect.arrayContaining(['goals', 'stress']));
    expect(evidence).toEqual(
      expect.arrayContaining([
        { rule: 'goals', where: 'assistant', start: 0, end: far.assistant.length },
        { rule: 'stress', where: 'user', start: 0, end: far.user.length },
      ]),
    );
  });

  it('a learned score sees only what it was learned from: words', async () => {
    const grams = btoa(String.fromCharCode(...new Uint8Array(2 ** 15)));
    const target = { bias: 0, weights: { relevance: 1000, overall: 1000, context_meaning: 5000 }, grams, gramUnit: 1 };
    const fitted = { schema: 1, description: '', targets: { overall: target, question: target } } as const;
    const judge = createJudge({ ...parts, scoring: { ...parts.scoring, fitted } });
    const [withMeaning] = await judgeAll(judge, embedder, [near]);
    const { overall, question } = judge.judge(near).scores;
    expect(withMeaning?.scores).toMatchObject({ overall, question });
    expect(judge.judge({ ...near, assistant: 'Puppies can be picky.' }).scores.question).toBe(0);
  });

  it('embeds the examples of all domains in one call, and knows whose they are', async () => {
    const calls: number[] = [];
    const counting: Embedder = {
      ...embedder,
      embed: (texts) => {
        calls.push(texts.length);
        return embedder.embed(texts);
      },
    };
    const prototypes = await embedPrototypes({ pets: ['a dog'], others: ['a cat', 'a puppy'] }, counting);
    expect(calls).toEqual([3]);
    expect([...prototypes].map(([tag, vectors]) => [tag, vectors.map(([pet]) => pet)])).toEqual([
      ['pets', [1]],
      ['others', [0, 1]],
    ]);
  });

  it('gives a tag by the mean of its three nearest examples, so that one alike by chance is not enough', () => {
    const prototypes = new Map([
      ['chance', [0.9, 0, 0, 0].map(unit)],
      ['near', [0.5, 0.4, 0.3, -1].map(unit)],
    ]);
    expect(tagsNear(unit(1), prototypes, { atLeast: 0.39, within: 0 })).toEqual(['near']);
    expect(tagsNear(unit(1), prototypes, { atLeast: 0.41, within: 0 })).toEqual([]);
  });

  it('gives the nearest tag, and another only if it is hardly further', () => {
    const prototypes = new Map(
      Object.entries({ nearest: 0.8, beside: 0.79, behind: 0.7 }).map(([tag, close]) => [tag, [unit(close)]]),
    );
    expect(tagsNear(unit(1), prototypes, { atLeast: 0.5, within: 0.02 })).toEqual(['nearest', 'beside']);
    expect(tagsNear(unit(1), prototypes, { atLeast: 0.9, within: 0.02 })).toEqual([]);
    expect(tagsNear(unit(1), new Map(), { atLeast: 0.5, within: 0.02 })).toEqual([]);
  });

  it('asks more of a tag where words gave one already, or where only the reply is near', () => {
    const { domainAtLeast, domainBesideAtLeast } = parts.scoring.scoring.meaning;
    const between = (domainAtLeast + domainBesideAtLeast) / 2;
    const judge = createJudge({
      ...parts,
      prototypes: new Map([['goals', [unit(1)]]]),
    });
    const tags = (said: string, replyClose: number, userClose: number) =>
      judge.judgeWithMeaning({ user: said, assistant: 'I see.', context: [] }, [unit(replyClose), unit(userClose)])
        .domain;
    expect(tags('Someday it will happen.', 0, between)).toEqual(['goals']);
    expect(tags('Someday it will happen.', between, 0)).toEqual([]);
    expect(tags('Someday my yoga will happen.', 0, between)).toEqual(['yoga_mobility']);
    expect(tags('Someday my yoga will happen.', 0, domainBesideAtLeast + 0.01)).toEqual(['goals', 'yoga_mobility']);
  });

  it('refuses too few vectors', () => {
    expect(() => createJudge(parts).judgeWithMeaning(near, [])).toThrow('needs the vectors');
  });

  it('refuses to weigh what is usual where nobody said what that is', () => {
    const without = loadParts('layers/policy', 'reflect');
    const { scoring } = without.scoring;
    const meaning = { ...scoring.meaning, relevance: { bias: 0, weights: { user_meaning: 1 } } };
    const weighsNone = { ...without, scoring: { ...without.scoring, scoring: { ...scoring, meaning } } };
    const judged = (by: JudgeParts) => createJudge(by).judgeWithMeaning(near, [unit(1), unit(0)]);
    expect(() => judged(without)).toThrow('needs "usual" to judge with meaning');
    expect(judged(weighsNone).scores).toHaveProperty('relevance');
  });
});

it('the safety screen is given the vectors of the two turns as the embedder made them', () => {
  const given: unknown[] = [];
  const judge = createJudge({
    ...parts,
    commonplace: Float32Array.from([1, 0]),
    screen: (_dialogue, _evidence, meanings) => {
      given.push(meanings);
      return [];
    },
  });
  const [assistant, user] = [Float32Array.from([0.6, 0.8]), Float32Array.from([1, 0])];
  const dialogue = { user: 'I slept badly.', assistant: 'What kept you awake?', context: [] };
  judge.judgeWithMeaning(dialogue, [assistant, user]);
  judge.judge(dialogue);
  expect(given).toEqual([{ assistant, user }, undefined]);
});
