import { eachGram, gramBuckets } from '../text/grams.ts';
import type { Tokens } from '../text/tokens.ts';
import { type Fitted, type FittedTarget, type Learnable, learnable, unitsPerLogOdds } from './fitted-file.ts';
import { compile, type Lookup, logistic, type Model } from './linear.ts';

/** A fitted score: hand-made features and grams, in log-odds. */
class FittedScore {
  readonly #dense: Model;
  readonly grams: Int8Array;
  readonly gramUnit: number;
  sum = 0;

  constructor(name: string, target: FittedTarget, lookup: Lookup) {
    this.#dense = compile(`the fitted ${name}`, { bias: target.bias, weights: target.weights }, lookup);
    this.grams = Int8Array.from(atob(target.grams), (byte) => (byte.charCodeAt(0) << 24) >> 24);
    if (this.grams.length !== gramBuckets) throw new Error(`the fitted ${name} needs ${gramBuckets} grams`);
    this.gramUnit = target.gramUnit;
  }

  probability(): number {
    return logistic(this.#dense.logOdds() / unitsPerLogOdds + this.sum * this.gramUnit);
  }
}

/** The scores that were learned from an operator's labels, in place of those set by hand. */
export class FittedScores {
  readonly #scores: readonly (readonly [Learnable, FittedScore])[];

  constructor({ targets }: Fitted, lookup: Lookup) {
    this.#scores = learnable.flatMap((name) => {
      const target = targets[name];
      return target ? [[name, new FittedScore(name, target, lookup)] as const] : [];
    });
  }

  /** @param text the reply that `tokens` was read from */
  read(text: string, tokens: Tokens): Partial<Record<Learnable, number>> {
    for (const [, score] of this.#scores) score.sum = 0;
    eachGram(text, tokens, (bucket, value) => {
      for (const [, score] of this.#scores) score.sum += (score.grams[bucket] ?? 0) * value;
    });
    return Object.fromEntries(this.#scores.map(([name, score]) => [name, score.probability()]));
  }
}
