import fc from 'fast-check';
import type { Exchange } from '../../../../layers/core/conversation/exchange.ts';
import { checkDpoLine, dpoLine } from '../../../../layers/core/dataset/formats/dpo.ts';
import { pairsOf, pairsPerPrompt, repliesPerPrompt } from '../../../../layers/core/dataset/preference/pairs.ts';
import { promptKey, type Rated, ratedOf, ratedSchema } from '../../../../layers/core/dataset/preference/rated.ts';
import { isHeldOut } from '../../../../layers/core/dataset/split.ts';
import type { SignalsByKind } from '../../../../layers/core/signals/signal.ts';
import { exchange, hex, strategyJudge, version } from '../../../support/exchanges.ts';

const rules = {
  languages: ['en'],
  screen: ({ assistant }: { assistant: string }) => (assistant.includes('harm') ? (['self_harm'] as const) : []),
};
const about = (of: Exchange) =>
  ({ schema: 1, exchange: of.id, pseudonym: of.pseudonym, version: version(2), at: of.createdAt }) as const;
const said = {
  rating: (of: Exchange, value: number): SignalsByKind => ({ rating: { ...about(of), kind: 'rating', value } }),
  edit: (of: Exchange, assistant: string): SignalsByKind => ({ edit: { ...about(of), kind: 'edit', assistant } }),
  review: (of: Exchange, decision: 'approved' | 'rejected', more: object = {}): SignalsByKind => ({
    review: { ...about(of), kind: 'review', decision, reviewer: hex('reviewer'), ...more },
  }),
};
const user = 'I walked today.';
/** A reply to always the same prompt, by a user who is not held out. */
const replied = (name: string, assistant: string, given: Partial<Exchange> = {}) =>
  exchange(name, { user, assistant, pseudonym: hex('user of a'), ...given });

function rated(of: Exchange, signals: SignalsByKind): Rated {
  const row = ratedOf(of, signals, rules);
  if (row === undefined || typeof row === 'string') throw new Error(`no row: ${row}`);
  return ratedSchema.parse(JSON.parse(JSON.stringify(row)));
}
const shortened = (rows: readonly Rated[]) => {
  const { pairs, lost } = pairsOf(rows);
  const all = pairs.map(({ preferred, other, source }) => `${source}: ${preferred} > ${other}`);
  return { pairs: all, lost: Object.fromEntries(Object.entries(lost).filter(([, n]) => n > 0)) };
};
const [a, b, c] = [replied('a', 'A?'), replied('b', 'B?', { regenerates: hex('a') }), replied('c', 'C?')];

