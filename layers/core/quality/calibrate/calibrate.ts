import type { Scores } from '../judgement.ts';
import type { Policy } from '../policy.ts';
import { type Fitted, type FittedTarget, type Learnable, learnable } from '../scores/fitted-file.ts';
import { Measure } from '../scores/measure.ts';
import type { ScoringData } from '../scoring.ts';
import { againstIt, compare, contradictions, tooGood, type Unseen } from './doubts.ts';
import { type Examples, examplesOf, type Labelled } from './examples.ts';
import { auc, type Figures, figuresOf } from './figures.ts';
import { dealt, type Folds } from './folds.ts';
import { crossValidate, learn } from './learner.ts';

export interface CalibrateOptions {
  /** The policy to learn for; its thresholds stay as they are. */
  readonly policy: Policy;
  /**
   * The word lists and weights that the hand-made features come from; and what the policy learned already, which stays
   * for the scores that are not learned anew.
   */
  readonly scoring: ScoringData;
  /** Which rows are held out, and which are in a fold, depends on this and on the rows; their order does not count. */
  readonly seed: number;
  /** Whether scores are taken too that were learned no better than by chance, or than they are set by hand. */
  readonly evenIfWorse?: boolean;
}

/** How a score was learned, and what it is worth on rows it did not see. */
export interface Learning {
  readonly score: Learnable;
  readonly crossValidated: Figures & { readonly aucs: readonly number[] };
  readonly holdOut: Figures;
  /** The policy's own score on the same held-out rows, by what it learned where it learned. */
  readonly base: Figures;
  /** The end of a sentence that begins with the score: what speaks against taking it. */
  readonly against?: string;
}
export interface CalibrateReport {
  /** Those that have a label. */
  readonly rows: number;
  readonly learned: readonly Learning[];
  /** Scores that stay as they are, and why: labels are missing, or what was learned is not worth taking. */
  readonly skipped: readonly { readonly score: Learnable; readonly why: string; readonly isWorse?: true }[];
  /** What speaks against using the policy, a sentence each, with what to do. */
  readonly warnings: readonly string[];
}

/** The share of the users' turns that is held out. */
const heldOut = 0.2;
/** Fewer labels of either kind than this tell too little. */
const fewestOfEach = 20;

/** What came of learning one score. */
type Outcome =
  | { readonly why: string; readonly isWorse?: true }
  | { readonly learning: Learning; readonly target: FittedTarget; readonly warnings: readonly string[] };

/**
 * Learns the scores from an operator's labels: hashed n-grams and the hand-made features, logistic regression,
 * integer weights. What is written is learned from all rows; the figures are from rows that were held out.
 */
export function calibrate(
  given: readonly Labelled[],
  options: CalibrateOptions,
): { report: CalibrateReport; fitted: Fitted } {
  const { fitted: learnedBefore, ...byHand } = options.scoring;
  const rows = inOrder(given.filter(({ labels }) => Object.values(labels).some((label) => label !== undefined)));
  const measureBy = (scoring: ScoringData) => new Measure(scoring, options.policy.rules.questionMarkOnly);
  const examples = examplesOf(rows, measureBy(byHand));
  const baseMeasure = learnedBefore && measureBy(options.scoring);
  const base = baseMeasure ? rows.map((row) => baseMeasure.read(row).scores) : examples.scores;
  const learned: Learning[] = [];
  const worse: string[] = [];
  const skipped: CalibrateReport['skipped'][number][] = [];
  const targets: Partial<Record<Learnable, FittedTarget>> = { ...learnedBefore?.targets };
  for (const score of learnable) {
    const outcome = learnScore(score, examples, base, options);
    if ('why' in outcome) {
      skipped.push({ score, ...outcome });
      continue;
    }
    learned.push(outcome.learning);
    worse.push(...outcome.warnings);
    targets[score] = outcome.target;
  }
  const kept = skipped.flatMap(({ score }) => (targets[score] ? [score] : []));
  // Without the base's version: learning the same again into the base's own folder must change nothing.
  const before = kept.length === 0 ? '' : `; ${kept.join(', ')} as learned before`;
  const against = learned.flatMap(({ score, against }) =>
    against === undefined ? [] : [`; ${score} although it ${against}`],
  );
  const description = `Learned from ${rows.length} labelled exchanges, seed ${options.seed}${before}${against.join('')}.`;
  return {
    report: {
      rows: rows.length,
      learned,
      skipped,
      warnings: [...tooGood(learned), ...contradictions(rows), ...worse],
    },
    fitted: { schema: 1, description, targets },
  };
}

