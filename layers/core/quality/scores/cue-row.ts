import type { Tokens } from '../text/tokens.ts';
import type { Lexicon } from '../text/trie.ts';
import { endsSentence, normalForm, sign, type Vocabulary } from '../text/vocabulary.ts';
import { within } from './linear.ts';

/**
 * A row of words of feeling and comfort ("hard tough valid how do you feel?"), however short, has three of them at least; in
 * sentences they do not stand side by side. Of 14,854 turns that people wrote 46 have one such seam and two have two.
 */
const fewestCues = 3;
const seamsOfARow = 2;
/** A seam for so many words is a slip of the comma. */
const wordsOfASeam = 10;
/** The share of such words, where two of them meet: of those 14,854 turns none has more than .16. */
const shareBesideASeam = [0.3, 0.4] as const;
/** Where none meet ("Hard. Tough. Valid. Brave."): so many different ones, of this share, with no more than this of words that hold a sentence together. */
const fewestApart = 4;
const shareApart = [0.3, 0.45] as const;
const glueApart = [0.2, 0.1] as const;
/** So many of them and no other word before the question are a row too ("Sorry. Tough. How do you feel?"), unless they are called out or asked. */
const fewestAlone = 2;
/**
 * So many bare words, whatever they are, that run into the word that asks ("burnout rest recharge care what do you feel?"):
 * of those 14,854 turns three have four of them and none has more.
 */
const runIntoQuestion = [4, 5] as const;

/** What a word is here. */
const is = { cue: 1, weight: 2, beforeNoun: 4, glue: 8, you: 16, asks: 32 } as const;
/** What a run of bare words ends with. */
const holds = is.glue | is.you | is.weight;

/** Tells replies that are a short row of keywords with a question behind it, most of all by the class `cue`. */
export class CueRow {
  readonly #is: Uint8Array;
  /** By word: the number of the last reply that held it. */
  readonly #heldBy: Int32Array;
  #reply = 0;

  constructor(lexicon: Lexicon, vocabulary: Vocabulary) {
    this.#is = new Uint8Array(vocabulary.size);
    this.#heldBy = new Int32Array(vocabulary.size);
    const mark = (name: string, what: number) => {
      for (const word of lexicon[name] ?? []) {
        if (word.includes(' ')) continue;
        const id = vocabulary.id(normalForm(word));
        this.#is[id] = (this.#is[id] ?? 0) | what;
      }
    };
    mark('cue', is.cue);
    mark('weight', is.weight);
    mark('before_noun', is.beforeNoun);
    mark('glue', is.glue);
    mark('you', is.you);
    for (const name of ['ask_open', 'ask_why']) mark(name, is.asks);
  }

  /** 0..1: how much a reply is such a row. The rest of a question, behind the last of them, counts for nothing. One pass. */
  read(tokens: Tokens): number {
    const { id, count } = tokens;
    const reply = ++this.#reply;
    let [words, glue, cues, kinds, seams] = [0, 0, 0, 0, 0];
    // What stands behind the last cue of the sentence.
    let [wordsSince, glueSince] = [0, 0];
    // Whether a cue has just been said, and whether it begins what is said of a noun: "a strong brave person".
    let [follows, ofNoun] = [false, false];
    // Bare words so far, those before the last word that asks, and the most of them in a question.
    let [bare, bareBeforeAsking, ranInto] = [0, 0, 0];
    // Cues before the sentence, and whether any were called out or asked.
    let [cuesBefore, spoken] = [0, false];
    for (let at = 0; at < count; at++) {
      const word = id[at] ?? 0;
      if (endsSentence(word)) {
        if (word === sign.question) ranInto = Math.max(ranInto, bareBeforeAsking);
        else [words, glue] = [words + wordsSince, glue + glueSince];
        if (word === sign.exclamation || (word === sign.question && cues > cuesBefore)) spoken = true;
        cuesBefore = cues;
        bare = bareBeforeAsking = 0;
        [wordsSince, glueSince, follows, ofNoun] = [0, 0, false, false];
        continue;
      }
      if (tokens.isParted(at)) [follows, bare] = [false, 0];
      const what = this.#is[word] ?? 0;
      if (what & is.asks) [bareBeforeAsking, bare] = [bare, 0];
      else if (what & holds || word === sign.number || word === sign.measure) bare = 0;
      else if (word !== sign.unknown) bare++;
      if ((what & is.cue) === 0) {
        wordsSince++;
        if (what & is.glue) glueSince++;
        if ((what & is.weight) === 0) [follows, ofNoun] = [false, (what & is.beforeNoun) !== 0];
        continue;
      }
      [words, glue, wordsSince, glueSince] = [words + wordsSince + 1, glue + glueSince, 0, 0];
      cues++;
      if (this.#heldBy[word] !== reply) kinds++;
      this.#heldBy[word] = reply;
      if (follows && !ofNoun) seams++;
      follows = true;
    }
    [words, glue] = [words + wordsSince, glue + glueSince];
    if (kinds >= fewestAlone && words === cues && !spoken) return 1;
    const ran = within(...runIntoQuestion, ranInto);
    if (cues < fewestCues) return ran;
    const share = cues / words;
    const beside = seams === 0 ? 0 : within(...shareBesideASeam, share);
    const often = seams < seamsOfARow ? 0 : within(0, 1, (seams * wordsOfASeam) / words);
    const apart = kinds < fewestApart ? 0 : Math.min(within(...shareApart, share), within(...glueApart, glue / words));
    return Math.max(ran, beside, often, apart);
  }
}
