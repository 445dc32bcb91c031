import * as z from 'zod';

const parts = (length: number) => z.array(z.string().length(length)).min(1).readonly();

/** What `stand-ins.json` may say: stand-ins are every beginning with every middle and every ending. */
export const standInsSchema = z.strictObject({
  description: z.string(),
  beginnings: parts(3),
  middles: parts(2),
  endings: parts(3),
});

/** Invented names: made by key, and recognised wherever they stand. */
export interface StandIns {
  /**
   * The stand-in of a name: always the same for one key and one name, so a user's people stay who they are.
   *
   * @param key the user's own secret, a keyed hash that is stored nowhere
   * @param name the name in its canonical form
   * @param turn 0, or how often the stand-in was found to be another's already
   */
  of(key: string, name: string, turn?: number): string;
  /** Is this word, in lower case, a stand-in? */
  has(lower: string): boolean;
}

const length = 8;

export function createStandIns({ beginnings, middles, endings }: z.infer<typeof standInsSchema>): StandIns {
  const lower = (list: readonly string[]) => new Set(list.map((part) => part.toLowerCase()));
  const [heads, hearts, tails] = [lower(beginnings), lower(middles), lower(endings)];
  const pick = (list: readonly string[], number: number) => list[number % list.length] ?? '';
  return {
    of(key, name, turn = 0) {
      const number = hash(`${key}\0${name}\0${turn}`);
      return pick(beginnings, number) + pick(middles, number >>> 8) + pick(endings, number >>> 16);
    },
    has: (word) =>
      word.length === length && heads.has(word.slice(0, 3)) && hearts.has(word.slice(3, 5)) && tails.has(word.slice(5)),
  };
}

/** FNV-1a with a final mixing: spreads names over the stand-ins. The secret is in the key, not in the hash. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