/**
 * The files of a learned policy by name: `policy.json`, `scoring.json` and `fitted.json` (some 45 KB of weights a score,
 * whatever was learned), for a folder of the policy's name.
 */
export function policyFiles(
  { policy, scoring: { scoring } }: Pick<CalibrateOptions, 'policy' | 'scoring'>,
  fitted: Fitted,
  name: string,
  version: string,
): Record<string, string> {
  const file = (content: unknown) => `${JSON.stringify(content, null, 1)}\n`;
  const { description } = fitted;
  return {
    'policy.json': file({ ...policy, name, version, description }),
    'scoring.json': file(scoring),
    'fitted.json': file(fitted),
  };
}

/** @param base the policy's own scores */
function learnScore(score: Learnable, examples: Examples, base: readonly Scores[], options: CalibrateOptions): Outcome {
  const labels = examples.labels[score];
  const labelled = [...labels.keys()].filter((row) => labels[row] !== -1);
  const ones = labelled.filter((row) => labels[row] === 1).length;
  const zeros = labelled.length - ones;
  if (Math.min(ones, zeros) < fewestOfEach) return { why: missing(ones, zeros) };
  const folds = dealt(labelled, { groups: examples.groups, labels }, { seed: options.seed, share: heldOut });
  if ('why' in folds) return folds;
  const { learning, trust, besideBase } = measureLearning(score, examples, folds, base);
  if (learning.against !== undefined && options.evenIfWorse !== true) return { why: learning.against, isWorse: true };
  const target = learn(examples, labelled, labels, trust).target();
  return { learning, target, warnings: worseThanBase(score, besideBase, options) };
}

function worseThanBase(score: Learnable, { labels, learned, other }: Unseen, options: CalibrateOptions): string[] {
  if (compare({ labels, learned, other }).order >= 0) return [];
  const { name } = options.policy;
  const figures = `AUC ${auc(labels, learned).toFixed(3)} against ${auc(labels, other).toFixed(3)}`;
  const flattered = options.scoring.fitted?.targets[score]
    ? ` Where ${name} learned from some of these rows itself, its figure flatters it.`
    : '';
  return [
    `${score}: what was learned tells rows that it did not see apart less well than ${name} does (${figures}). Label more replies, or go on with ${name}.${flattered}`,
  ];
}

function missing(ones: number, zeros: number): string {
  if (ones + zeros === 0) return 'has no label';
  const has =
    zeros === 0 ? `and all ${ones} are 1` : ones === 0 ? `and all ${zeros} are 0` : `has ${ones} and ${zeros}`;
  return `needs ${fewestOfEach} labels of 1 and ${fewestOfEach} of 0, ${has}`;
}

/** In an order that the rows themselves give: sums of fractions depend on it, and so would the weights. */
function inOrder(rows: readonly Labelled[]): Labelled[] {
  const keyed = rows.map((row) => ({ row, key: JSON.stringify([row.user, row.assistant, row.context, row.labels]) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ row }) => row);
}

/** Cross-validates on the rows that are not held out, then learns from those and looks at the held-out ones. */
function measureLearning(
  score: Learnable,
  examples: Examples,
  { heldOut, folds }: Folds,
  base: readonly Scores[],
): { learning: Learning; trust: number; besideBase: Unseen } {
  const labels = examples.labels[score];
  const { trust, aucs, probabilities, figures } = crossValidate(examples, folds, labels);
  const model = learn(examples, folds.flat(), labels, trust);
  const foretold = heldOut.map((row) => model.probability(row));
  const truth = heldOut.map((row) => labels[row] ?? 0);
  const said = (scores: readonly Scores[], of: readonly number[]) => of.map((row) => scores[row]?.[score] ?? 0);
  // A fifth of the rows alone would tell too little, and which fifth it is would decide.
  const all = [...folds.flat(), ...heldOut];
  const learned = { labels: all.map((row) => labels[row] ?? 0), learned: [...probabilities, ...foretold] };
  const against = againstIt(figures, { ...learned, other: said(examples.scores, all) });
  const learning = {
    score,
    crossValidated: { ...figures, aucs },
    holdOut: figuresOf(truth, foretold),
    base: figuresOf(truth, said(base, heldOut)),
    ...(against !== undefined && { against }),
  };
  return { learning, trust, besideBase: { ...learned, other: said(base, all) } };
}
