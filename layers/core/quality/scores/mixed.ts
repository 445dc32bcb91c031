import type { Seen } from './seen.ts';

/** What becomes of the news so far, by class: something achieved, gladness, bad news, a word that turns it, or an excuse for what sounds bad. */
const is = { achieved: 1, glad: 2, bad: 3, turn: 4, excuse: 5 } as const;
const classes = {
  [is.achieved]: ['achieves', 'relief'],
  [is.glad]: ['tells_good'],
  [is.bad]: ['tells_low', 'tells_heart', 'feeling_low'],
  [is.turn]: ['turns_around'],
  // What was hard belongs to what was achieved, and what was before is over.
  [is.excuse]: ['of_effort', 'trouble_past', 'trouble_denied'],
} as const;

/**
 * Whether good news ends in trouble: "I got promoted but I'm terrified", "I lost 30 pounds and nobody noticed". Then pity
 * meets it as well as joy does.
 */
export class Mixed {
  readonly #is: Uint8Array;

  constructor(user: Seen) {
    this.#is = new Uint8Array(user.counts.length);
    for (const what of Object.values(is)) for (const name of classes[what]) this.#is[user.uses(name)] = what;
  }

  /**
   * One pass over the places: what is told last decides. "It was hard, but I did it" ends well.
   *
   * @param user what was seen in a turn that tells of something achieved, see relief.ts
   */
  endsInTrouble({ size, classes, from, to }: Seen): boolean {
    let [begun, trouble] = [false, false];
    // What was so before the place where bad news began last.
    let [badFrom, troubleBefore] = [-1, false];
    // What stands within an achievement or an excuse is no trouble, and what stands within a turn or trouble is no joy.
    let [noTrouble, noJoy] = [0, 0];
    for (let at = 0; at < size; at++) {
      const what = this.#is[classes[at] ?? 0];
      const [first, end] = [from[at] ?? 0, to[at] ?? 0];
      if (what === is.excuse) {
        noTrouble = Math.max(noTrouble, end);
        if (first === badFrom) trouble = troubleBefore;
      } else if (what === is.achieved || (what === is.glad && first >= noJoy)) {
        begun = true;
        trouble = false;
        noTrouble = Math.max(noTrouble, end);
      } else if (what === is.turn || (what === is.bad && first >= noTrouble)) {
        if (first > badFrom) [badFrom, troubleBefore] = [first, trouble];
        trouble = begun;
        noJoy = Math.max(noJoy, end);
      }
    }
    return trouble;
  }
}
