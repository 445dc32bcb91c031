import type { Tokens } from '../text/tokens.ts';
import type { Lexicon } from '../text/trie.ts';
import { endsSentence, normalForm, sign, type Vocabulary } from '../text/vocabulary.ts';
import type { Seen } from './seen.ts';

/**
 * Of the words of a sentence about half hold it together ("the", "to", "is"). Of 2,700 replies that people wrote three
 * in a thousand have a share under 0.22; a row of keywords has next to none.
 */
const [wholeSalad, noSalad] = [0.15, 0.22];
/** What holds sentences of another language together is not known here: where so many words are unknown, nothing is said. */
const mostlyUnknown = 0.4;
/** Fewer words than this may be an exclamation. */
const fewestWords = 6;
/** In a reply this short, set phrases such as "sleep well" are sentences of their own. */
const shortReply = 10;

/**
 * A run of bare words, whatever good sentences stand around it: a word adds 1, one of feeling or comfort half as much
 * again; a word that holds a sentence together takes `glue` back, what lists are written with `list`, a word that is not known 1. Of
 * 4,693 replies that people wrote one in a thousand reaches 8, and half a dozen 7; rows of keywords reach 9 and more.
 */
const runs = { none: 7, whole: 9, glue: 4, end: 3, list: 2, feeling: 0.5 } as const;
/** A run is what a reply is made of from this share of its words on; in a longer one it is said in passing. */
const shareOfRun = 0.25;
/** Commas, numbers and ends of lines make a list of exercises, and none of so many words of feeling or more, at this share of all. */
const [manyFeelings, feelingShare] = [3, 0.15];

/** Set phrases of comfort that run into each other without a word between: of 4,693 replies none holds two such seams. */
const seamsOfSalad = 2;
const ofComfort = [
  'sympathy',
  'validation',
  'presence',
  'celebration',
  'recognition',
  'togetherness',
  'affirmation',
] as const;

/** What a word is to a sentence. */
const is = { plain: 0, glue: 1, feeling: 2 } as const;
/** The classes whose single words tell feelings or comfort. */
const ofFeeling = ['feeling_low', 'feeling_high', 'tells_low', 'sympathy', 'warmth', 'celebration'] as const;

/** Tells sentences from rows of keywords, by the words that hold a sentence together: the class `glue`. */
export class Wording {
  /** By word: one of `is`. */
  readonly #is: Uint8Array;
  readonly #wordless: Uint8Array;
  /** By class: 1 for those of comfort. */
  readonly #comforts: Uint8Array;

  constructor(lexicon: Lexicon, vocabulary: Vocabulary, seen: Seen) {
    this.#comforts = new Uint8Array(seen.counts.length);
    for (const name of ofComfort) this.#comforts[seen.index(name)] = 1;
    this.#is = new Uint8Array(vocabulary.size);
    this.#wordless = vocabulary.wordless;
    const mark = (phrases: readonly string[], what: number) => {
      for (const word of phrases) if (/^[\p{L}']+$/u.test(word)) this.#is[vocabulary.id(normalForm(word))] = what;
    };
    for (const name of ofFeeling) mark(lexicon[name] ?? [], is.feeling);
    mark(lexicon['glue'] ?? [], is.glue);
  }

  /** 0..1: how much a text is a row of keywords, as a whole or in a run of words. A word said three times in a row takes one back. */
  salad(tokens: Tokens, seen: Seen): number {
    const { words, count, id, stem } = tokens;
    if (words < fewestWords) return 0;
    let [glue, unknown, feelings, listed] = [0, 0, 0, 0];
    for (let at = 0; at < count; at++) {
      const word = id[at] ?? 0;
      if (word === sign.unknown) unknown++;
      const what = this.#is[word];
      if (what === is.glue) glue++;
      else if (what === is.feeling) feelings++;
      const isOfList = word === sign.number || word === sign.measure || word === sign.stop;
      if (isOfList || tokens.isParted(at)) listed++;
      if (at > 1 && stem[at] === stem[at - 1] && stem[at] === stem[at - 2]) glue--;
    }
    if (unknown > words * mostlyUnknown) return 0;
    const isList = feelings < manyFeelings || feelings < words * feelingShare;
    const run = this.#seams(tokens, seen) >= seamsOfSalad ? 1 : this.#run(tokens);
    const share = (held: number) => (held + 1) / (words + 2);
    if (isList) glue += listed;
    if (share(glue) >= noSalad) return run;
    const held = words < shortReply ? Math.max(glue, this.#inPhrases(seen)) : glue;
    return Math.max(run, Math.min(1, (noSalad - share(held)) / (noSalad - wholeSalad)));
  }

  /** 0..1: how much the worst run of words is one of keywords. */
  #run(tokens: Tokens): number {
    const { words, count, id } = tokens;
    let [sum, most, length, lengthOfMost] = [0, 0, 0, 0];
    for (let at = 0; at < count; at++) {
      const word = id[at] ?? 0;
      const what = this.#is[word];
      if (endsSentence(word)) sum -= runs.end;
      else if (this.#wordless[word] === 1) continue;
      else if (what === is.glue) sum -= runs.glue;
      else if (what === is.feeling) sum += 1 + runs.feeling;
      else if (word === sign.number || word === sign.measure) sum -= runs.list;
      else if (word === sign.unknown) sum--;
      else sum += tokens.isParted(at) ? 1 - runs.list : 1;
      length++;
      if (sum <= 0) sum = length = 0;
      if (sum > most) [most, lengthOfMost] = [sum, length];
    }
    if (most <= runs.none) return 0;
    return Math.min(1, (most - runs.none) / (runs.whole - runs.none), lengthOfMost / (words * shareOfRun));
  }

  /** How often a phrase of comfort begins where one of another class ended. */
  #seams(tokens: Tokens, { classes, from, to, size }: Seen): number {
    let seams = 0;
    let last = -1;
    let classOfLast = -1;
    for (let at = 0; at < size; at++) {
      const index = classes[at] ?? 0;
      if (this.#comforts[index] === 0) continue;
      const [first, after] = [from[at] ?? 0, to[at] ?? 0];
      if (first === last && index !== classOfLast && !tokens.isParted(first)) seams++;
      if (after > last) [last, classOfLast] = [after, index];
    }
    return seams;
  }

  /** How many words belong to a phrase of two or more. */
  #inPhrases(seen: Seen): number {
    let sum = 0;
    let end = 0;
    for (let at = 0; at < seen.size; at++) {
      const [from, to] = [seen.from[at] ?? 0, seen.to[at] ?? 0];
      if (to - from < 2 || to <= end) continue;
      sum += to - Math.max(from, end);
      end = to;
    }
    return sum;
  }
}
