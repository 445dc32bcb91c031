import { loadMeasures } from '../../../../layers/adapters/judge-files.ts';
import { calibrate, policyFiles } from '../../../../layers/core/quality/calibrate/calibrate.ts';
import { labelledSchema } from '../../../../layers/core/quality/calibrate/examples.ts';
import { auc, calibrationError, precisionOfTop } from '../../../../layers/core/quality/calibrate/figures.ts';
import { dealt } from '../../../../layers/core/quality/calibrate/folds.ts';
import { timeReplies } from '../../../../layers/core/quality/calibrate/timing.ts';
import { createJudge } from '../../../../layers/core/quality/judge.ts';
import { policySchema } from '../../../../layers/core/quality/policy.ts';
import { fittedSchema } from '../../../../layers/core/quality/scores/fitted-file.ts';
import { Measure } from '../../../../layers/core/quality/scores/measure.ts';

const parts = loadMeasures('layers/policy', 'reflect');
const options = { policy: parts.policy, scoring: parts.scoring, seed: 7 };

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
  const { report, fitted: learnt } = calibrate(rows, options);
  const files = policyFiles(parts, learnt, 'ours', '1.0.0');

  it('learns what its reviewers mean, and says how well on rows that it did not see', () => {
    const [learned] = report.learned;
    expect(report.learned).toHaveLength(1);
    expect(learned?.score).toBe('empathy');
    expect(learned?.holdOut.auc).toBeGreaterThan(0.95);
    expect(learned?.crossValidated.auc).toBeGreaterThan(0.95);
    expect(learned?.base.auc).toBeLessThan(0.8);
    expect((learned?.holdOut.rows ?? 0) + (learned?.crossValidated.rows ?? 0)).toBe(rows.length);
  });

  it('says what it could not learn, and why', () => {
    expect(report.skipped).toEqual([
      { score: 'question', why: 'has no label' },
      { score: 'overall', why: 'needs 20 labels of 1 and 20 of 0, has 15 and 15' },
    ]);
    const ones = rows.map((row) => ({ ...row, labels: { empathy: 1 } as const }));
    expect(calibrate(ones, options).report.skipped[0]?.why).toBe('needs 20 labels of 1 and 20 of 0, and all 240 are 1');
  });

  it('warns of labels that contradict each other, and where the hand-written policy did better', () => {
    expect(report.warnings).toEqual([expect.stringMatching(/^All rows are told apart without a mistake/)]);
    // What these reviewers mean the policy knows, and a fifth of the first half of their labels is wrong.
    const sure = [
      ['That sounds so hard, and it makes sense that you feel worn out.', 1],
      ['Just do it.', 0],
    ] as const;
    const hasty = Array.from({ length: 160 }, (_, i) => {
      const [reply, good] = sure[i % 2] ?? ['', 0];
      const labels = { empathy: i < 80 && i % 5 === 0 ? 1 - good : good };
      return labelledSchema.parse({ user: `turn ${i % 80}`, assistant: `${reply} ${i % 80}`, labels });
    });
    expect(calibrate(hasty, { ...options, evenIfWorse: true }).report.warnings).toEqual([
      'empathy: 16 replies have labels of both 1 and 0. Settle which holds, and learn again.',
      expect.stringMatching(
        /^empathy: what was learned tells rows that it did not see apart less well than reflect does \(AUC 0/,
      ),
    ]);
    const { report: careful } = calibrate(hasty, options);
    const why = expect.stringMatching(
      /^tells rows that it did not see apart less well than it does set by hand \(AUC 0\.\d{3} against/,
    );
    expect([careful.learned, careful.skipped[0]]).toEqual([[], { score: 'empathy', why, isWorse: true }]);
  });

  describe('decides by what the labels mean, not by which rows are held out', () => {
    const seeds = [1, 2, 3, 4, 5];
    const takenBy = (labelled: typeof rows) =>
      seeds.filter((seed) => calibrate(labelled, { ...options, seed }).report.learned.length > 0);
    /** One label in so many is another than its reviewer meant. */
    const mistaken = (good: number, i: number, each: number) => (i % each === 0 ? 1 - good : good);

    it('takes what nobody wrote a rule for, though a label in nine is mistaken', () => {
      const labelled = rows.map(({ user, assistant }, i) =>
        labelledSchema.parse({ user, assistant, labels: { empathy: mistaken(i % 2, i, 9) } }),
      );
      expect(takenBy(labelled)).toEqual(seeds);
    });

    it('takes nothing where reviewers mean what the policy says already', () => {
      const measure = new Measure(parts.scoring, parts.policy.rules.questionMarkOnly);
      const said = ['That sounds so hard.', 'It makes sense that you feel worn out.', 'I hear how tired you are.'];
      const plain = ['Just do it.', 'Add a set.', 'Go on Monday.', 'Eat more rice.'];
      const labelled = Array.from({ length: 160 }, (_, i) => {
        const phrase = (i % 2 ? said : plain)[i % 3] ?? '';
        const dialogue = {
          user: `I skipped day ${i}.`,
          assistant: `${phrase} Day ${i}, ${birds[i % 4]}.`,
          context: [],
        };
        const empathy = measure.read(dialogue).scores.empathy >= 0.5 ? 1 : 0;
        return labelledSchema.parse({ ...dialogue, labels: { empathy: mistaken(empathy, i, 7) } });
      });
      expect(takenBy(labelled)).toEqual([]);
    });
  });

  it('takes nothing that was learned by chance, unless it is asked to, and says so in what it writes', () => {
    const contradicting = rows.flatMap((row) => [
      { ...row, labels: { empathy: 1 as const } },
      { ...row, labels: { empathy: 0 as const } },
    ]);
    const why = 'was learned no better than by chance (AUC 0.500, cross-validated)';
    const { report, fitted } = calibrate(contradicting, options);
    expect(report.skipped[0]).toEqual({ score: 'empathy', why, isWorse: true });
    expect([report.learned, fitted.targets]).toEqual([[], {}]);
    const taken = calibrate(contradicting, { ...options, evenIfWorse: true });
    expect(taken.report.learned).toMatchObject([{ score: 'empathy', against: why }]);
    expect(taken.fitted.description).toBe(`Learned from 480 labelled exchanges, seed 7; empathy although it ${why}.`);
  });

  it('counts no row without a label', () => {
    const unlabelled = rows.slice(0, 6).map((row) => ({ ...row, labels: {} }));
    const more = calibrate([...rows, ...unlabelled], options);
    expect([more.report.rows, more.fitted]).toEqual([240, learnt]);
  });

  it('writes a policy that a judge understands, in whole numbers, under 300 KB', () => {
    expect(Object.keys(files)).toEqual(['policy.json', 'scoring.json', 'fitted.json']);
    expect(Object.values(files).join('').length).toBeLessThan(300_000);
    const policy = policySchema.parse(JSON.parse(files['policy.json'] ?? ''));
    const fitted = fittedSchema.parse(JSON.parse(files['fitted.json'] ?? ''));
    expect(policy.description).toBe('Learned from 240 labelled exchanges, seed 7.');
    const judge = createJudge({ screen: () => [], policy, scoring: { ...parts.scoring, fitted } });
    const empathy = (assistant: string) => judge.judge({ user: 'turn', assistant, context: [] }).scores.empathy;
    expect(judge.judge({ user: '', assistant: '', context: [] }).policy).toBe('ours@1.0.0');
    expect(empathy('Look, an owl in the hedge.')).toBeGreaterThan(empathy('Look, a bucket in the hedge.') + 0.3);
    const apart = `${' '.repeat(20_000)}Look,   an owl in the hedge.${'\t'.repeat(2000)}`;
    expect(empathy(apart)).toBe(empathy('Look, an owl in the hedge.'));
  });

  describe('on a base that learned before', () => {
    const { fitted } = calibrate(rows, options);
    const learnedOnce = {
      ...options,
      scoring: { ...parts.scoring, fitted },
      policy: { ...parts.policy, name: 'ours' },
    };
    const ofQuestions = rows.map(({ labels, ...row }) => ({ ...row, labels: { question: labels.empathy } }));

    it('keeps what it learned of the scores that nobody labelled', () => {
      const again = calibrate(ofQuestions, learnedOnce);
      expect(again.report.learned.map(({ score }) => score)).toEqual(['question']);
      expect(again.fitted.targets.empathy).toEqual(fitted.targets.empathy);
      expect(again.fitted.description).toBe('Learned from 240 labelled exchanges, seed 7; empathy as learned before.');
      // And the same once more: a folder that it stands in keeps its version.
      const twice = calibrate(ofQuestions, { ...learnedOnce, scoring: { ...parts.scoring, fitted: again.fitted } });
      expect(JSON.stringify(twice.fitted)).toBe(JSON.stringify(again.fitted));
    });

    it('compares with what it learned', () => {
      const { report } = calibrate(rows, learnedOnce);
      expect(report.learned[0]?.base.auc).toBeGreaterThan(0.95);
      // Labels by chance: who learned from the held-out rows remembers them, who did not cannot foretell them.
      const byChance = rows.map((row, i) => ({
        ...row,
        labels: { empathy: ((i * 7919) % 11) % 2 === 0 ? 1 : 0 } as const,
      }));
      const remembers = { ...parts.scoring, fitted: calibrate(byChance, { ...options, evenIfWorse: true }).fitted };
      expect(calibrate(byChance, { ...learnedOnce, scoring: remembers, evenIfWorse: true }).report.warnings).toEqual([
        expect.stringMatching(/less well than ours does .* its figure flatters it\.$/),
      ]);
    });
  });

  it('gives the same bytes for the same seed, and the same rows in any order', () => {
    const bytes = JSON.stringify(learnt);
    expect(JSON.stringify(calibrate(rows, options).fitted)).toBe(bytes);
    expect(JSON.stringify(calibrate(rows.toReversed(), options).fitted)).toBe(bytes);
  });

  it('writes no more weights, however much there is to learn from', () => {
    const letters = 'abcdefghijklmnopqrstuvwxyz';
    const word = (i: number) => [i, i / 26, i / 676].map((n) => letters[Math.floor(n) % 26]).join('');
    const text = (i: number) => Array.from({ length: 60 }, (_, at) => word(i * 61 + at * 7)).join(' ');
    const many = Array.from({ length: 300 }, (_, i) => {
      const one = i % 2;
      const labels = { empathy: one, question: one, overall: one };
      return labelledSchema.parse({ user: `turn ${i}`, assistant: `${text(i)}${one ? '?' : '.'}`, labels });
    });
    const { fitted, report } = calibrate(many, options);
    expect(report.learned).toHaveLength(3);
    expect(JSON.stringify(fitted).length).toBeLessThan(150_000);
  });

  it('measures how long a reply takes, by the clock that it is given', () => {
    const { fitted } = calibrate(rows, options);
    let clock = 0;
    const scoring = { ...parts.scoring, fitted };
    const time = timeReplies(rows, { policy: parts.policy, scoring }, () => (clock += 12));
    // Twenty rows at a time.
    expect(time).toEqual({ all: (1000 * 12) / 20, learned: 0 });
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

describe('how rows are dealt out', () => {
  const deal = (turns: readonly (readonly number[])[], seed = 7, share = 0.2) => {
    const groups = turns.flatMap((labels, turn) => labels.map(() => `turn ${turn}`));
    const labels = turns.flat();
    return { groups, labels, ...dealt([...groups.keys()], { groups, labels }, { seed, share }) };
  };
  const whole = (turns: readonly (readonly number[])[], seed?: number) => {
    const { groups, labels, ...made } = deal(turns, seed);
    if ('why' in made) throw new Error(made.why);
    return { groups, labels, ...made };
  };

  it('each part has both labels, and no turn of a user is in two', () => {
    // One turn in five has a 1: by chance alone a fold would now and then have none.
    const turns = Array.from({ length: 80 }, (_, i) => (i % 5 === 0 ? [1] : [0, 0]));
    for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const made = whole(turns, seed);
      const parts = [made.heldOut, ...made.folds];
      for (const part of parts) expect(new Set(part.map((row) => made.labels[row]))).toEqual(new Set([0, 1]));
      const turnsOf = parts.map((part) => [...new Set(part.map((row) => made.groups[row]))]);
      expect(new Set(turnsOf.flat()).size).toBe(turnsOf.flat().length);
      expect(parts.flat().sort((a, b) => a - b)).toEqual([...made.labels.keys()]);
    }
  });

  it('holds out the same turns when others are added', () => {
    const turns = Array.from({ length: 60 }, (_, i) => [i % 2]);
    const [some, more] = [whole(turns.slice(0, 40)), whole(turns)];
    expect(more.heldOut.filter((row) => row < 40).sort()).toEqual([...some.heldOut].sort());
    expect(whole(turns, 8).heldOut).not.toEqual(whole(turns, 7).heldOut);
  });

  it.each([
    [
      'two messages with many replies',
      [Array(40).fill(1), Array(40).fill(0)],
      /needs labels of 0 on replies to 5 different messages besides those held out, has [01]: label replies to more/,
    ],
    ['one message', [[...Array(40).fill(1), ...Array(40).fill(0)]], /needs labels of 0/],
    [
      'one message with all labels of 1',
      [Array(40).fill(1), ...Array.from({ length: 30 }, () => [0])],
      /needs labels of 1 on/,
    ],
  ])('says what is missing: %s', (_, turns, why) => {
    expect(deal(turns)).toMatchObject({ why: expect.stringMatching(why) });
  });

  it('says that nothing can be measured on rows held out that have one label', () => {
    const turns = Array.from({ length: 12 }, (_, i) => [i < 6 ? 1 : 0]);
    const whys = Array.from({ length: 40 }, (_, seed) => deal(turns, seed, 0.1)).flatMap((made) =>
      'why' in made ? [made.why] : [],
    );
    expect(whys).toContainEqual(expect.stringMatching(/no label of [01] among the rows held out: .* another seed/));
  });
});

it('nothing that hardly varies among the labelled rows decides alone where it does vary', () => {
  // All replies repeat a word of the message, but for a hair's breadth equally.
  const given = Array.from({ length: 120 }, (_, i) => {
    const labels = { empathy: i % 2 };
    return labelledSchema.parse({ user: `turn ${i}`, assistant: i % 2 ? `An owl, ${i}.` : `A lamp, ${i}.`, labels });
  });
  const { fitted } = calibrate(given, options);
  const weights = Object.entries(fitted.targets.empathy?.weights ?? {}).filter(([, weight]) => Math.abs(weight) > 4000);
  expect(weights).toEqual([]);
});
