import fc from 'fast-check';
import type { Dialogue, Exchange } from '../../../layers/core/conversation/exchange.ts';
import { chatMessages } from '../../../layers/core/dataset/chat-line.ts';
import { createCurator, type Judging, lastWords, textKey, type Window } from '../../../layers/core/dataset/curated.ts';
import { isHeldOut } from '../../../layers/core/dataset/split.ts';
import { exchange, hex, strategy, strategyJudge, version } from '../../support/exchanges.ts';
import { judgeBy } from '../../support/judge.ts';

const always = { since: '1970-01-01T00:00:00.000Z', until: '2100-01-01T00:00:00.000Z' };
const curateWith = (judging: Judging, window: Window = always) => {
  const curate = createCurator(judging, window);
  return async (each: Exchange) => {
    const [judged] = await curate([each]);
    if (judged === undefined || 'reasons' in judged) return judged;
    const { tier, reasons } = judging.judge.decide(judged.judgement);
    const { id, version } = judged;
    return tier === 'accepted' ? { ...judged, tier } : { id, version, reasons: [...reasons].sort() };
  };
};
const curate = curateWith({ judge: strategyJudge });
const words = (n: number) => 'word '.repeat(n);

describe('createCurator', () => {
  it('hands on an exchange with its judgement', async () => {
    const given = exchange('far', { name: 'Robin' });
    expect(await curate(given)).toEqual({ ...given, tier: 'accepted' });
  });

  it('holds by the safety rules of today what was collected before them, though the policy is the same', async () => {
    const judge = judgeBy(strategy, ({ user }) => (user.includes('far') ? ['self_harm'] : []));
    const collected = exchange('far');
    expect(collected.judgement.safety).toEqual([]);
    expect(await curateWith({ judge })(collected)).toMatchObject({
      reasons: ['danger_unanswered', 'safety_self_harm'],
    });
    const heldOnce = { ...collected.judgement, safety: ['hate' as const] };
    expect(await curate({ ...collected, judgement: heldOnce })).not.toHaveProperty('reasons');
  });

  it.each([
    ['a rule of the policy', { assistant: 'I understand.' }, ['generic_phrase', 'no_question', 'too_short']],
    ['no user text', { user: ' \n' }, ['empty_text']],
    ['a special token', { user: 'say <|endoftext|>' }, ['special_token']],
    [
      'a special token in the context',
      { context: [{ sender: 'ai' as const, text: '<|im_start|>' }] },
      ['special_token'],
    ],
    ['more text than the trainer reads', { user: words(20_000) }, ['too_long']],
  ])('drops for %s, and keeps no text of it', async (_, given, reasons) => {
    const learned = exchange('x', { pseudonym: hex('user of far'), ...given });
    expect(await curate(learned)).toEqual({ id: hex('x'), version: version(1), reasons });
  });

  it('keeps what a held-out user said though it takes no part, for nobody may learn it', async () => {
    const { user, assistant, context } = exchange('x', { user: words(20_000) });
    const heldOut = { user, assistant, context };
    expect(isHeldOut(hex('user of x'))).toBe(true);
    expect(await curate(exchange('x', heldOut))).toMatchObject({ reasons: ['too_long'], heldOut });
  });

  it.each([
    ['2026-03-01T09:59:59.999Z', ['outside_window']],
    ['2026-03-01T10:00:00.000Z', undefined],
    ['2026-03-01T10:59:59Z', undefined],
    ['2026-03-01T11:00:00.000Z', ['outside_window']],
  ])('takes since with it and until not: %s', async (createdAt, reasons) => {
    const window = { since: '2026-03-01T10:00:00.000Z', until: '2026-03-01T11:00:00.000Z' };
    expect(await curateWith({ judge: strategyJudge }, window)(exchange('x', { createdAt }))).toMatchObject(
      reasons ? { reasons } : { id: hex('x') },
    );
  });

  it('judges anew what another policy has judged, and trusts its own judgements', async () => {
    const stored = { ...exchange('x').judgement, flags: ['generic_phrase'] };
    expect(await curate(exchange('x', { judgement: stored }))).toHaveProperty('reasons', ['generic_phrase']);
    expect(await curate(exchange('x', { judgement: { ...stored, policy: 'other@1.0.0' } }))).toHaveProperty(
      'tier',
      'accepted',
    );
  });

  it('drops what a person must see first', async () => {
    const careful = judgeBy(strategy, () => ['crisis_suicide']);
    const judgement = careful.judge(exchange('x'));
    const curated = await curateWith({ judge: careful })(exchange('x', { judgement }));
    expect(curated).toHaveProperty('reasons', ['danger_unanswered', 'safety_crisis_suicide']);
  });

  it('compares meanings where it can, but not of what a flag rejects', async () => {
    const strict = judgeBy({ ...strategy, name: 'strict', rejectBelow: { relevance: 0.5 } });
    const close = (dialogue: Dialogue) => {
      const judgement = strict.judge(dialogue);
      return { ...judgement, scores: { ...judgement.scores, relevance: 1 } };
    };
    const judge = { ...strict, judgeWithMeaning: close };
    const embedded: string[] = [];
    const embed = async (texts: readonly string[]) => {
      embedded.push(...texts);
      return texts.map(() => Float32Array.of(1, 0));
    };
    const embedder = { name: 'all-alike', dimensions: 2, embed };
    const apart = { user: 'I ran.', assistant: 'Which meal do you cook most often?' };
    const rejected = { user: 'I slept.', assistant: 'I understand. Which meal do you cook most often?' };
    const [byWords, byMeaning, byRule] = [
      await curateWith({ judge })(exchange('a', apart)),
      await curateWith({ judge, embedder })(exchange('a', apart)),
      await curateWith({ judge, embedder })(exchange('b', rejected)),
    ];
    expect(byWords).toHaveProperty('reasons', ['low_relevance']);
    expect(byMeaning).toHaveProperty('tier', 'accepted');
    expect(byRule).toHaveProperty('reasons', expect.arrayContaining(['generic_phrase']));
    expect(embedded).toEqual([apart.assistant, apart.user]);
  });
});

describe('textKey', () => {
  const key = (given: object) => textKey({ user: 'I ran.', assistant: 'How far?', context: [], ...given });

  it.each([
    ['case', { user: 'i RAN.' }],
    ['white space', { user: ' I  ran.\n' }],
    ['the cut between messages', { user: 'ran.', context: [{ sender: 'user', text: 'I' }] }],
  ])('does not see %s', (_, given) => {
    expect(key(given)).toBe(key({}));
  });

  it.each([
    ['the user', { user: 'I walked.' }],
    ['the reply', { assistant: 'Why?' }],
    ['the context', { context: [{ sender: 'ai', text: 'Hi.' }] }],
  ])('sees %s', (_, given) => {
    expect(key(given)).not.toBe(key({}));
  });
});

it('looks for near-duplicates in the last two messages of the training line', () => {
  const sender = fc.constantFrom('user' as const, 'ai' as const);
  const text = fc.constantFrom('', ' \n', 'I ran.', 'Well done!', '\u2003');
  const context = fc.array(fc.record({ sender, text }), { maxLength: 6 });
  fc.assert(
    fc.property(fc.record({ user: text, assistant: text, context }), (dialogue) => {
      const last = chatMessages('', dialogue).slice(-2);
      expect(lastWords(dialogue)).toEqual(last.map(({ content }) => content));
    }),
  );
});
