import type { Tokens } from '../text/tokens.ts';
import { saturated } from './linear.ts';
import { Mixed } from './mixed.ts';
import type { Seen } from './seen.ts';

/** Whether a reply meets the mood of the user's turn, each number 0 where there is nothing of it. */
export interface Met {
  /** 1 when the user tells good news: something achieved, and nothing sad that outweighs it. */
  readonly toCelebrate: number;
  /** Whether what was achieved ends in trouble: then joy alone does not meet it, and pity does. */
  readonly mixed: boolean;
  /** How much the reply celebrates it, saturated. */
  readonly celebrated: number;
  /** 0..1: how much the reply pities good news instead, or cheers at pain. A long reply does everything somewhere. */
  readonly pitied: number;
  readonly painCheered: number;
  /** 0..1: how much the reply praises a lapse and says nothing kind about it: mockery in words of praise. */
  readonly mocked: number;
}

const indicesOf = (reply: Seen, user: Seen) => ({
  // Of the reply.
  feelingLow: reply.uses('feeling_low'),
  feelingHigh: reply.uses('feeling_high'),
  sympathy: reply.uses('sympathy'),
  recognition: reply.uses('recognition'),
  celebration: reply.uses('celebration'),
  cheer: reply.uses('cheer'),
  barePraise: reply.uses('bare_praise'),
  kind: ['validation', 'acknowledgement', 'reassurance', 'recognition', 'sympathy'].map((name) => reply.uses(name)),
  // Of the user's turn.
  achieves: user.uses('achieves'),
  relief: user.uses('relief'),
  tellsGood: user.uses('tells_good'),
  tellsLow: user.uses('tells_low'),
  tellsLapse: user.uses('tells_lapse'),
  ofEffort: user.uses('of_effort'),
});

/** In a reply of so many words, one of pity or of cheer is said in passing. */
const wordsOfALongReply = 80;

/** Joy is to be shared, pain is not to be cheered at. */
export class Mood {
  readonly #class: ReturnType<typeof indicesOf>;

  readonly #wordless: Uint8Array;
  readonly #mixed: Mixed;

  /** @param wordless by the id of a word: 1 for emoji, see vocabulary.ts */
  constructor(reply: Seen, user: Seen, wordless: Uint8Array) {
    this.#class = indicesOf(reply, user);
    this.#wordless = wordless;
    this.#mixed = new Mixed(user);
  }

  /** @param user what was seen in the user's turn, without what is no relief, see relief.ts */
  read(reply: Seen, tokens: Tokens, user: Seen): Met {
    const { counts: said } = reply;
    const { counts: heard } = user;
    const { words } = tokens;
    // Who mocks wants no answer.
    const asks = tokens.questions > 0;
    const at = this.#class;
    const relief = heard[at.relief] ?? 0;
    const achieves = (heard[at.achieves] ?? 0) + relief;
    // What was hard, hurt or made one cry belongs to what was achieved.
    const ofEffort = (heard[at.achieves] ?? 0) > 0 ? (heard[at.ofEffort] ?? 0) : 0;
    const told = (heard[at.achieves] ?? 0) > 0 ? outside(user, at.tellsLow, at.achieves) : (heard[at.tellsLow] ?? 0);
    const low = Math.max(0, told - ofEffort);
    // Nothing was passed in "he passed away", and who is not happy is not glad.
    const glad = relief + (low > 0 ? outside(user, at.tellsGood, at.tellsLow) : (heard[at.tellsGood] ?? 0));
    // "It was so hard, and I finally finished" is still good news.
    const good = achieves > 0 && (low === 0 || low < glad);
    const mixed = achieves > 0 && this.#mixed.endsInTrouble(user);
    const cheers = said[at.cheer] ?? 0;
    const namesPain = (said[at.recognition] ?? 0) > 0 && (said[at.feelingLow] ?? 0) > (said[at.feelingHigh] ?? 0);
    const pities = (said[at.sympathy] ?? 0) > 0 || namesPain;
    // An emoji makes no joy of words that pity.
    if (good && pities) this.#unmaskPity(reply, tokens);
    const celebrates = (said[at.celebration] ?? 0) + (said[at.cheer] ?? 0);
    const lapsed = !asks && (heard[at.tellsLapse] ?? 0) > 0 && achieves + glad === 0;
    const weight = Math.max(0, 1 - words / wordsOfALongReply);
    return {
      toCelebrate: good && !(mixed && pities) ? 1 : 0,
      mixed,
      celebrated: good ? saturated(celebrates) : 0,
      pitied: good && !mixed && pities && celebrates === 0 ? weight : 0,
      painCheered: low > 0 && achieves + glad === 0 && cheers > 0 && !pities ? weight : 0,
      mocked: lapsed && (said[at.barePraise] ?? 0) > 0 && at.kind.every((kind) => said[kind] === 0) ? weight : 0,
    };
  }

  /** Takes back what celebrates, if nothing of it is a word. */
  #unmaskPity(reply: Seen, { id }: Tokens): void {
    const { celebration, cheer } = this.#class;
    const celebrates = (place: number) => reply.classes[place] === celebration || reply.classes[place] === cheer;
    for (let place = 0; place < reply.size; place++)
      if (celebrates(place) && this.#wordless[id[reply.from[place] ?? 0] ?? 0] !== 1) return;
    reply.drop(celebrates);
  }
}

/** How often a class was seen outside of the places of another: in "I lost 5 kg", nothing is lost. One pass. */
function outside(seen: Seen, one: number, other: number): number {
  let count = 0;
  let covered = 0;
  let end = 0;
  for (let at = 0; at < seen.size; at++) {
    const [index, from, to] = [seen.classes[at] ?? 0, seen.from[at] ?? 0, seen.to[at] ?? 0];
    if (index === other) {
      covered = Math.max(covered, to);
      if (from < end) count--;
      end = 0;
    } else if (index === one && from >= covered) {
      count++;
      end = to;
    }
  }
  return count;
}
