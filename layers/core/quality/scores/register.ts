import type { Seen } from './seen.ts';

const indicesOf = (reply: Seen, user: Seen) => ({
  stiff: reply.uses('stiff'),
  flippant: reply.uses('flippant'),
  casual: user.uses('casual'),
  tellsLow: user.uses('tells_low'),
});

/** A stiff word in so many is one too many: two sentences. */
const wordsOfStiffness = 30;

/** How far a reply is from the register of the user's turn. */
interface FromRegister {
  /** 0..1: officialese; half as far from people who do not write casually themselves. */
  readonly offRegister: number;
  /** 1 for a "lol" to somebody who writes of pain, and does not write so themselves. */
  readonly madeLight: number;
}

/** A companion speaks as the person does. */
export class Register {
  readonly #class: ReturnType<typeof indicesOf>;

  constructor(reply: Seen, user: Seen) {
    this.#class = indicesOf(reply, user);
  }

  /** @param words of the reply */
  read({ counts: said }: Seen, { counts: heard }: Seen, words: number): FromRegister {
    const at = this.#class;
    const isCasual = (heard[at.casual] ?? 0) > 0;
    const stiff = (said[at.stiff] ?? 0) / Math.max(1, words / wordsOfStiffness);
    const jokes = (said[at.flippant] ?? 0) > 0 && (heard[at.tellsLow] ?? 0) > 0;
    return {
      offRegister: Math.min(1, isCasual ? stiff : stiff / 2),
      madeLight: jokes && !isCasual ? 1 : 0,
    };
  }
}
