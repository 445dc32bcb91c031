import { loadParts } from '../../../../layers/adapters/judge-files.ts';
import { calibrate } from '../../../../layers/core/quality/calibrate/calibrate.ts';
import { labelledSchema } from '../../../../layers/core/quality/calibrate/examples.ts';
import { auc, calibrationError, precisionOfTop } from '../../../../layers/core/quality/calibrate/figures.ts';
import { createJudge } from '../../../../layers/core/quality/judge.ts';
import { policySchema } from '../../../../layers/core/quality/policy.ts';
import { fittedSchema } from '../../../../layers/core/quality/scores/fitted-file.ts';

const parts = loadParts('layers/policy', 'reflect');
const options = { policy: parts.policy, scoring: parts.scoring, name: 'ours', version: '1.0.0', seed: 7 };

/** These reviewers like replies that speak of birds: nothing that the hand-written policy knows of. */
const birds = ['a heron by the river', 'an owl at dusk', 'a robin in the hedge', 'a heron and an owl'];
const others = ['a train by the river', 'a lamp at dusk', 'a bucket in the hedge', 'a lamp and a train'];
const rows = Array.from({ length: 240 }, (_, i) => {
  const good = i % 2;
  const what = (good === 1 ? birds : others)[Math.floor(i / 2) % 4] ?? '';
  const labels = { empathy: good, ...(i < 30 && { overall: good }) };
  return labelledSchema.parse({ user: `turn ${Math.floor(i / 3)}`, assistant: `Look, ${what}, number ${i}.`, labels });
});

describe('calibrate', () => {
  const { report, files } = calibrate(rows, options);

  it('learns what its reviewers mean, and says how well on rows that it did not see', () => {
    const [learned] = report.learned;
    expect(report.learned).toHaveLength(1);
    expect(learned?.score).toBe('empathy');
    expect(learned?.holdOut.auc).toBeGreaterThan(0.95);
    expect(learned?.crossValidated.auc).toBeGreaterThan(0.95);
    expect(learned?.byHand.auc).toBeLessThan(0.8);
    expect((learned?.holdOut.rows ?? 0) + (learned?.crossValidated.rows ?? 0)).toBe(rows.length);
  });

  it('says what it could not learn, and why', () => {
    expect(report.skipped).toEqual([
      { score: 'question', why: 'needs 20 labels of 1 and of 0, has 0 and 0' },
      { score: 'overall', why: 'needs 20 labels of 1 and of 0, has 15 and 15' },
    ]);
  });

  it('writes a policy that a judge understands, in whole numbers, under 300 KB', () => {
    expect(Object.keys(files)).toEqual(['policy.json', 'scoring.json', 'fitted.json']);
    expect(Object.values(files).join('').length).toBeLessThan(300_000);
    const policy = policySchema.parse(JSON.parse(files['policy.json'] ?? ''));
    const fitted = fittedSchema.parse(JSON.parse(files['fitted.json'] ?? ''));
    const judge = createJudge({ policy, scoring: { ...parts.scoring, fitted } });
    const empathy = (assistant: string) => judge.judge({ user: 'turn', assistant, context: [] }).scores.empathy;
    expect(judge.judge({ user: '', assistant: '', context: [] }).policy).toBe('ours@1.0.0');
    expect(empathy('Look, an owl in the hedge.')).toBeGreaterThan(empathy('Look, a bucket in the hedge.') + 0.3);
  });

  it('refuses a label that it does not know, and says what it knows', () => {
    const { error } = labelledSchema.safeParse({ user: 'a', assistant: 'b', labels: { emphaty: 1 } });
    expect(error?.issues[0]?.message).toBe('no such label: emphaty (known: empathy, question, overall)');
  });

  it('gives the same bytes for the same seed', () => {
    expect(calibrate(rows, options).files).toEqual(files);
  });
});

describe('the figures', () => {
  it.each([
    ['perfect', [0, 0, 1, 1], [0.1, 0.2, 0.8, 0.9], 1],
    ['upside down', [1, 1, 0, 0], [0.1, 0.2, 0.8, 0.9], 0],
    ['all alike', [0, 1, 0, 1], [0.5, 0.5, 0.5, 0.5], 0.5],
    ['one pair wrong of four', [0, 1, 0, 1], [0.1, 0.2, 0.3, 0.4], 0.75],
  ])('auc: %s', (_, labels, scores, expected) => expect(auc(labels, scores)).toBe(expected));

  it('precision of the top, and distance between foretold and found', () => {
    const labels = [1, 0, 1, 0, 0, 0, 0, 0, 0, 0];
    expect(precisionOfTop(0.2, labels, [9, 8, 7, 6, 5, 4, 3, 2, 1, 0])).toBe(0.5);
    expect(calibrationError([1, 0], [0.95, 0.05])).toBeCloseTo(0.05);
  });
});
