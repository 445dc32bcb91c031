import { within } from './linear.ts';
import type { Seen } from './seen.ts';

/**
 * Phrases that would comfort anybody: four are what comfort begins with, eight are a row of them. Who tells nothing
 * sad needs none.
 */
const comfort = { toSadness: [4, 8], toNothing: [2, 5] } as const;
/** Phrases a word, from where they are most of what is said: a long reply comforts here and there. */
const [fewInWords, mostlyComfort] = [0.16, 0.24];
/** Words of a reply that are sentences which fit any turn ("thank you for sharing"): from this share on, and wholly from that on. */
const mostlyCanned = [0.5, 0.8] as const;
/** From this evidence on that a reply is about the user's own words, it is no row of set phrases. */
const takenUp = 1;

/** The classes of set phrases that comfort. */
const ofComfort = [
  'sympathy',
  'recognition',
  'validation',
  'acknowledgement',
  'reassurance',
  'presence',
  'affirmation',
] as const;

/** How far a reply is sympathy by set phrases alone. */
export class Hollow {
  readonly #comforts: readonly number[];
  readonly #sad: readonly number[];
  readonly #canned: number;

  constructor(reply: Seen, user: Seen) {
    this.#comforts = ofComfort.map((name) => reply.uses(name));
    this.#sad = ['tells_low', 'feeling_low'].map((name) => user.uses(name));
    this.#canned = reply.uses('canned');
  }

  /**
   * @param words of the reply
   * @param met how much it is about the user's own words, as log-odds, see overlap.ts
   * @returns 0..1
   */
  read(reply: Seen, words: number, user: Seen, met: number): number {
    let comforts = 0;
    for (const index of this.#comforts) comforts += reply.counts[index] ?? 0;
    const sad = this.#sad.some((index) => (user.counts[index] ?? 0) > 0);
    const [some, row] = sad ? comfort.toSadness : comfort.toNothing;
    const dense = within(fewInWords, mostlyComfort, comforts / (words + 1));
    const inARow = dense * within(some, row, comforts);
    const canned = within(...mostlyCanned, reply.wordsOf(this.#canned) / Math.max(1, words));
    return Math.max(inARow, canned) * within(takenUp, 0, met);
  }
}
