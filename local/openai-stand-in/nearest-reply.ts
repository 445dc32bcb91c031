import type { Example } from './training-file.ts';

export const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];

/**
 * A "model" that answers with the reply of the training prompt nearest to what it is asked.
 *
 * Nearness is the cosine of the two prompts' word sets, each word weighted by its inverse document frequency:
 * Σ idf² over shared words / (‖prompt‖ · ‖asked‖), 0..1. Only prompts that share a word are looked at (inverted
 * index); a word that stands in more than a fifth of many prompts says too little to be followed.
 */
export class NearestReply {
  readonly #examples: readonly Example[];
  readonly #postings = new Map<string, number[]>();
  readonly #lengths: Float64Array;

  constructor(examples: readonly Example[]) {
    this.#examples = examples;
    const wordSets = examples.map(({ prompt }) => new Set(wordsOf(prompt)));
    for (const [index, words] of wordSets.entries()) {
      for (const word of words) {
        const postings = this.#postings.get(word);
        if (postings) postings.push(index);
        else this.#postings.set(word, [index]);
      }
    }
    this.#lengths = Float64Array.from(wordSets, (words) => this.#length(words));
  }

  #weight(word: string): number {
    return Math.log(1 + this.#examples.length / (this.#postings.get(word)?.length ?? 1));
  }

  #length(words: ReadonlySet<string>): number {
    return Math.sqrt([...words].reduce((sum, word) => sum + this.#weight(word) ** 2, 0));
  }

  /** The nearest prompt's reply and its nearness, or undefined where no word is shared. Of equals the first. */
  answer(asked: string): { readonly reply: string; readonly nearness: number } | undefined {
    const words = new Set(wordsOf(asked));
    const common = Math.max(50, this.#examples.length / 5);
    const sums = new Map<number, number>();
    for (const word of words) {
      const postings = this.#postings.get(word);
      if (postings === undefined || postings.length > common) continue;
      const weight = this.#weight(word) ** 2;
      for (const index of postings) sums.set(index, (sums.get(index) ?? 0) + weight);
    }
    const askedLength = this.#length(words);
    let [best, nearness] = [-1, 0];
    for (const [index, sum] of sums) {
      const cosine = sum / ((this.#lengths[index] ?? 1) * askedLength || 1);
      if (cosine > nearness || (cosine === nearness && index < best)) [best, nearness] = [index, cosine];
    }
    const found = this.#examples[best];
    return found && { reply: found.reply, nearness };
  }
}