describe('pairsOf', () => {
  it.each<[string, Rated[], string[], object]>([
    ['an edited reply', [rated(a, said.edit(a, 'Better?'))], ['edit: Better? > A?'], {}],
    ['an edit that changes nothing', [rated(a, said.edit(a, ' a? '))], [], { tie: 1 }],
    [
      'thumbs down, then up for the reply that replaces it',
      [rated(a, said.rating(a, -1)), rated(b, said.rating(b, 1))],
      ['regenerated: B? > A?'],
      {},
    ],
    [
      'different ratings of replies to one prompt',
      [rated(a, said.rating(a, -1)), rated(c, said.rating(c, 1))],
      ['comparison: C? > A?'],
      {},
    ],
    ['stars', [rated(a, said.rating(a, 0.5)), rated(c, said.rating(c, 1))], ['comparison: C? > A?'], {}],
    ['equal ratings', [rated(a, said.rating(a, 1)), rated(c, said.rating(c, 1))], [], { tie: 1 }],
    ['one rating alone', [rated(a, said.rating(a, 1))], [], {}],
    [
      "a reviewer's words",
      [rated(a, said.review(a, 'approved', { assistant: 'Chosen?' }))],
      ['review: Chosen? > A?'],
      {},
    ],
    [
      "a reviewer's choice between two",
      [rated(a, said.review(a, 'approved')), rated(c, said.review(c, 'rejected'))],
      ['comparison: A? > C?'],
      {},
    ],
    [
      "a reviewer's word against a user's",
      [rated(a, { ...said.rating(a, 1), ...said.review(a, 'rejected') }), rated(c, said.rating(c, 1))],
      ['comparison: C? > A?'],
      {},
    ],
    [
      'an edit that a reviewer rejected',
      [rated(a, { ...said.edit(a, 'Better?'), ...said.review(a, 'rejected') })],
      [],
      { contradiction: 1 },
    ],
    [
      'opposite ratings of one text',
      [rated(a, said.rating(a, 1)), rated(replied('d', 'a?'), said.rating(a, -1)), rated(c, said.rating(c, 1))],
      [],
      { contradiction: 1 },
    ],
    [
      'an edit that another user edits back',
      [rated(a, said.edit(a, 'C?')), rated(c, said.edit(c, 'A?'))],
      [],
      { contradiction: 2 },
    ],
    [
      'a circle of three',
      [
        rated(a, said.edit(a, 'B?')),
        rated(replied('e', 'B?'), said.edit(a, 'C?')),
        rated(c, { ...said.edit(c, 'A?') }),
      ],
      [],
      { contradiction: 3 },
    ],
    [
      'two who edit the same into the same',
      [rated(a, said.edit(a, 'Better?')), rated(replied('f', 'A?'), said.edit(a, 'Better?'))],
      ['edit: Better? > A?'],
      {},
    ],
  ])('%s', (_, rows, pairs, lost) => {
    expect(shortened(rows)).toEqual({ pairs, lost });
  });

  it('names both exchanges, so that erasure finds them', () => {
    const { pairs } = pairsOf([rated(a, said.rating(a, -1)), rated(b, said.rating(b, 1))]);
    expect(pairs).toMatchObject([{ id: b.id, otherId: a.id, user, context: [] }]);
  });

  it('lets no prompt fill the file', () => {
    const rows = Array.from({ length: 60 }, (_, i) => {
      const one = replied(`reply ${i}`, `Reply ${i}?`);
      return rated(one, said.rating(one, i % 2 === 0 ? 1 : -1));
    });
    const { pairs, lost } = pairsOf(rows);
    expect(pairs).toHaveLength(pairsPerPrompt);
    expect(lost).toMatchObject({ crowded_prompt: 60 - repliesPerPrompt });
    expect(lost.beyond_cap).toBeGreaterThan(0);
  });

  const row = fc
    .record({
      name: fc.integer({ min: 0, max: 12 }),
      text: fc.constantFrom('A?', 'a?', 'B?', 'C?', 'D?'),
      rating: fc.constantFrom(undefined, -1, -0.5, 0.5, 1),
      edit: fc.constantFrom(undefined, undefined, 'A?', 'B?', 'E?'),
      decision: fc.constantFrom(undefined, undefined, 'approved' as const, 'rejected' as const),
      before: fc.constantFrom(undefined, 1, 2),
    })
    .filter(({ rating, edit, decision }) => rating !== undefined || edit !== undefined || decision !== undefined)
    .map(({ name, text, rating, edit, decision, before }) => {
      const one = replied(String(name), text, before === undefined ? {} : { regenerates: hex(String(before)) });
      return rated(one, {
        ...(rating !== undefined && said.rating(one, rating)),
        ...(edit !== undefined && said.edit(one, edit)),
        ...(decision !== undefined && said.review(one, decision)),
      });
    });
  const rowsOfPrompt = fc.uniqueArray(row, { selector: ({ exchange: id }) => id, maxLength: 10 });

  it('gives the same pairs for the same rows in any order', () => {
    const shuffled = rowsOfPrompt.chain((rows) =>
      fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
    );
    fc.assert(fc.property(shuffled, ([rows, other]) => expect(pairsOf(other)).toEqual(pairsOf(rows))));
  });

  it('never prefers both ways, and every pair is a line that the trainer takes', () => {
    fc.assert(
      fc.property(rowsOfPrompt, (rows) => {
        const { pairs } = pairsOf(rows);
        const keys = new Set(pairs.map(({ preferred, other }) => `${preferred}>${other}`.toLowerCase()));
        for (const pair of pairs) {
          expect(keys.has(`${pair.other}>${pair.preferred}`.toLowerCase())).toBe(false);
          expect(checkDpoLine(JSON.parse(dpoLine('Be kind.', pair))).problems).toEqual([]);
        }
        expect(keys.size).toBe(pairs.length);
      }),
    );
  });
});

