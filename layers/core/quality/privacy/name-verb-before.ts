import { known } from './name-lexicon.ts';
import type { Gain } from './name-role.ts';
import type { Sentence } from './name-sentence.ts';
import { cue } from './signs.ts';

/** What a verb or a conjunction before a word says for its being a name: "talked to ruby", "me and mark went". */
export function verbs(sentence: Sentence, index: number, gap: string, gain: Gain): void {
  const before = index - 1;
  const bits = sentence.scan.bits(before);
  const word = sentence.word(before);
  if (bits & known.personVerbBefore) gain(5);
  if (sentence.scan.cues(before) & cue.personPhrase && gap !== ', ') {
    for (let length = 1; length <= 3; length++) {
      const phrase = sentence.phrase(index, length);
      if (sentence.lexicon.personPhrases.has(phrase))
        gain(sentence.has(index, known.usual) && talk.test(phrase) ? 8 : 5);
    }
  }
  if (word === 'for' && awaits.test(sentence.word(before - 1)) && isOnlyGiven(sentence, index)) gain(5);
  if (sentence.has(index, known.given) && asking.test(word) && sentence.begins(before)) gain(3);
  if (bits & known.verbBefore) {
    gain(sentence.has(index, known.calendar | known.benchmark) && withOthers.test(word) ? 4 : 2);
  }
  if (gap === ', ') {
    if (sentence.accepted === before) gain(4);
  } else if (word === 'or' && sentence.accepted === before - 1) gain(4);
  // "not Maria, just Mia"
  else if (word === 'just' && sentence.accepted === before - 1) gain(5);
  else if (word === 'and') {
    if (sentence.accepted === before - 1) gain(5);
    else if (/^(?:me|you|him|her|us|i|them)$/.test(sentence.word(before - 1))) {
      const goesOn = sentence.low(index) && sentence.has(index, known.word) && !didSomething(sentence, index);
      gain(goesOn ? 5 : sentence.has(index, known.given) ? 13 : 8);
    }
  }
}

/** "talked to ruby", "spoke with ben": with whom one talks is a person, where the word is mostly one. */
const talk = /^(?:talk|spoke|speak|chat|lied|sorry|apologi)/;

/**
 * "Me and mark went", "me and will skipped leg day": what a person did follows. "I thank you and hope to see you", "who
 * helped you and will be there": the sentence goes on with a usual word.
 */
function didSomething(sentence: Sentence, index: number): boolean {
  const next = index + 1;
  return sentence.has(next, known.verbAfter | known.softVerbAfter) || /ed$/.test(sentence.word(next));
}

/** "ASKING FOR MIREILLE" */
const awaits = /^(?:asking|asked|asks|ask|looking|waiting|waited|wait)$/;
const isOnlyGiven = ({ scan }: Sentence, index: number): boolean =>
  (scan.bits(index) & (known.given | known.word | known.notPerson)) === known.given;

/** Is said of people rather than of months and workouts. */
const withOthers = /^(?:with|from|by|if)$/;
const asking = /^(?:did|does|is|was|has|had|can|could|will|would|should|do)$/;
