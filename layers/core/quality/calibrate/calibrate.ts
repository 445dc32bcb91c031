import type { Policy } from '../policy.ts';
import { policyId } from '../policy.ts';
import { type Fitted, type FittedTarget, type Learnable, learnable } from '../scores/fitted-file.ts';
import { Measure } from '../scores/measure.ts';
import type { ScoringData } from '../scoring.ts';
import { hashStart, hashStep } from '../text/vocabulary.ts';
import { type Examples, examplesOf, type Labelled } from './examples.ts';
import { type Figures, figuresOf } from './figures.ts';
import { crossValidate, learn } from './learner.ts';

export interface CalibrateOptions {
  /** The policy to learn for; its thresholds stay as they are. */
  readonly policy: Policy;
  /** The word lists and weights that the hand-made features come from. */
  readonly scoring: ScoringData;
  /** Name and version of the policy that is written. */
  readonly name: string;
  readonly version: string;
  /** Which rows are held out, and which are in a fold, depends on this alone. */
  readonly seed: number;
  /** The share of the users' turns that is held out, 0..0.5. Default 0.2. */
  readonly holdOut?: number;
}

/** How a score was learned, and what it is worth on rows it did not see. */
export interface Learning {
  readonly score: Learnable;
  readonly crossValidated: Figures & { readonly aucs: readonly number[] };
  readonly holdOut: Figures;
  /** The policy's own score on the same held-out rows. */
  readonly byHand: Figures;
}
export interface CalibrateReport {
  readonly policy: string;
  readonly rows: number;
  readonly learned: readonly Learning[];
  /** Scores that could not be learned, and what is missing. */
  readonly skipped: readonly { readonly score: Learnable; readonly why: string }[];
}

/** Fewer labels of either kind than this tell too little. */
const fewestOfEach = 20;
const foldCount = 5;

/** 0..1 by a group's text and the seed: where it falls has nothing to do with the other rows. */
function placeOf(group: string, seed: number): number {
  let hash = hashStep(hashStart, seed);
  for (let i = 0; i < group.length; i++) hash = hashStep(hash, group.charCodeAt(i));
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/**
 * Learns the scores from an operator's labels: hashed n-grams and the hand-made features, logistic regression,
 * integer weights. What is written is learned from all rows; the figures are from rows that were held out.
 *
 * @returns the report, and the files of the new policy by name: `policy.json`, `scoring.json` and `fitted.json`
 *   (under 300 KB together), for a folder of the policy's name
 */
export function calibrate(
  rows: readonly Labelled[],
  options: CalibrateOptions,
): { report: CalibrateReport; files: Record<string, string> } {
  const { fitted: _, ...byHand } = options.scoring;
  const measure = new Measure(byHand);
  const examples = examplesOf(rows, measure);
  const learned: Learning[] = [];
  const skipped: { score: Learnable; why: string }[] = [];
  const targets: Partial<Record<Learnable, FittedTarget>> = {};
  for (const score of learnable) {
    const labels = examples.labels[score];
    const labelled = rows.flatMap((_, row) => (labels[row] === -1 ? [] : [row]));
    const positive = labelled.filter((row) => labels[row] === 1).length;
    if (Math.min(positive, labelled.length - positive) < fewestOfEach) {
      const why = `needs ${fewestOfEach} labels of 1 and of 0, has ${positive} and ${labelled.length - positive}`;
      skipped.push({ score, why });
      continue;
    }
    const { learning, trust } = measureLearning(score, examples, labelled, rows, measure, options);
    learned.push(learning);
    targets[score] = learn(examples, labelled, labels, trust).target();
  }
  const policy: Policy = { ...options.policy, name: options.name, version: options.version };
  const description = `Learned from ${rows.length} labelled exchanges, seed ${options.seed}.`;
  const fitted: Fitted = { schema: 1, description, targets };
  const file = (content: unknown) => `${JSON.stringify(content, null, 1)}\n`;
  return {
    report: { policy: policyId(policy), rows: rows.length, learned, skipped },
    files: { 'policy.json': file(policy), 'scoring.json': file(byHand.scoring), 'fitted.json': file(fitted) },
  };
}

/** Cross-validates on the rows that are not held out, then learns from those and looks at the held-out ones. */
function measureLearning(
  score: Learnable,
  examples: Examples,
  labelled: readonly number[],
  rows: readonly Labelled[],
  measure: Measure,
  { seed, holdOut = 0.2 }: CalibrateOptions,
): { learning: Learning; trust: number } {
  const labels = examples.labels[score];
  const place = (row: number) => placeOf(examples.groups[row] ?? '', seed);
  const heldOut = labelled.filter((row) => place(row) < holdOut);
  const training = labelled.filter((row) => place(row) >= holdOut);
  const folds = Array.from({ length: foldCount }, (_, fold) =>
    training.filter((row) => Math.floor(((place(row) - holdOut) / (1 - holdOut)) * foldCount) === fold),
  );
  const { trust, aucs, figures } = crossValidate(examples, folds, labels);
  const model = learn(examples, training, labels, trust);
  const truth = heldOut.map((row) => labels[row] ?? 0);
  const scored = heldOut.map((row) => {
    const dialogue = rows[row];
    return dialogue ? measure.read(dialogue).scores[score] : 0;
  });
  const learning = {
    score,
    crossValidated: { ...figures, aucs },
    holdOut: figuresOf(
      truth,
      heldOut.map((row) => model.probability(row)),
    ),
    byHand: figuresOf(truth, scored),
  };
  return { learning, trust };
}
