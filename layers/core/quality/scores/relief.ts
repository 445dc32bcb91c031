import type { Tokens } from '../text/tokens.ts';
import { endsSentence } from '../text/vocabulary.ts';
import type { Seen } from './seen.ts';

const indicesOf = (seen: Seen) => ({
  relief: seen.index('relief'),
  denied: seen.index('trouble_denied'),
  unreal: seen.index('unreal'),
  dark: seen.index('dark'),
  tellsLow: seen.index('tells_low'),
});

/**
 * Trouble that is gone, less or overcome is good news: "I am no longer in pain". Trouble that is only denied ("I am
 * not sad") is neither good news nor bad.
 */
export class Relief {
  readonly #class: ReturnType<typeof indicesOf>;

  constructor(seen: Seen) {
    this.#class = indicesOf(seen);
  }

  /**
   * Takes back from what was seen of a user's turn the relief that is only wished for, asked for or denied before it
   * in the same sentence ("I wish the pain was gone"), all relief where somebody speaks of dying ("no longer afraid to
   * die"), and the trouble (`tells_low`) that what is left speaks of. One pass over places and tokens.
   */
  settle(seen: Seen, { id }: Tokens): void {
    const { counts } = seen;
    const at = this.#class;
    if ((counts[at.relief] ?? 0) + (counts[at.denied] ?? 0) === 0) return;
    const isDark = (counts[at.dark] ?? 0) > 0;
    let token = 0;
    let sentence = 0;
    // The first place of the sentence that makes what follows unreal.
    let unreal = -1;
    const refused: boolean[] = [];
    const relieved: { readonly from: number; readonly to: number }[] = [];
    for (let place = 0; place < seen.size; place++) {
      const [index, from] = [seen.classes[place] ?? 0, seen.from[place] ?? 0];
      for (; token < from; token++) if (endsSentence(id[token] ?? 0)) sentence = token + 1;
      if (index === at.unreal && unreal < sentence) unreal = from;
      if (index !== at.relief && index !== at.denied) continue;
      refused[place] = isDark || (unreal >= sentence && unreal < from);
      if (!refused[place]) relieved.push({ from, to: seen.to[place] ?? 0 });
    }
    this.#takeBack(seen, refused, relieved);
  }

  /** @param relieved where trouble is none, in the order of their beginning */
  #takeBack(seen: Seen, refused: readonly boolean[], relieved: readonly { from: number; to: number }[]): void {
    let [next, covered] = [0, 0];
    seen.drop((place) => {
      if (refused[place]) return true;
      const from = seen.from[place] ?? 0;
      for (let span = relieved[next]; span && span.from <= from; span = relieved[++next])
        covered = Math.max(covered, span.to);
      return seen.classes[place] === this.#class.tellsLow && from < covered;
    });
  }
}
