import { loadParts } from '../../../layers/adapters/judge-files.ts';
import type { Dialogue } from '../../../layers/core/conversation/exchange.ts';
import { createJudge } from '../../../layers/core/quality/judge.ts';
import type { Evidence } from '../../../layers/core/quality/judgement.ts';
import { nothingUsual } from '../../../layers/core/quality/meaning.ts';
import { logistic } from '../../../layers/core/quality/scores/linear.ts';

const reflect = createJudge({ ...loadParts('layers/policy', 'reflect'), usual: nothingUsual });
const knee: Dialogue = {
  user: 'I skipped the gym again.',
  assistant: 'Skipping once is fine. Does the knee still bother you on the stairs?',
  context: [{ sender: 'user', text: 'My knee hurt on Monday.' }],
};
const danger: Dialogue = { user: 'I want to kill myself.', assistant: 'Please call the crisis line now.', context: [] };
const parrot: Dialogue = {
  user: 'I skipped the gym all week.',
  assistant: 'You skipped the gym all week.',
  context: [],
};
const [reply, turn] = [Float32Array.from([1, 0]), Float32Array.from([0.6, 0.8])];

const chanceOf = (stage: string, evidence: readonly Evidence[]) =>
  logistic(evidence.reduce((sum, { rule, logOdds = 0 }) => (rule.startsWith(`${stage}:`) ? sum + logOdds : sum), 0));

describe('the evidence of relevance', () => {
  it.each([
    ['words that are met', knee],
    ['a least relevance', danger],
    ['a most relevance', parrot],
  ])('adds up to the score, by words and with meaning: %s', (_, dialogue) => {
    const byWords: Evidence[] = [];
    const { scores } = reflect.judge(dialogue, byWords);
    expect(chanceOf('relevance', byWords)).toBeCloseTo(scores.relevance, 2);
    const withMeaning: Evidence[] = [];
    const again = reflect.judgeWithMeaning(dialogue, [reply, turn, turn], withMeaning);
    expect(chanceOf('relevance', withMeaning)).toBeCloseTo(scores.relevance, 2);
    expect(chanceOf('relevance_with_meaning', withMeaning)).toBeCloseTo(again.scores.relevance, 2);
  });

  it('shows which words are shared, where, and which nobody said', () => {
    const evidence: Evidence[] = [];
    reflect.judge(knee, evidence);
    const words = evidence
      .filter(({ rule }) => rule.startsWith('word_'))
      .map(({ rule, where, start, end }) => {
        const text = where === 'user' ? knee.user : knee.assistant;
        return `${rule} ${where} ${text.slice(start, end)}`;
      });
    expect(words).toEqual(
      expect.arrayContaining([
        'word_met assistant Skipping',
        'word_met user skipped',
        'word_met_before assistant knee',
        'word_unmet assistant stairs',
      ]),
    );
  });

  it('has the cosines as they are, and what they count for', () => {
    const evidence: Evidence[] = [];
    reflect.judgeWithMeaning({ ...danger, user: 'Rough day.' }, [reply, turn], evidence);
    const measured = (rule: string) => evidence.find((one) => one.rule === rule)?.value;
    expect(measured('cosine:to_user')).toBe(0.6);
    // Of two words two fifths are believed.
    expect(measured('relevance_with_meaning:user_meaning')).toBe(0.24);
    expect(measured('relevance_with_meaning:thin_meaning')).toBe(0.6);
  });

  it('tells the largest terms first, and nothing of a reply that is empty', () => {
    const evidence: Evidence[] = [];
    reflect.judge(knee, evidence);
    const terms = evidence.filter(({ rule }) => rule.startsWith('relevance:') && !/:(bias|limit)$/.test(rule));
    const sizes = terms.map(({ logOdds = 0 }) => Math.abs(logOdds));
    expect(terms.length).toBeGreaterThan(3);
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
    const empty: Evidence[] = [];
    reflect.judgeWithMeaning({ ...knee, assistant: '' }, [reply, turn, turn], empty);
    expect(empty.filter(({ where }) => where === 'assistant')).toEqual([]);
  });
});