describe('ratedOf', () => {
  const heldOut = replied('a', 'A?', { pseudonym: hex('user of l') });
  const judged = (given: Partial<Exchange['judgement']>) => ({
    judgement: { ...strategyJudge.judge(a), ...given },
  });
  const unsafe = replied('a', 'A?', judged({ safety: ['self_harm'] }));
  const german = replied('a', 'A?', judged({ language: 'de' }));

  it.each<[string, Exchange, SignalsByKind, unknown]>([
    ['nothing said', a, {}, undefined],
    ['a rating taken back', a, said.rating(a, 0), undefined],
    ['an edit taken back', a, { edit: { ...about(a), kind: 'edit' } }, undefined],
    ['a user who is held out', heldOut, said.rating(a, 1), 'held_out'],
    ['an exchange held for safety', unsafe, said.rating(a, 1), 'safety'],
    ['one that a reviewer approved, but did not clear', unsafe, said.review(a, 'approved'), 'safety'],
    ['an edit that is unsafe', a, said.edit(a, 'Do yourself harm?'), 'safety'],
    ['a language that does not train', german, said.rating(a, 1), 'language'],
    ['an empty edit', a, said.edit(a, ' '), 'unfit'],
    ['a special token', a, said.edit(a, 'A <|im_end|>'), 'unfit'],
    ['a text that is too long', a, said.edit(a, 'word '.repeat(20_000)), 'unfit'],
  ])('uses no %s', (_, of, signals, result) => {
    expect(ratedOf(of, signals, rules)).toBe(result);
  });

  const reviewedBefore = { version: version(1) };
  it.each<[string, Exchange, SignalsByKind, unknown]>([
    [
      "a reviewer's words against a reply that came later",
      replied('a', 'A?', { version: version(3) }),
      said.review(a, 'approved', { assistant: 'Chosen?' }),
      'review_outdated',
    ],
    [
      'a rejection of the reply before',
      replied('a', 'A?', { version: version(3) }),
      { ...said.review(a, 'rejected'), ...said.rating(a, 1) },
      'review_outdated',
    ],
    [
      'an edit that came after what was cleared',
      a,
      {
        ...said.edit(a, 'Do yourself harm?'),
        ...said.review(a, 'approved', { cleared: ['self_harm'], ...reviewedBefore }),
      },
      'safety',
    ],
  ])('does not take for reviewed what nobody has read: %s', (_, of, signals, result) => {
    expect(ratedOf(of, signals, rules)).toBe(result);
  });

  it('uses what a reviewer cleared', () => {
    const cleared = said.review(a, 'approved', { cleared: ['self_harm'], assistant: 'Who is with you?' });
    expect(ratedOf(unsafe, cleared, rules)).toMatchObject({ review: { decision: 'approved' } });
  });

  it('never uses held-out users', () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        const one = replied('a', 'A?', { pseudonym: hex(name) });
        expect(ratedOf(one, said.rating(one, 1), rules) === 'held_out').toBe(isHeldOut(one.pseudonym));
      }),
    );
  });

  it('starts its lines with id and version, as sorted runs want', () => {
    expect(JSON.stringify(rated(a, said.rating(a, 1)))).toMatch(/^\{"id":"[0-9a-f]{32}","version":"\d{40}"/);
  });
});

describe('promptKey', () => {
  const key = (text: string, before: Parameters<typeof promptKey>[0]['context'] = []) =>
    promptKey({ user: text, context: before });

  it('is the same however a prompt is spaced and written, and another for another context', () => {
    expect(key('I  ran\n')).toBe(key('i ran'));
    expect(key('I ran', [{ sender: 'ai', text: 'Hi.' }])).not.toBe(key('I ran'));
    expect(key('I ran', [{ sender: 'user', text: 'Hi.' }])).not.toBe(key('I ran', [{ sender: 'ai', text: 'Hi.' }]));
  });
});
