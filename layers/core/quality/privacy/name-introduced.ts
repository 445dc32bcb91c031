import { known } from './name-lexicon.ts';
import type { Gain } from './name-role.ts';
import type { Sentence } from './name-sentence.ts';
import { cue } from './signs.ts';

const ownIntroduction =
  /^(?:my|it'?s me|this side|mein|mi|mon|meu|mijn|il mio|i go|i'm|i am|call me|callme|calls me|called me|llámame|me llamo|je m'|m'app|moi|appele|ich|nenn|chiamami|me cha|chamo|o meu|ik|noem|mam|nazywam|na imię mi|mów|jag|mitt|jeg|benim|adım|меня|мо)/;
const firstPerson = /^(?:i'?m|i am|ich bin|soy|sou|sono|ik ben|jestem|je suis)/;
const firstPersonWord = /^(?:im|i'm|i|ich|yo|soy|eu|sou|sono|io|ik|jestem|je)(?![\p{L}'])/u;

/** What an introduction before a word gains: "my name is", "i'm", "hey its". */
export function introductions(sentence: Sentence, index: number, space: boolean, gain: Gain): void {
  for (let length = 1; length <= 4; length++) {
    const phrase = sentence.phrase(index, length);
    if (phrase === '') return;
    if (phrase === 'myself' && !presentsOneself(sentence, index)) continue;
    if (sentence.lexicon.introductions.has(phrase)) {
      if (phrase === "name's" && sentence.begins(index - 1)) gain(13, 'self');
      else gain(length > 1 ? 13 : 9, ownIntroduction.test(phrase) ? 'self' : 'other');
    } else if (space && sentence.lexicon.softIntroductions.has(phrase)) {
      const sure = firstPerson.test(phrase) && (sentence.has(index, known.given) || sentence.closesName(index));
      gain(sure ? 5 : 3, firstPersonWord.test(phrase) ? 'self' : 'other');
      if (calling.test(phrase) && sentence.low(index)) gain(callsIn(sentence, index, index - length), 'self');
    }
  }
}

/** "Myself Ravi", "good morning, myself Ravi": not "I did it myself". */
const presentsOneself = (sentence: Sentence, index: number): boolean =>
  sentence.gap(index) === ' ' &&
  !sentence.low(index) &&
  (sentence.begins(index - 1) ||
    (sentence.gap(index - 1) !== ' ' && sentence.gap(index - 1).startsWith(',')) ||
    sentence.has(index - 2, known.greeting | known.honorific));

/** How one says who is calling or writing. */
const calling = /^(?:it'?s(?: me)?|this is|it is)$/;
const backAgain = /^(?:again|here|from|speaking|calling|btw|lol|x|xx|xxx)$/;

/**
 * "hey its kwabena again", "this is kwabena": what a small word after such an introduction gains. A given name that is
 * nothing else needs no more than the end of its clause; a strange word a greeting before and "again" after it.
 *
 * @param start the first word of the introduction
 */
function callsIn(sentence: Sentence, index: number, start: number): number {
  const { scan } = sentence;
  if (sentence.has(index, known.notPerson | known.workout | known.role | known.common)) return 0;
  if (!sounds(sentence.word(index))) return 0;
  // "this is min": what is counted.
  if (scan.cues(index) & cue.counted) return 0;
  const greeted = sentence.has(start - 1, known.greeting | known.interjection) && sentence.begins(start - 1);
  if (!greeted && !sentence.begins(start)) return 0;
  const next = index + 1;
  const again = next < scan.count && sentence.gap(next) === ' ' && backAgain.test(sentence.word(next));
  // "it's daisy again": a usual word too.
  if (sentence.has(index, known.word)) return again && sentence.has(index, known.given) ? 9 : 0;
  if (sentence.has(index, known.given)) return again || sentence.closes(index) ? 5 : 0;
  const isMe = sentence.word(index - 1) === 'me' && sentence.closes(index);
  return scan.bits(index) === 0 && greeted && (again || isMe) ? 12 : 0;
}

/** Three letters or more, none of them thrice ("sooo"), with a vowel among them. */
const sounds = (word: string): boolean =>
  word.length >= 3 && /[aeiouy\u00e0-\uffff]/.test(word) && !/(.)\1\1/u.test(word);

/** "hi mbali", "hey mbali, you up?": a strange small word that is greeted, and ends its clause. */
const hello = /^(?:hi|hey|hello|hiya|heya|morning)$/;
/** "gymmies", "guyzz": many, or a word that was drawn out. */
const many = /s$|(.)\1$/u;
export const isCalledSmall = (sentence: Sentence, index: number): boolean =>
  sentence.scan.bits(index) === 0 &&
  sentence.low(index) &&
  sentence.begins(index - 1) &&
  hello.test(sentence.word(index - 1)) &&
  sounds(sentence.word(index)) &&
  !many.test(sentence.word(index)) &&
  !sentence.scan.cues(index) &&
  sentence.closes(index);
