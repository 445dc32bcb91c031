import { isAfterPause, isFirst } from './breaks.ts';
import { unknownWord, type Vocabulary } from './vocabulary.ts';

/** How many words there is room for at first; more than so many are given back with the next text. */
const [firstSize, longestKept] = [256, 16_384];

/**
 * Some two hundred masked words with five meanings each: nobody writes so many in a turn. From then on a word keeps a few,
 * for what each costs grows with those of its neighbours.
 */
const [mostMeanings, fewMeanings] = [1024, 4];

/** How a word opens a clause where no comma stands before it. */
const [byItself, withNext] = [1, 2];

/** The words that a text was read as, side by side in tables, with where each stands in the original. */
export class Words {
  count = 0;
  ids = new Int32Array(firstSize);
  /** The family of each id. */
  families = new Int32Array(firstSize);
  starts = new Int32Array(firstSize);
  ends = new Int32Array(firstSize);
  /** 1 where a sentence begins, 2 where a clause may, 3 where only its words say that one does. */
  first = new Uint8Array(firstSize);
  /** Other words that a token may be: id in `ids` is the first of them. */
  readonly others = new Map<number, readonly number[]>();
  /** Whether `others` holds anything. */
  ambiguous = false;

  /** How many words all of `others` are together. */
  #meanings = 0;
  readonly #vocabulary: Vocabulary;
  /** By word: the words that open a clause when they follow it. */
  readonly #openers = new Map<number, ReadonlySet<number>>();
  /** By word: whether it opens a clause, by itself or with the next. */
  readonly #opening: Uint8Array;

  /** @param openers words, or two in a row, that open a clause where no comma stands before them */
  constructor(vocabulary: Vocabulary, openers: readonly string[]) {
    this.#vocabulary = vocabulary;
    const alone: number[] = [];
    for (const opener of openers) {
      const [word = unknownWord, next] = opener.split(' ').map((each) => vocabulary.idOf(each));
      if (next === undefined) alone.push(word);
      else this.#openers.set(word, new Set([...(this.#openers.get(word) ?? []), next]));
    }
    this.#opening = new Uint8Array(vocabulary.size);
    for (const word of this.#openers.keys()) this.#opening[word] = withNext;
    for (const word of alone) this.#opening[word] = byItself;
  }

  clear(): void {
    this.count = 0;
    if (this.ids.length > longestKept) this.#resize(firstSize);
    if (this.ambiguous) this.others.clear();
    this.ambiguous = false;
    this.#meanings = 0;
  }

  /** @param flags of the token that it was read from: what stands before that */
  add(id: number, start: number, end: number, flags: number): void {
    const at = this.count++;
    if (at === this.ids.length) this.#resize(2 * at);
    this.ids[at] = id;
    this.families[at] = this.#vocabulary.family(id);
    this.starts[at] = start;
    this.ends[at] = end;
    // Of several words of one token only the first opens anything.
    const isWithin = at > 0 && this.starts[at - 1] === start;
    this.first[at] = isWithin ? 0 : flags & isFirst ? 1 : flags & isAfterPause ? 2 : 0;
    this.#openClause(at);
  }

  /** Says what a word may be: in a text full of such words only the first few of them. */
  addOthers(at: number, ids: readonly number[]): void {
    const kept = this.#meanings < mostMeanings ? ids : ids.slice(0, fewMeanings);
    this.#meanings += kept.length;
    this.others.set(at, kept);
    this.ambiguous = true;
  }

  /** Forgets the last word. */
  takeBack(): void {
    this.count--;
    this.others.delete(this.count);
  }

  /** `thanks`, `then i`: what opens a clause without a comma before it, seen when the last word of it is added. */
  #openClause(at: number): void {
    if (at === 0 || this.first[at] !== 0) return;
    const id = this.ids[at] ?? unknownWord;
    if (this.#opening[id] === byItself) this.first[at] = 3;
    const before = this.ids[at - 1] ?? unknownWord;
    if (at === 1 || this.first[at - 1] !== 0 || this.first[at] !== 0 || this.#opening[before] !== withNext) return;
    if (this.#openers.get(before)?.has(id)) this.first[at - 1] = 3;
  }

  /** Makes room for so many words; what is there stays, as far as there is room. */
  #resize(size: number): void {
    const copy = (old: Int32Array) => {
      const other = new Int32Array(size);
      other.set(old.subarray(0, size));
      return other;
    };
    this.ids = copy(this.ids);
    this.families = copy(this.families);
    this.starts = copy(this.starts);
    this.ends = copy(this.ends);
    const first = new Uint8Array(size);
    first.set(this.first.subarray(0, size));
    this.first = first;
  }
}
