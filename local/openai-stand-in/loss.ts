import { wordsOf } from './nearest-reply.ts';
import type { Example } from './training-file.ts';

/** One measured step of a training. Losses are mean cross-entropies in nats per word of the replies. */
export interface Metrics {
  readonly step: number;
  readonly train_loss: number;
  /** Mean probability given to the word that came. */
  readonly train_mean_token_accuracy: number;
  readonly valid_loss?: number;
  readonly valid_mean_token_accuracy?: number;
}

const start = '\u0002';
/** How far the model trusts what it has seen at the end of the training, 0..1. */
const fullTrust = 0.9;

/** Word and word-pair counts of the replies. */
class Counts {
  readonly words = new Map<string, number>();
  readonly pairs = new Map<string, number>();
  readonly firsts = new Map<string, number>();
  total = 0;

  constructor(examples: readonly Example[]) {
    const add = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
    for (const { reply } of examples) {
      let before = start;
      for (const word of wordsOf(reply)) {
        add(this.words, word);
        add(this.pairs, `${before} ${word}`);
        add(this.firsts, before);
        this.total += 1;
        before = word;
      }
    }
  }

  /** The probability of `word` by its frequency (add-one over the words seen and one unseen), and after `before`. */
  probabilities(before: string, word: string): readonly [alone: number, after: number] {
    const alone = ((this.words.get(word) ?? 0) + 1) / (this.total + this.words.size + 1);
    const after = (this.pairs.get(`${before} ${word}`) ?? 0) / (this.firsts.get(before) ?? 1);
    return [alone, after];
  }
}

/** Mean loss and accuracy of a model of `seen` on the replies counted in `read`, at each degree of trust. */
function measure(seen: Counts, read: Counts, trusts: readonly number[]) {
  const sums = trusts.map(() => ({ loss: 0, accuracy: 0 }));
  for (const [pair, count] of read.pairs) {
    const [before = '', word = ''] = pair.split(' ');
    const [alone, after] = seen.probabilities(before, word);
    for (const [index, sum] of sums.entries()) {
      const trust = trusts[index] ?? 0;
      const probability = trust * after + (1 - trust) * alone;
      sum.loss -= count * Math.log(probability);
      sum.accuracy += count * probability;
    }
  }
  const mean = (value: number) => Number((value / Math.max(read.total, 1)).toFixed(4));
  return sums.map(({ loss, accuracy }) => ({ loss: mean(loss), accuracy: mean(accuracy) }));
}

/**
 * The losses of a training on these examples, measured at `steps`, the last being the end.
 *
 * The model is an interpolation of word-pair and word frequencies of the training replies (Jelinek–Mercer):
 * p = λ·p(word | before) + (1 − λ)·p(word), where λ grows with the share t of the training that is done:
 * λ = 0.9·(1 − e^(−4t))/(1 − e^(−4)). So the loss falls as a training's does, is lower for replies that resemble
 * each other, and the validation loss is that of replies the model has not seen. Deterministic.
 */
export function losses(train: readonly Example[], valid: readonly Example[], steps: readonly number[]): Metrics[] {
  const last = Math.max(...steps, 1);
  const trusts = steps.map((step) => (fullTrust * (1 - Math.exp((-4 * step) / last))) / (1 - Math.exp(-4)));
  const counts = new Counts(train);
  const trained = measure(counts, counts, trusts);
  const validated = valid.length > 0 ? measure(counts, new Counts(valid), trusts) : [];
  return steps.map((step, index) => {
    const [seen, unseen] = [trained[index], validated[index]];
    return {
      step,
      train_loss: seen?.loss ?? 0,
      train_mean_token_accuracy: seen?.accuracy ?? 0,
      ...(unseen && { valid_loss: unseen.loss, valid_mean_token_accuracy: unseen.accuracy }),
    };
  });
}
